/** What an import carried over, changed and lost; losses first. */
import type { ImportLine, SurveyHead } from "../../shared/api/types";
import { Alert, PageHeading } from "../../shared/ui/parts";
import { Link } from "../router";
import { TableBox } from "../TableBox";
import { useText } from "./texts";

const ORDER = ["lost", "changed", "carried"];

export function ImportReport({ survey, report }: { survey: SurveyHead; report: ImportLine[] }) {
  const t = useText();
  const count = (outcome: string) => report.filter((line) => line.outcome === outcome).length;
  const sorted = [...report].sort((one, other) => ORDER.indexOf(one.outcome) - ORDER.indexOf(other.outcome));
  return (
    <>
      <PageHeading title={t("imported")} />
      <Alert kind={count("lost") ? "warning" : "success"}>
        <p>{t("importedLead", { carried: count("carried"), changed: count("changed"), lost: count("lost") })}</p>
      </Alert>
      <div className="actions"><Link to={`/surveys/${survey.survey_id}`} className="button">{t("toSurvey")}</Link></div>
      <TableBox label={t("imported")}>
        <thead><tr><th scope="col">{t("element")}</th><th scope="col">{t("kind")}</th><th scope="col">{t("outcome")}</th><th scope="col">{t("reason")}</th></tr></thead>
        <tbody>
          {sorted.map((line, index) => (
            <tr key={`${line.element}-${index}`}>
              <th scope="row">{line.element}</th><td>{line.kind}</td>
              <td><span className={`tag ${line.outcome}`}>{t(`${line.outcome}Tag`)}</span></td><td>{line.reason}</td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </>
  );
}
