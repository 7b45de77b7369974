/** The draft as a file for other products, and on paper. */
import { useState } from "react";
import { useAction } from "../../shared/api/load";
import type { ImportLine, Survey, SurveyFile } from "../../shared/api/types";
import { Alert, Failure } from "../../shared/ui/parts";
import { Link } from "../router";
import { useDesk } from "../session";
import { saveFile } from "./bytes";
import { useFileText } from "./fileTexts";
import { ReportGroups } from "./ReportGroups";

const FORMATS = ["json", "xlsform"] as const;

export function FilesPart({ survey }: { survey: Survey }) {
  const t = useFileText();
  const { call } = useDesk();
  const [saved, setSaved] = useState("");
  const [report, setReport] = useState<ImportLine[]>([]);
  const { isBusy, error, run } = useAction();
  const path = `/surveys/${survey.survey_id}`;
  const fetchFile = (format: (typeof FORMATS)[number]) => {
    if (isBusy) return;
    setSaved("");
    setReport([]);
    void run(async () => {
      const file = await call<SurveyFile>("GET", `${path}/file?format=${format}`);
      saveFile(file.name, file.media_type, file.content);
      setSaved(file.name);
      setReport(file.report.filter((line) => line.outcome !== "carried"));
    });
  };
  const count = (outcome: string) => report.filter((line) => line.outcome === outcome).length;
  return (
    <section aria-labelledby="files">
      <h2 id="files">{t("files")}</h2>
      <p className="hint">{t("filesLead")}</p>
      {error ? <Failure error={error} server /> : null}
      <div className="actions">
        {FORMATS.map((format) => <button key={format} type="button" className="button outline" aria-disabled={isBusy} onClick={() => fetchFile(format)}>{t(isBusy ? "preparing" : format)}</button>)}
        <Link to={`${path}/paper`} className="button outline">{t("paper")}</Link>
      </div>
      <div role="status">{saved ? <Alert kind={report.length ? "warning" : "success"}><p>{t("saved", { name: saved })}</p>{report.length ? <p>{t("notAll", { changed: count("changed"), lost: count("lost") })}</p> : null}</Alert> : null}</div>
      {report.length ? <ReportGroups report={report} /> : null}
    </section>
  );
}
