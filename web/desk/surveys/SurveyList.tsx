/** All surveys of the district. */
import { useState } from "react";
import { useAction } from "../../shared/api/load";
import type { List, SurveyHead } from "../../shared/api/types";
import { moment, useLanguage } from "../../shared/i18n/language";
import { Failure, Loading, PageHeading } from "../../shared/ui/parts";
import { Link } from "../router";
import { useDesk, useDeskLoad } from "../session";
import { useText } from "./texts";

export default function SurveyList() {
  const t = useText();
  const { call } = useDesk();
  const first = useDeskLoad((load) => load<List<SurveyHead>>("GET", "/surveys"), []);
  const [later, setLater] = useState<List<SurveyHead>>({ items: [], next: null });
  const { isBusy, error, run } = useAction();
  const next = later.items.length ? later.next : first.value?.next;
  const surveys = [...(first.value?.items ?? []), ...later.items];
  const loadMore = () => run(async () => {
    const page = await call<List<SurveyHead>>("GET", `/surveys?cursor=${encodeURIComponent(next ?? "")}`);
    setLater((before) => ({ items: [...before.items, ...page.items], next: page.next }));
  });
  return (
    <>
      <PageHeading title={t("surveys")} />
      <div className="actions"><Link to="/surveys/new" className="button">{t("newSurvey")}</Link></div>
      {first.error ? <Failure error={first.error} again={first.reload} server /> : null}
      {first.isLoading && !first.value ? <Loading /> : null}
      {first.value && !surveys.length ? <p>{t("none")}</p> : null}
      {surveys.length ? <SurveyTable surveys={surveys} /> : null}
      {error ? <Failure error={error} server /> : null}
      {next ? <button type="button" className="button outline" aria-disabled={isBusy} onClick={() => void loadMore()}>{t("more")}</button> : null}
    </>
  );
}

function SurveyTable({ surveys }: { surveys: SurveyHead[] }) {
  const t = useText();
  const { language } = useLanguage();
  const { district } = useDesk();
  return (
    <ul className="rows" role="list">
      {surveys.map((survey) => (
        <li key={survey.survey_id}>
          <p className="row-title"><Link to={`/surveys/${survey.survey_id}`}>{survey.title}</Link></p>
          <p className="row-head">
            <span className={`tag ${survey.state}`}>{t(survey.state)}</span>
            <span>{t("mode")}: {t(survey.mode)}</span>
            <span>{t("changed")}: {moment(survey.updated_at, language, district?.timezone)}</span>
          </p>
        </li>
      ))}
    </ul>
  );
}
