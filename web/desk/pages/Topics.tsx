/** Topics that the public may write about, and the teams that answer. */
import { useState, type SyntheticEvent } from "react";
import { PayloadKey, type ApiError } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import type { List, StaffUser, Team, Topic } from "../../shared/api/types";
import { localized, useLanguage } from "../../shared/i18n/language";
import { Checkboxes, Select, SubmitButton, TextArea, TextField } from "../../shared/ui/fields";
import { Failure, Loading, OpenedHeading, PageHeading } from "../../shared/ui/parts";
import { useDesk, useDeskLoad } from "../session";
import { ShareTopicLink } from "../shares/ShareTopicLink";
import { useText } from "../texts";

export function Topics() {
  const t = useText();
  const topics = useDeskLoad((call) => call<List<Topic>>("GET", "/desk/topics"), []);
  const teams = useDeskLoad((call) => call<List<Team>>("GET", "/teams"), []);
  const users = useDeskLoad((call) => call<List<StaffUser>>("GET", "/users"), []);
  const error = topics.error ?? teams.error ?? users.error;
  const people = users.value?.items ?? [];
  return (
    <>
      <PageHeading title={t("topics")} />
      {error ? <Failure error={error} again={() => { topics.reload(); teams.reload(); users.reload(); }} server /> : null}
      {topics.value && teams.value ? (
        <>
          <TopicSection topics={topics.value.items} teams={teams.value.items} users={people} done={topics.reload} />
          <TeamSection teams={teams.value.items} users={people} done={teams.reload} />
        </>
      ) : <Loading />}
    </>
  );
}

function EditButton({ name, open }: { name: string; open: () => void }) {
  const t = useText();
  return <button type="button" className="button outline small" aria-label={t("editNamed", { name })} onClick={open}>{t("edit")}</button>;
}

type TopicProps = { topics: Topic[]; teams: Team[]; users: StaffUser[]; done: () => void };

function TopicSection({ topics, teams, users, done }: TopicProps) {
  const t = useText();
  const { language } = useLanguage();
  const [edited, setEdited] = useState<Topic | "new" | null>(null);
  const cancel = () => { setEdited(null); document.getElementById("topics-title")?.focus(); };
  const close = () => { cancel(); done(); };
  return (
    <section>
      <h2 id="topics-title" tabIndex={-1}>{t("topic")}</h2>
      {topics.length ? null : <p>{t("noTopics")}</p>}
      <ul className="cards">
        {topics.map((topic) => (
          <li key={topic.topic_id} className="card">
            <h3>{localized(topic.name, language)}</h3>
            <p>{localized(topic.description, language)}</p>
            <p className="hint">{t("team")}: {teams.find(({ team_id }) => team_id === topic.team_id)?.name ?? t("none")} · {t("owner")}: {users.find(({ user_id }) => user_id === topic.owner_id)?.name ?? t("none")}</p>
            <div className="actions"><EditButton name={localized(topic.name, language)} open={() => setEdited(topic)} /><ShareTopicLink topic={topic} /></div>
          </li>
        ))}
      </ul>
      {edited ? <TopicForm key={edited === "new" ? "new" : edited.topic_id} topic={edited === "new" ? null : edited} teams={teams} users={users} close={close} cancel={cancel} />
        : <button type="button" className="button" onClick={() => setEdited("new")}>{t("newTopic")}</button>}
    </section>
  );
}

function FormEnd({ isBusy, error, mistake, cancel }: { isBusy: boolean; error: ApiError | null; mistake: string; cancel: () => void }) {
  const t = useText();
  return (
    <>
      {mistake ? <p className="error" role="alert">{mistake}</p> : null}
      {error ? <Failure error={error} server /> : null}
      <div className="actions">
        <SubmitButton isBusy={isBusy} busyLabel={t("saving")}>{t("save")}</SubmitButton>
        <button type="button" className="button plain" onClick={cancel}>{t("cancel")}</button>
      </div>
    </>
  );
}

type TopicFormProps = { topic: Topic | null; teams: Team[]; users: StaffUser[]; close: () => void; cancel: () => void };

function TopicForm({ topic, teams, users, close, cancel }: TopicFormProps) {
  const t = useText();
  const { call } = useDesk();
  const [form, setForm] = useState({
    nameEn: topic?.name.en ?? "", nameEs: topic?.name.es ?? "", descriptionEn: topic?.description.en ?? "", descriptionEs: topic?.description.es ?? "",
    team_id: topic?.team_id ?? teams[0]?.team_id ?? "", owner_id: topic?.owner_id ?? users[0]?.user_id ?? "",
  });
  const [mistake, setMistake] = useState("");
  const [key] = useState(() => new PayloadKey());
  const { isBusy, error, run } = useAction();
  const put = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const isWhole = Boolean(form.nameEn.trim() && form.nameEs.trim() && form.team_id && form.owner_id);
    setMistake(isWhole ? "" : t("needBothNames"));
    if (!isWhole || isBusy) return;
    const payload = {
      name: { en: form.nameEn.trim(), es: form.nameEs.trim() },
      description: { en: form.descriptionEn.trim(), es: form.descriptionEs.trim() },
      team_id: form.team_id, owner_id: form.owner_id,
    };
    const work = () => topic ? call("PUT", `/desk/topics/${topic.topic_id}`, payload) : call("POST", "/desk/topics", { key: key.for(payload), ...payload });
    if (await run(async () => { await work(); })) close();
  };
  return (
    <form className="card" onSubmit={(event) => void submit(event)} noValidate>
      <OpenedHeading>{t(topic ? "edit" : "newTopic")}</OpenedHeading>
      <TextField id="topic-en" label={t("nameEn")} required value={form.nameEn} onChange={(event) => put({ nameEn: event.target.value })} />
      <TextField id="topic-es" label={t("nameEs")} required value={form.nameEs} onChange={(event) => put({ nameEs: event.target.value })} />
      <TextArea id="topic-about-en" label={t("descriptionEn")} rows={2} value={form.descriptionEn} onChange={(event) => put({ descriptionEn: event.target.value })} />
      <TextArea id="topic-about-es" label={t("descriptionEs")} rows={2} value={form.descriptionEs} onChange={(event) => put({ descriptionEs: event.target.value })} />
      <Select id="topic-team" label={t("team")} value={form.team_id} onChange={(event) => put({ team_id: event.target.value })}>
        {teams.map((team) => <option key={team.team_id} value={team.team_id}>{team.name}</option>)}
      </Select>
      <Select id="topic-owner" label={t("owner")} value={form.owner_id} onChange={(event) => put({ owner_id: event.target.value })}>
        {users.map((user) => <option key={user.user_id} value={user.user_id}>{user.name}</option>)}
      </Select>
      <FormEnd isBusy={isBusy} error={error} mistake={mistake} cancel={cancel} />
    </form>
  );
}

function TeamSection({ teams, users, done }: { teams: Team[]; users: StaffUser[]; done: () => void }) {
  const t = useText();
  const [edited, setEdited] = useState<Team | "new" | null>(null);
  const cancel = () => { setEdited(null); document.getElementById("teams-title")?.focus(); };
  const names = (team: Team) => users.filter(({ user_id }) => team.member_ids.includes(user_id)).map(({ name }) => name).join(", ");
  return (
    <section>
      <h2 id="teams-title" tabIndex={-1}>{t("teams")}</h2>
      {teams.length ? null : <p>{t("noTeams")}</p>}
      <ul className="cards">
        {teams.map((team) => (
          <li key={team.team_id} className="card">
            <h3>{team.name}</h3>
            <p className="hint">{t("members")}: {names(team) || t("none")}</p>
            <EditButton name={team.name} open={() => setEdited(team)} />
          </li>
        ))}
      </ul>
      {edited ? <TeamForm key={edited === "new" ? "new" : edited.team_id} team={edited === "new" ? null : edited} users={users} close={() => { cancel(); done(); }} cancel={cancel} />
        : <button type="button" className="button" onClick={() => setEdited("new")}>{t("newTeam")}</button>}
    </section>
  );
}

function TeamForm({ team, users, close, cancel }: { team: Team | null; users: StaffUser[]; close: () => void; cancel: () => void }) {
  const t = useText();
  const { call } = useDesk();
  const [name, setName] = useState(team?.name ?? "");
  const [members, setMembers] = useState(team?.member_ids ?? []);
  const [mistake, setMistake] = useState("");
  const [key] = useState(() => new PayloadKey());
  const { isBusy, error, run } = useAction();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setMistake(name.trim() ? "" : t("needTeamName"));
    if (!name.trim() || isBusy) return;
    const payload = { name: name.trim(), member_ids: members };
    const work = () => team ? call("PUT", `/teams/${team.team_id}`, payload) : call("POST", "/teams", { key: key.for(payload), ...payload });
    if (await run(async () => { await work(); })) close();
  };
  return (
    <form className="card" onSubmit={(event) => void submit(event)} noValidate>
      <OpenedHeading>{t(team ? "edit" : "newTeam")}</OpenedHeading>
      <TextField id="team-name" label={t("teamName")} required value={name} onChange={(event) => setName(event.target.value)} />
      <Checkboxes id="team-members" legend={t("members")} values={members} onChange={setMembers} options={users.map((user) => ({ value: user.user_id, label: user.name }))} />
      <FormEnd isBusy={isBusy} error={error} mistake={mistake} cancel={cancel} />
    </form>
  );
}
