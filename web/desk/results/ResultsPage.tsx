/** Results of a survey, for everybody or for one group. */
import { useState } from "react";
import type { Results, Survey } from "../../shared/api/types";
import { useLanguage } from "../../shared/i18n/language";
import { GroupChooser, Report } from "../../shared/results/Report";
import { Failure, Loading } from "../../shared/ui/parts";
import { may, useDesk, useDeskLoad } from "../session";
import { SecurityWords } from "../shares/SecurityPart";
import { ShareResults } from "../shares/ShareResults";
import { SurveyFrame } from "../surveys/SurveyFrame";
import { ExportPart } from "./ExportPart";
import { QuotaPart } from "./QuotaPart";

export default function ResultsPage({ id }: { id: string }) {
  const survey = useDeskLoad((call) => call<Survey>("GET", `/surveys/${encodeURIComponent(id)}`), [id]);
  return <SurveyFrame loaded={survey} part="results">{(value) => <Body survey={value} />}</SurveyFrame>;
}

function Body({ survey }: { survey: Survey }) {
  const [group, setGroup] = useState("");
  const path = `/surveys/${survey.survey_id}`;
  const { language } = useLanguage();
  const { district, user } = useDesk();
  const query = `?locale=${language}${group ? `&group=${encodeURIComponent(group)}` : ""}`;
  const results = useDeskLoad((call) => call<Results>("GET", `${path}/results${query}`), [path, query]);
  // The chooser must not vanish while another group loads or when that group's reply lists none.
  const [groups, setGroups] = useState<Results["groups"]>([]);
  if (results.value?.groups.length && results.value.groups !== groups) setGroups(results.value.groups);
  return (
    <>
      <SecurityWords security={survey.security} />
      {groups.length ? <GroupChooser groups={groups} value={group} onChange={setGroup} threshold={results.value?.threshold} /> : null}
      {results.error && results.error.status !== 401 ? <Failure error={results.error} again={results.reload} server /> : null}
      {results.isLoading ? <Loading /> : null}
      {results.value && !results.isLoading ? <Report results={results.value} timezone={district?.timezone} /> : null}
      <QuotaPart survey={survey} />
      {may(user, "export_responses") ? <ExportPart path={path} name={survey.title} /> : null}
      {may(user, "share_results") ? <ShareResults survey={survey} schools={groups.find(({ dimension }) => dimension === "school")?.values ?? []} /> : null}
    </>
  );
}
