/** Staff of the district: a list, one person at a time, and the invitation of new ones. */
import { useMemo, useState, type SyntheticEvent } from "react";
import { PayloadKey } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import type { List, StaffUser, SurveyHead, Team, Topic } from "../../shared/api/types";
import { momentAt, useLanguage } from "../../shared/i18n/language";
import { Checkboxes, SubmitButton, TextField } from "../../shared/ui/fields";
import { Alert, ErrorSummary, Failure, Loading, PageHeading, type Mistake } from "../../shared/ui/parts";
import { everyPage } from "../paging";
import { Link } from "../router";
import { may, useDesk, useDeskLoad } from "../session";
import { TableBox } from "../TableBox";
import { ImportList } from "./ImportList";
import { LevelEditor, type Things } from "./LevelEditor";
import { emptyDraft, levelOf, mistakeIn, mistakesAt, PLACES } from "./levels";
import { usePeopleText } from "./texts";

/** What a level can be cut down to, as far as its giver sees it. */
export function useThings(): Things {
  const { user } = useDesk();
  const reads = may(user, "read_surveys");
  const answers = may(user, "read_dialogues");
  const surveys = useDeskLoad((call) => (reads ? everyPage((path) => call<List<SurveyHead>>("GET", path), "/surveys") : Promise.resolve([])), [reads]).value;
  const topics = useDeskLoad((call) => (answers ? everyPage((path) => call<List<Topic>>("GET", path), "/desk/topics") : Promise.resolve([])), [answers]).value;
  return useMemo(() => ({ surveys: surveys ?? [], topics: topics ?? [] }), [surveys, topics]);
}

export default function PeoplePage() {
  const t = usePeopleText();
  const users = useDeskLoad((call) => call<List<StaffUser>>("GET", "/users"), []);
  const teams = useDeskLoad((call) => call<List<Team>>("GET", "/teams"), []);
  const things = useThings();
  const { user: self } = useDesk();
  const isDesignated = self.designated_until * 1000 > Date.now();
  // Levels are shown to those who may change them, here and now.
  const isAllowed = users.value?.items.some((user) => user.revision > 0) ?? false;
  return (
    <>
      <PageHeading title={t("people")} lead={t("lead")} />
      {users.error ? <Failure error={users.error} again={users.reload} server /> : null}
      {users.isLoading && !users.value ? <Loading /> : null}
      {users.value ? <PeopleTable users={users.value.items} isAllowed={isAllowed} /> : null}
      {users.value && !isAllowed && !isDesignated ? <Alert kind="info"><p>{t("notDesignated")}</p></Alert> : null}
      {users.value && !isAllowed && isDesignated ? <ProofPart proved={users.reload} /> : null}
      {isAllowed || isDesignated ? <InviteForm teams={teams.value?.items ?? []} things={things} done={users.reload} /> : null}
      {isAllowed || isDesignated ? <ImportList done={users.reload} /> : null}
    </>
  );
}

/** Asks for the proof that the administrative plane wants: the register cannot be read without it. */
function ProofPart({ proved }: { proved: () => void }) {
  const t = usePeopleText();
  const { call } = useDesk();
  const { isBusy, error, run } = useAction();
  const ask = async () => { if (!isBusy && (await run(async () => { await call("GET", "/designations"); }))) proved(); };
  return (
    <section>
      <Alert kind="info"><p>{t("notHere")}</p></Alert>
      {error ? <Failure error={error} server /> : null}
      <button type="button" className="button outline" aria-disabled={isBusy} onClick={() => void ask()}>{t("prove")}</button>
    </section>
  );
}

function PeopleTable({ users, isAllowed }: { users: StaffUser[]; isAllowed: boolean }) {
  const t = usePeopleText();
  const { language } = useLanguage();
  const { district } = useDesk();
  if (!users.length) return <p>{t("nobody")}</p>;
  return (
    <TableBox label={t("people")}>
      <thead><tr><th scope="col">{t("name")}</th><th scope="col">{t("may")}</th><th scope="col">{t("state")}</th>{isAllowed ? <><th scope="col">{t("factors")}</th><th scope="col">{t("designated")}</th></> : null}</tr></thead>
      <tbody>
        {users.map((user) => (
          <tr key={user.user_id}>
            <th scope="row">{isAllowed && user.state !== "ended" ? <Link to={`/people/${user.user_id}`}>{user.name || user.username}</Link> : user.name || "–"}{user.email ? <span className="hint"> {user.email}</span> : null}</th>
            <td>{user.roles.map((role) => t(role)).join(", ") || t("none")}</td>
            <td><span className={`tag ${user.state}`}>{t(user.state as "active")}</span></td>
            {isAllowed ? <><td>{user.factors.map((factor) => t(factor)).join(", ") || t("none")}</td><td>{user.designated_until * 1000 > Date.now() ? t("until", { when: momentAt(user.designated_until, language, district?.timezone) }) : t("no")}</td></> : null}
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}

function InviteForm({ teams, things, done }: { teams: Team[]; things: Things; done: () => void }) {
  const t = usePeopleText();
  const { call } = useDesk();
  const [email, setEmail] = useState("");
  const [draft, setDraft] = useState(() => emptyDraft());
  const [teamIds, setTeamIds] = useState<string[]>([]);
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [invited, setInvited] = useState("");
  const [key] = useState(() => new PayloadKey());
  const { isBusy, error, run } = useAction();
  const refused = useMemo(() => Object.entries(error?.fields ?? {}).map(([field, text]) => ({ target: targetOf(field), text })), [error]);
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setInvited("");
    const wrong = mistakeIn(draft);
    const found = [...(email.trim() ? [] : [{ target: "email", text: t("needEmail") }]), ...(wrong ? [{ target: `invite-${PLACES[wrong]}`, text: t(wrong) }] : [])];
    setMistakes(found);
    if (found.length) return;
    const payload = { email: email.trim(), levels: [levelOf(draft)], team_ids: teamIds };
    if (!(await run(async () => { await call("POST", "/users", { key: key.for(payload), ...payload }); }))) return;
    setInvited(payload.email);
    setEmail("");
    setDraft(emptyDraft());
    setTeamIds([]);
    key.spend();
    done();
  };
  const all = mistakes.length ? mistakes : refused;
  const textFor = (target: string) => all.find((mistake) => mistake.target === target)?.text;
  return (
    <section>
      <h2>{t("invite")}</h2>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {error && !refused.length ? <Failure error={error} server /> : null}
        <ErrorSummary mistakes={all} />
        <div role="status">{invited ? <Alert kind="success"><p>{t("invited", { email: invited })}</p></Alert> : null}</div>
        <TextField id="email" type="email" label={t("email")} required autoComplete="off" value={email} error={textFor("email")} onChange={(event) => setEmail(event.target.value)} />
        <LevelEditor id="invite" draft={draft} things={things} mistakes={mistakesAt("invite", textFor)} onChange={setDraft} />
        {teams.length ? <Checkboxes id="team_ids" legend={t("teams")} values={teamIds} error={textFor("team_ids")} onChange={setTeamIds} options={teams.map((team) => ({ value: team.team_id, label: team.name }))} /> : null}
        <SubmitButton isBusy={isBusy} busyLabel={t("sending")}>{t("send")}</SubmitButton>
      </form>
    </section>
  );
}

// The server names a level's fault "levels.0"; the first field of the level is where it is shown.
function targetOf(field: string): string {
  return field.startsWith("levels") ? "invite-role" : field;
}
