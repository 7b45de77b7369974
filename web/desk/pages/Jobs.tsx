/** The periodic jobs and how their last runs went. */
import type { Job, List } from "../../shared/api/types";
import { moment, useLanguage } from "../../shared/i18n/language";
import { Failure, Loading, PageHeading } from "../../shared/ui/parts";
import { useDesk, useDeskLoad } from "../session";
import { TableBox } from "../TableBox";
import { useText } from "../texts";
import { Drills } from "./Drills";

export function Jobs() {
  const t = useText();
  const jobs = useDeskLoad((call) => call<List<Job>>("GET", "/jobs"), []);
  return (
    <>
      <PageHeading title={t("jobs")} />
      {jobs.error ? <Failure error={jobs.error} again={jobs.reload} server /> : null}
      {jobs.isLoading ? <Loading /> : null}
      {jobs.value?.items.length === 0 ? <p>{t("noJobs")}</p> : null}
      <Drills />
      {jobs.value?.items.map((job) => <Runs key={job.job} job={job} />)}
    </>
  );
}

function Runs({ job }: { job: Job }) {
  const t = useText();
  const { language } = useLanguage();
  const { district } = useDesk();
  const at = (iso: string) => moment(iso, language, district?.timezone);
  return (
    <section>
      <h2>{job.job}</h2>
      <p className="hint">{t("schedule")}: {job.schedule}</p>
      {job.last_runs.length ? (
        <TableBox label={`${job.job}: ${t("lastRuns")}`}>
          <thead><tr><th scope="col">{t("started")}</th><th scope="col">{t("ended")}</th><th scope="col">{t("outcome")}</th><th scope="col">{t("counts")}</th></tr></thead>
          <tbody>
            {job.last_runs.map((run) => (
              <tr key={run.started_at}>
                <td>{at(run.started_at)}</td>
                <td>{run.ended_at ? at(run.ended_at) : t("running")}</td>
                <td><span className={`tag ${run.outcome}`}>{run.outcome}</span></td>
                <td>{Object.entries(run.counts).map(([name, count]) => `${name}: ${count}`).join(", ")}</td>
              </tr>
            ))}
          </tbody>
      </TableBox>
      ) : <p>{t("neverRan")}</p>}
    </section>
  );
}
