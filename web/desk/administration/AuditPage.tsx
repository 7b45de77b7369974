/** The audit log, by day, act, person or thing. */
import { useState } from "react";
import type { List, StaffUser } from "../../shared/api/types";
import { moment, momentAt, useLanguage } from "../../shared/i18n/language";
import { Select, TextField } from "../../shared/ui/fields";
import { Failure, Loading, PageHeading } from "../../shared/ui/parts";
import { usePages } from "../paging";
import { useDesk, useDeskLoad } from "../session";
import { TableBox } from "../TableBox";
import { useAdministrationText } from "./texts";
import { useVerbText, VERBS } from "./verbs";

type Entry = { at: string; verb: string; actor_kind: string; actor_id: string; object_id: string; detail: Record<string, string> };
type Kind = "everything" | "act" | "byPerson" | "onObject";
const PARTS: Record<Kind, string> = { everything: "", act: "verb", byPerson: "actor", onObject: "object" };

export default function AuditPage() {
  const t = useAdministrationText();
  const words = useVerbText();
  const [day, setDay] = useState(() => new Date().toISOString().slice(0, 10));
  const [kind, setKind] = useState<Kind>("everything");
  const [value, setValue] = useState("");
  const users = useDeskLoad((call) => call<List<StaffUser>>("GET", "/users"), []).value?.items ?? [];
  const chosen = PARTS[kind] && value ? `&${PARTS[kind]}=${encodeURIComponent(value)}` : "";
  const wanted = `?day=${day}${chosen}`;
  // Reading is written down, so it waits for a press.
  const [query, setQuery] = useState(wanted);
  const choose = (next: Kind) => { setKind(next); setValue(next === "act" ? VERBS[0] ?? "" : next === "byPerson" ? users[0]?.user_id ?? "" : ""); };
  return (
    <>
      <PageHeading title={t("audit")} lead={t("auditLead")} />
      <form className="filters" onSubmit={(event) => { event.preventDefault(); setQuery(wanted); }}>
        <TextField id="audit-day" type="date" label={t("day")} hint={t("dayHint")} value={day} onChange={(event) => setDay(event.target.value)} />
        <Select id="audit-kind" label={t("filter")} value={kind} onChange={(event) => choose(event.target.value as Kind)}>
          {(Object.keys(PARTS) as Kind[]).map((each) => <option key={each} value={each}>{t(each)}</option>)}
        </Select>
        {kind === "act" ? <Select id="audit-act" label={t("act")} value={value} onChange={(event) => setValue(event.target.value)}>{VERBS.map((verb) => <option key={verb} value={verb}>{words(verb)}</option>)}</Select> : null}
        {kind === "byPerson" ? <Select id="audit-person" label={t("who")} value={value} onChange={(event) => setValue(event.target.value)}>{users.map((user) => <option key={user.user_id} value={user.user_id}>{user.name}</option>)}</Select> : null}
        {kind === "onObject" ? <TextField id="audit-object" label={t("objectId")} autoComplete="off" spellCheck={false} value={value} onChange={(event) => setValue(event.target.value.trim())} /> : null}
        <button type="submit" className="button outline">{t("show")}</button>
      </form>
      <Entries key={query} query={query} users={users} />
    </>
  );
}

function Entries({ query, users }: { query: string; users: StaffUser[] }) {
  const t = useAdministrationText();
  const { items, isLoading, isBusy, error, laterError, reload, more } = usePages<Entry>(`/audit${query}`);
  return (
    <>
      {error ? <Failure error={error} again={reload} server /> : null}
      {isLoading && !items ? <Loading /> : null}
      <p role="status" className="hint">{items && !isLoading ? (items.length ? t("entries", { count: items.length }) : t("nothing")) : ""}</p>
      {items?.length ? (
        <TableBox label={t("audit")}>
          <thead><tr><th scope="col">{t("when")}</th><th scope="col">{t("what")}</th><th scope="col">{t("who")}</th><th scope="col">{t("object")}</th></tr></thead>
          <tbody>{items.map((entry, index) => <Row key={index} entry={entry} users={users} />)}</tbody>
        </TableBox>
      ) : null}
      {laterError ? <Failure error={laterError} server /> : null}
      {more ? <button type="button" className="button outline" aria-disabled={isBusy} onClick={more}>{t("more")}</button> : null}
    </>
  );
}

function Row({ entry, users }: { entry: Entry; users: StaffUser[] }) {
  const t = useAdministrationText();
  const words = useVerbText();
  const { language } = useLanguage();
  const { district } = useDesk();
  const nameOf = (id: string) => users.find((user) => user.user_id === id)?.name;
  const who = () => {
    if (entry.actor_kind === "user") return nameOf(entry.actor_id) ?? <code>{entry.actor_id}</code>;
    if (entry.actor_kind === "job") return t("job", { name: entry.actor_id });
    return entry.actor_kind === "public" || entry.actor_kind === "outside" || entry.actor_kind === "participant" ? t(entry.actor_kind) : entry.actor_kind;
  };
  const detail = ([name, text]: [string, string]) => {
    if (name !== "until") return `${name}: ${text}`;
    return Number(text) ? t("untilDay", { when: momentAt(Number(text), language, district?.timezone) }) : t("ended");
  };
  const details = Object.entries(entry.detail).map(detail).join(", ");
  return (
    <tr>
      <td><time dateTime={entry.at}>{moment(entry.at, language, district?.timezone)}</time></td>
      <td>{words(entry.verb)}{details ? <span className="hint"> {details}</span> : null}</td>
      <td>{who()}</td>
      <td>{nameOf(entry.object_id) ?? <code>{entry.object_id}</code>}</td>
    </tr>
  );
}
