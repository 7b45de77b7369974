/** The questions of a survey: the builder for who may change it, the survey to read for who may not. */
import { lazy, Suspense } from "react";
import type { Definition, Survey } from "../../shared/api/types";
import { useLanguage } from "../../shared/i18n/language";
import { Alert, Failure, Loading } from "../../shared/ui/parts";
import { useText as useBuilderText } from "../builder/texts";
import { may, useDesk, useDeskLoad } from "../session";
import { SurveyFrame } from "./SurveyFrame";

const Builder = lazy(() => import("../builder/Builder"));
const SurveyView = lazy(() => import("../../shared/survey/SurveyView"));
const nothing = () => undefined;

export default function EditPage({ id }: { id: string }) {
  const { user } = useDesk();
  const survey = useDeskLoad((call) => call<Survey>("GET", `/surveys/${encodeURIComponent(id)}`), [id]);
  if (survey.value && may(user, "write_surveys")) return <Suspense fallback={<Loading />}><Builder key={survey.value.survey_id} loaded={survey} survey={survey.value} /></Suspense>;
  return <SurveyFrame loaded={survey} part="edit">{(value) => <ReadOnly survey={value} />}</SurveyFrame>;
}

/** What is published, or nothing yet: a draft may hold what the server has not agreed to. */
function ReadOnly({ survey }: { survey: Survey }) {
  const t = useBuilderText();
  return <><Alert kind="info"><p>{t("readOnly")}</p></Alert>{survey.version ? <Published survey={survey} /> : <p>{t("noVersions")}</p>}</>;
}

function Published({ survey: { survey_id: id, version } }: { survey: Survey }) {
  const { language } = useLanguage();
  const { district } = useDesk();
  const shown = useDeskLoad((call) => call<{ definition: Definition }>("GET", `/surveys/${id}/versions/${version}`), [id, version]);
  if (shown.error) return <Failure error={shown.error} again={shown.reload} server />;
  if (!shown.value) return <Loading />;
  return (
    <>
      <div className="preview"><Suspense fallback={<Loading />}><SurveyView definition={shown.value.definition} language={language} timeZone={district?.timezone ?? "UTC"} onFinish={nothing} /></Suspense></div>
    </>
  );
}
