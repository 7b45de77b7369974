/** Today: what waits for the person who signed in. */
import type { InboxRow, List, SurveyHead } from "../../shared/api/types";
import { Failure, Loading, PageHeading } from "../../shared/ui/parts";
import { ownQueue, useDirectory } from "../inbox/directory";
import { ThreadRows } from "../inbox/ThreadRows";
import { Link } from "../router";
import { may, useDesk, useDeskLoad } from "../session";
import { useText } from "../texts";

/** An empty list where the role may not see one: nothing waits there for this person. */
const nothing = <T,>(): Promise<List<T>> => Promise.resolve({ items: [], next: null });

export function Home() {
  const t = useText();
  const { user, district } = useDesk();
  const owner = encodeURIComponent(user.user_id);
  const answers = may(user, "read_dialogues");
  const reads = may(user, "read_surveys");
  const directory = useDirectory();
  const queue = ownQueue(directory, user);
  const isReady = answers && directory.isLoaded;
  const fresh = useDeskLoad((call) => (isReady ? call<List<InboxRow>>("GET", `/inbox?status=unopened${queue ? `&${queue}` : ""}`) : nothing<InboxRow>()), [isReady, queue]);
  const mine = useDeskLoad((call) => (answers ? call<List<InboxRow>>("GET", `/inbox?status=in_progress&owner=${owner}`) : nothing<InboxRow>()), [answers, owner]);
  const surveys = useDeskLoad((call) => (reads ? call<List<SurveyHead>>("GET", "/surveys") : nothing<SurveyHead>()), [reads]);
  const error = fresh.error ?? mine.error ?? surveys.error;
  const lists = [fresh.value, mine.value, surveys.value];
  const overdue = [...(fresh.value?.items ?? []), ...(mine.value?.items ?? [])].filter((row) => row.overdue).length;
  const inState = (state: string) => surveys.value?.items.filter((survey) => survey.state === state) ?? [];
  return (
    <>
      <PageHeading title={t("hello", { name: user.name })} site={district?.name} />
      {error && error.status !== 401 ? <Failure error={error} again={() => { fresh.reload(); mine.reload(); surveys.reload(); }} /> : null}
      {!directory.isLoaded || fresh.isLoading || mine.isLoading || surveys.isLoading ? <Loading /> : null}
      {directory.isLoaded && lists.every((list) => list?.items.length === 0) ? <p>{t("nothing")}</p> : null}
      {overdue ? <p><span className="tag overdue">{t("overdueCount", { count: overdue })}</span></p> : null}
      <Threads title={t("unopened")} list={fresh.value} link={t("seeInbox")} to="/inbox" />
      <Threads title={t("mine")} list={mine.value} link={t("seeInbox")} to={`/inbox?status=in_progress&owner=${owner}`} />
      <Surveys title={t("openSurveys")} list={inState("open")} suffix="/results" />
      {may(user, "write_surveys") ? <Surveys title={t("drafts")} list={inState("draft")} suffix="" /> : null}
    </>
  );
}

function Threads({ title, list, link, to }: { title: string; list: List<InboxRow> | null; link: string; to: string }) {
  if (!list?.items.length) return null;
  return <section><h2>{title}</h2><ThreadRows rows={list.items.slice(0, 5)} /><p><Link to={to}>{link}</Link></p></section>;
}

function Surveys({ title, list, suffix }: { title: string; list: SurveyHead[]; suffix: string }) {
  if (!list.length) return null;
  return <section><h2>{title}</h2><ul>{list.slice(0, 5).map((survey) => <li key={survey.survey_id}><Link to={`/surveys/${survey.survey_id}${suffix}`}>{survey.title}</Link></li>)}</ul></section>;
}
