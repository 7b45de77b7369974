/** Staff of the district, and the invitation of new ones. */
import { useMemo, useState, type SyntheticEvent } from "react";
import { PayloadKey, type Fields } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import type { List, Role, StaffUser, Team } from "../../shared/api/types";
import { Checkboxes, SubmitButton, TextField } from "../../shared/ui/fields";
import { Alert, ErrorSummary, Failure, Loading, PageHeading } from "../../shared/ui/parts";
import { useDesk, useDeskLoad } from "../session";
import { TableBox } from "../TableBox";
import { useText } from "../texts";

const ROLES: Role[] = ["administrator", "author", "member"];

export function People() {
  const t = useText();
  const users = useDeskLoad((call) => call<List<StaffUser>>("GET", "/users"), []);
  const teams = useDeskLoad((call) => call<List<Team>>("GET", "/teams"), []);
  return (
    <>
      <PageHeading title={t("people")} />
      {users.error ? <Failure error={users.error} again={users.reload} server /> : null}
      {users.isLoading && !users.value ? <Loading /> : null}
      {users.value ? <PeopleTable users={users.value.items} /> : null}
      <InviteForm teams={teams.value?.items ?? []} done={users.reload} />
    </>
  );
}

function PeopleTable({ users }: { users: StaffUser[] }) {
  const t = useText();
  if (!users.length) return <p>{t("noPeople")}</p>;
  return (
    <TableBox label={t("people")}>
      <thead><tr><th scope="col">{t("name")}</th><th scope="col">{t("email")}</th><th scope="col">{t("role")}</th></tr></thead>
      <tbody>
        {users.map((user) => (
          <tr key={user.user_id}><th scope="row">{user.name || "–"}</th><td>{user.email}</td><td>{user.roles.map((role) => t(role)).join(", ")}</td></tr>
        ))}
      </tbody>
      </TableBox>
  );
}

function InviteForm({ teams, done }: { teams: Team[]; done: () => void }) {
  const t = useText();
  const { call } = useDesk();
  const [email, setEmail] = useState("");
  const [roles, setRoles] = useState<Role[]>(["member"]);
  const [teamIds, setTeamIds] = useState<string[]>([]);
  const [mistakes, setMistakes] = useState<Fields>({});
  const [invited, setInvited] = useState("");
  const [key] = useState(() => new PayloadKey());
  const { isBusy, error, run } = useAction();
  const fields = useMemo(() => ({ ...(error?.fields ?? {}), ...mistakes }), [error, mistakes]);
  const summary = useMemo(() => Object.entries(fields).map(([target, text]) => ({ target, text })), [fields]);
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setInvited("");
    const found = { ...(email.trim() ? {} : { email: t("needEmail") }), ...(roles.length ? {} : { roles: t("needRole") }) };
    setMistakes(found);
    if (Object.keys(found).length) return;
    const payload = { email: email.trim(), roles, team_ids: teamIds };
    if (!(await run(async () => { await call("POST", "/users", { key: key.for(payload), ...payload }); }))) return;
    setInvited(payload.email);
    setEmail("");
    key.spend();
    done();
  };
  return (
    <section>
      <h2>{t("invite")}</h2>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {error && !Object.keys(error.fields).length ? <Failure error={error} server /> : null}
        <ErrorSummary mistakes={summary} />
        <div role="status">{invited ? <Alert kind="success"><p>{t("invited", { email: invited })}</p></Alert> : null}</div>
        <TextField id="email" type="email" label={t("email")} required autoComplete="off" value={email} error={fields["email"]} onChange={(event) => setEmail(event.target.value)} />
        <Checkboxes id="roles" legend={t("roles")} values={roles} error={fields["roles"]} onChange={setRoles} options={ROLES.map((value) => ({ value, label: t(value), hint: t(`${value}Hint`) }))} />
        {teams.length ? <Checkboxes id="team_ids" legend={t("teams")} values={teamIds} onChange={setTeamIds} options={teams.map((team) => ({ value: team.team_id, label: team.name }))} /> : null}
        <SubmitButton isBusy={isBusy} busyLabel={t("sending")}>{t("sendInvite")}</SubmitButton>
      </form>
    </section>
  );
}
