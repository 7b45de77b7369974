/** Today: what waits for the person who signed in. */
import type { InboxRow, List, SurveyHead } from "../../shared/api/types";
import { Failure, Loading, PageHeading } from "../../shared/ui/parts";
import { ThreadRows } from "../inbox/ThreadRows";
import { Link } from "../router";
import { useDesk, useDeskLoad } from "../session";
import { useText } from "../texts";

export function Home() {
  const t = useText();
  const { user, district } = useDesk();
  const owner = encodeURIComponent(user.user_id);
  const fresh = useDeskLoad((call) => call<List<InboxRow>>("GET", "/inbox?status=unopened"), []);
  const mine = useDeskLoad((call) => call<List<InboxRow>>("GET", `/inbox?status=in_progress&owner=${owner}`), [owner]);
  const surveys = useDeskLoad((call) => call<List<SurveyHead>>("GET", "/surveys"), []);
  const error = fresh.error ?? mine.error ?? surveys.error;
  const isQuiet = fresh.value?.items.length === 0 && mine.value?.items.length === 0 && surveys.value?.items.length === 0;
  const loaded = [...(fresh.value?.items ?? []), ...(mine.value?.items ?? [])];
  const overdue = loaded.filter((row) => row.overdue).length;
  return (
    <>
      <PageHeading title={t("hello", { name: user.name })} site={district?.name} />
      {error && error.status !== 403 && error.status !== 401 ? <Failure error={error} again={() => { fresh.reload(); mine.reload(); surveys.reload(); }} /> : null}
      {fresh.isLoading || mine.isLoading || surveys.isLoading ? <Loading /> : null}
      {isQuiet ? <p>{t("nothing")}</p> : null}
      {overdue ? <p><span className="tag overdue">{t("overdueCount", { count: overdue })}</span></p> : null}
      <Threads title={t("unopened")} list={fresh.value} link={t("seeInbox")} to="/inbox" />
      <Threads title={t("mine")} list={mine.value} link={t("seeInbox")} to={`/inbox?status=in_progress&owner=${owner}`} />
      <Surveys title={t("openSurveys")} list={surveys.value?.items.filter(({ state }) => state === "open") ?? []} suffix="/results" />
      <Surveys title={t("drafts")} list={surveys.value?.items.filter(({ state }) => state === "draft") ?? []} suffix="" />
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
