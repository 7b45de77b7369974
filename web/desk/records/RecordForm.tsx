/** A request that came by telephone, by letter or in person. */
import { useState, type SyntheticEvent } from "react";
import { PayloadKey, type Fields } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import { LANGUAGE_NAMES, useLanguage } from "../../shared/i18n/language";
import { Select, SubmitButton, TextArea, TextField } from "../../shared/ui/fields";
import { Alert, ErrorSummary, Failure, type Mistake } from "../../shared/ui/parts";
import { useDesk } from "../session";
import type { RequestKind } from "./shapes";
import { useRecordsText } from "./texts";

const KINDS: RequestKind[] = ["access", "correction", "erasure"];

export function RecordForm({ recorded }: { recorded: () => void }) {
  const t = useRecordsText();
  const { call, district } = useDesk();
  const { language } = useLanguage();
  const empty = { kind: "access" as RequestKind, name: "", email: "", language, message: "" };
  const [asked, setAsked] = useState(empty);
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [isDone, setDone] = useState(false);
  const [key] = useState(() => new PayloadKey());
  const { isBusy, error, run } = useAction();
  const put = (part: Partial<typeof asked>) => setAsked((before) => ({ ...before, ...part }));
  const send = async (event: SyntheticEvent) => {
    event.preventDefault();
    const found = [
      ...(asked.name.trim() ? [] : [{ target: "asked-name", text: t("needName") }]),
      ...(/^\S+@\S+\.\S+$/.test(asked.email) ? [] : [{ target: "asked-email", text: t("needEmail") }]),
    ];
    setMistakes(found);
    setDone(false);
    if (isBusy || found.length) return;
    if (await run(async () => { await call("POST", "/requests/recorded", { key: key.for(asked), ...asked }); })) {
      key.spend();
      setAsked(empty);
      setDone(true);
      recorded();
    }
  };
  const said: Fields = { ...(error?.fields ?? {}), ...Object.fromEntries(mistakes.map(({ target, text }) => [target.slice(6), text])) };
  return (
    <section>
      <h2>{t("record")}</h2>
      <p>{t("recordLead")}</p>
      <div role="status">{isDone ? <Alert kind="success"><p>{t("recorded")}</p></Alert> : null}</div>
      <form className="narrow-part" onSubmit={(event) => void send(event)} noValidate>
        <ErrorSummary mistakes={mistakes} />
        {error ? <Failure error={error} server /> : null}
        <Select id="asked-kind" label={t("requests")} value={asked.kind} onChange={(event) => put({ kind: event.target.value as RequestKind })}>
          {KINDS.map((one) => <option key={one} value={one}>{t(one)}</option>)}
        </Select>
        <TextField id="asked-name" label={t("name")} value={asked.name} error={said["name"]} onChange={(event) => put({ name: event.target.value })} />
        <TextField id="asked-email" label={t("email")} type="email" value={asked.email} error={said["email"]} onChange={(event) => put({ email: event.target.value })} />
        <Select id="asked-language" label={t("language")} value={asked.language} onChange={(event) => put({ language: event.target.value as typeof language })}>
          {(district?.languages ?? [language]).map((one) => <option key={one} value={one}>{LANGUAGE_NAMES[one]}</option>)}
        </Select>
        <TextArea id="asked-message" label={t("message")} isOptional value={asked.message} error={said["message"]} onChange={(event) => put({ message: event.target.value })} />
        <SubmitButton isBusy={isBusy} busyLabel={t("working")}>{t("recordIt")}</SubmitButton>
      </form>
    </section>
  );
}
