/** What an import carried over, changed and lost; losses first. */
import type { ImportLine, SurveyHead } from "../../shared/api/types";
import { Alert, PageHeading } from "../../shared/ui/parts";
import { Link } from "../router";
import { ReportGroups } from "./ReportGroups";
import { useText } from "./texts";

export function ImportReport({ survey, report }: { survey: SurveyHead; report: ImportLine[] }) {
  const t = useText();
  const count = (outcome: string) => report.filter((line) => line.outcome === outcome).length;
  return (
    <>
      <PageHeading title={t("imported")} />
      <Alert kind={count("lost") ? "warning" : "success"}>
        <p>{t("importedLead", { carried: count("carried"), changed: count("changed"), lost: count("lost") })}</p>
      </Alert>
      <div className="actions"><Link to={`/surveys/${survey.survey_id}`} className="button">{t("toSurvey")}</Link></div>
      <ReportGroups report={report} />
    </>
  );
}
