/** One colleague: what they can see, in sentences; what they may do; and the end of it. */
import { useMemo, useState, type SyntheticEvent } from "react";
import { asApiError, newKey } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import type { Field, List, Permission, Role, StaffUser } from "../../shared/api/types";
import { useLanguage } from "../../shared/i18n/language";
import { SubmitButton, TextArea } from "../../shared/ui/fields";
import { Alert, ErrorSummary, Failure, Loading, PageHeading, type Mistake } from "../../shared/ui/parts";
import { ConfirmButton, focusOn } from "../account/parts";
import { usePermissionText } from "../permissions";
import { Link } from "../router";
import { useDesk, useDeskLoad } from "../session";
import { LevelEditor } from "./LevelEditor";
import { draftOf, emptyDraft, FIELDS, levelOf, mistakeIn, mistakesAt, MOST_LEVELS, PLACES } from "./levels";
import { useThings } from "./PeoplePage";
import { usePeopleText } from "./texts";

type Named = { id: string; name: string };
type Seen = { role: Role; permissions: Permission[]; schools: string[] | null; surveys: Named[] | null; topics: Named[] | null; fields: Field[] | null };
type View = { levels: Seen[]; teams: string[]; is_designated: boolean; state: string };

export default function PersonPage({ id }: { id: string }) {
  const t = usePeopleText();
  const me = useDesk().user;
  const users = useDeskLoad((call) => call<List<StaffUser>>("GET", "/users"), []);
  const view = useDeskLoad((call) => call<View>("GET", `/users/${encodeURIComponent(id)}/view`), [id]);
  const user = users.value?.items.find((each) => each.user_id === id && each.state !== "ended");
  const [done, setDone] = useState("");
  const [isStale, setStale] = useState(false);
  const reload = () => { users.reload(); view.reload(); };
  const changed = (text: string) => { setStale(false); setDone(text); reload(); };
  // Levels that were saved here are what the form shows already: it stays as it is while the page loads them again.
  const [saved, setSaved] = useState<Record<number, number>>({});
  const formOf = (revision: number) => saved[revision] ?? revision;
  // Somebody was faster: what is shown is loaded again, and nothing of the old version can be sent.
  const overtaken = () => { setDone(""); setStale(true); reload(); };
  const error = users.error ?? view.error;
  const isGone = users.value !== null && !users.isLoading && !user;
  return (
    <>
      <p><Link to="/people">{t("people")}</Link></p>
      <PageHeading title={user?.name ?? t("people")} lead={user ? `${t("user")}: ${user.username} · ${user.email}` : undefined} />
      {error && !isGone ? <Failure error={error} again={reload} server /> : null}
      {!error && !isGone && (!user || !view.value) ? <Loading /> : null}
      <div role="status">{done ? <Alert kind="success"><p>{done}</p></Alert> : null}</div>
      {isStale ? <Alert kind="warning" live><p>{t("conflict")}</p></Alert> : null}
      {isGone && !done ? <p>{t("gone")}</p> : null}
      {user && view.value ? <Sentences name={user.name} view={view.value} /> : null}
      {user?.user_id === me.user_id ? <p>{t("own")}</p> : null}
      {user && user.user_id !== me.user_id ? (
        <>
          <LevelsForm key={formOf(user.revision)} user={user} overtaken={overtaken} changed={(text, from, to) => { setSaved((before) => ({ ...before, [to]: before[from] ?? from })); changed(text); }} />
          <Ending user={user} changed={changed} overtaken={overtaken} />
        </>
      ) : null}
    </>
  );
}

/** "What can this person see?" answered in words. */
function Sentences({ name, view }: { name: string; view: View }) {
  const t = usePeopleText();
  const words = usePermissionText();
  const { language } = useLanguage();
  const joined = (list: string[]) => new Intl.ListFormat(language).format(list);
  const where = ({ schools, surveys, topics }: Seen) => joined([
    ...(surveys ? [surveys.length ? t("inSurveys", { surveys: joined(surveys.map((one) => one.name || one.id)) }) : t("noSurveys")] : []),
    ...(topics ? [topics.length ? t("inTopics", { topics: joined(topics.map((one) => one.name || one.id)) }) : t("noTopics")] : []),
    ...(schools ? [schools.length ? t("atSchools", { schools: joined(schools) }) : t("noSchools")] : []),
    ...(surveys ?? topics ?? schools ? [] : [t("everywhere")]),
  ]);
  const hidden = (fields: Field[] | null) => FIELDS.filter((field) => fields !== null && !fields.includes(field));
  return (
    <section>
      <h2>{t("sees", { name })}</h2>
      {view.state === "active" ? null : <p>{t("isSuspended", { state: t(view.state as "suspended") })}</p>}
      {view.levels.length ? null : <p>{t("seesNothing", { name })}</p>}
      <ul>
        {view.levels.map((level, index) => (
          <li key={index}>
            {t("can", { name, role: t(level.role), what: joined(level.permissions.map((one) => words(one).toLocaleLowerCase(language))), where: where(level) })}
            {hidden(level.fields).length ? ` ${t("hides", { fields: joined(hidden(level.fields).map((field) => t(field).toLocaleLowerCase(language))) })}` : ""}
          </li>
        ))}
        {view.teams.length ? <li>{t("inTeams", { teams: joined(view.teams) })}</li> : null}
        <li>{t(view.is_designated ? "isDesignated" : "isNotDesignated")}</li>
      </ul>
    </section>
  );
}

type Props = { user: StaffUser; changed: (text: string) => void; overtaken: () => void };
type LevelsProps = Omit<Props, "changed"> & { changed: (text: string, from: number, to: number) => void };

function LevelsForm({ user, changed, overtaken }: LevelsProps) {
  const t = usePeopleText();
  const { call } = useDesk();
  const things = useThings();
  const [drafts, setDrafts] = useState(() => (user.levels.length ? user.levels.map(draftOf) : [emptyDraft()]));
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [revision, setRevision] = useState(user.revision);
  const { isBusy, error, run } = useAction();
  const refused = useMemo(() => Object.entries(error?.fields ?? {}).map(([field, text]) => ({ target: `level-${/\d+/.exec(field)?.[0] ?? 0}-role`, text })), [error]);
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const found = drafts.flatMap((draft, index) => {
      const wrong = mistakeIn(draft);
      return wrong ? [{ target: `level-${index}-${PLACES[wrong]}`, text: t(wrong) }] : [];
    });
    setMistakes(found);
    if (found.length) return;
    const body = { levels: drafts.map(levelOf), revision };
    await run(async () => {
      const after = await call<StaffUser>("PUT", `/users/${user.user_id}/levels`, body).catch((cause: unknown) => { if (asApiError(cause).status === 409) overtaken(); throw cause; });
      setRevision(after.revision);
      changed(t("saved", { name: user.name }), revision, after.revision);
    });
  };
  const all = mistakes.length ? mistakes : refused;
  const textFor = (target: string) => all.find((mistake) => mistake.target === target)?.text;
  return (
    <section>
      <h2>{t("change", { name: user.name })}</h2>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {error && !refused.length ? <Failure error={error} server /> : null}
        <ErrorSummary mistakes={all} />
        {drafts.map((draft, index) => (
          <fieldset className="card" key={index}>
            <legend><strong>{t("level", { number: index + 1 })}</strong></legend>
            <LevelEditor id={`level-${index}`} draft={draft} things={things} mistakes={mistakesAt(`level-${index}`, textFor)} onChange={(next) => setDrafts(drafts.map((each, place) => (place === index ? next : each)))} />
            {drafts.length > 1 ? <button type="button" className="button plain small" aria-label={t("removeNumbered", { number: index + 1 })} onClick={() => { setDrafts(drafts.filter((_, place) => place !== index)); focusOn("add-level"); }}>{t("removeLevel")}</button> : null}
          </fieldset>
        ))}
        <div className="actions">
          <SubmitButton isBusy={isBusy} busyLabel={t("saving")}>{t("save")}</SubmitButton>
          {drafts.length < MOST_LEVELS ? <button type="button" id="add-level" className="button outline" onClick={() => { setDrafts([...drafts, emptyDraft()]); focusOn(`level-${drafts.length}-role`); }}>{t("addLevel")}</button> : null}
        </div>
      </form>
    </section>
  );
}

function Ending({ user, changed, overtaken }: Props) {
  const t = usePeopleText();
  const { call } = useDesk();
  const { name } = user;
  const act = (what: string) => async () => {
    await call("POST", `/users/${user.user_id}/${what}`, { revision: user.revision }).catch((cause: unknown) => { if (asApiError(cause).status === 409) overtaken(); throw cause; });
  };
  const { isBusy, error, run } = useAction();
  const resume = async () => { if (!isBusy && (await run(act("resume")))) changed(t("resumed", { name })); };
  return (
    <section>
      <h2>{t("state")}: {t(user.state as "active")}</h2>
      {error ? <Failure error={error} server /> : null}
      <div className="actions">
        {user.state === "suspended"
          ? <button type="button" className="button" aria-disabled={isBusy} onClick={() => void resume()}>{t("resume")}</button>
          : <ConfirmButton label={t("suspend")} title={t("suspendTitle", { name })} lead={t("suspendLead")} yes={t("suspend")} busy={t("working")} work={act("suspend")} done={() => changed(t("suspendedNow", { name }))} />}
        <ConfirmButton label={t("end")} title={t("endTitle", { name })} lead={t("endLead")} yes={t("end")} busy={t("working")} work={act("end")} done={() => changed(t("endedNow"))} />
      </div>
      {user.factors.length ? <LostFactors user={user} changed={changed} /> : null}
    </section>
  );
}

function LostFactors({ user, changed }: { user: StaffUser; changed: (text: string) => void }) {
  const t = usePeopleText();
  const { call } = useDesk();
  const [reason, setReason] = useState("");
  const [mistake, setMistake] = useState("");
  const [key] = useState(newKey);
  const { isBusy, error, run } = useAction();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setMistake(reason.trim().length < 5 ? t("needReason") : "");
    if (isBusy || reason.trim().length < 5) return;
    const body = { key, reason: reason.trim() };
    if (await run(async () => { await call("POST", `/users/${user.user_id}/factor-reset`, body); })) changed(t("asked"));
  };
  return (
    <details>
      <summary>{t("reset")}</summary>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <p>{t("resetLead")}</p>
        {error ? <Failure error={error} server /> : null}
        <TextArea id="reset-reason" label={t("reason")} rows={2} value={reason} error={mistake || error?.fields["reason"]} onChange={(event) => setReason(event.target.value)} />
        <SubmitButton isBusy={isBusy} busyLabel={t("working")}>{t("ask")}</SubmitButton>
      </form>
    </details>
  );
}
