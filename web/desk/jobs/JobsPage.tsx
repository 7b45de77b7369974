/** The jobs that run by themselves: how they do, what is due next, what failed; and starting one now. */
import { useState } from "react";
import { useAction } from "../../shared/api/load";
import type { Job } from "../../shared/api/types";
import { moment, useLanguage } from "../../shared/i18n/language";
import { Alert, Failure, Loading, PageHeading } from "../../shared/ui/parts";
import { may, useDesk, useDeskLoad } from "../session";
import { TableBox } from "../TableBox";
import { Drills } from "../pages/Drills";
import { useJobNames, useJobsText } from "./texts";

type Jobs = { timezone: string; items: Job[] };
const TROUBLE = ["failed", "late"];

export default function JobsPage() {
  const t = useJobsText();
  const named = useJobNames();
  const jobs = useDeskLoad((call) => call<Jobs>("GET", "/jobs"), []);
  const [started, setStarted] = useState("");
  const trouble = jobs.value?.items.filter((job) => TROUBLE.includes(job.state)) ?? [];
  return (
    <>
      <PageHeading title={t("title")} lead={jobs.value ? t("lead", { zone: jobs.value.timezone }) : undefined} />
      {jobs.error ? <Failure error={jobs.error} again={jobs.reload} server /> : null}
      {jobs.isLoading && !jobs.value ? <Loading /> : null}
      <div role="status">{started ? <Alert kind="success"><p>{t("startedNow", { job: named(started) })}</p><button type="button" className="button outline small" onClick={jobs.reload}>{t("reload")}</button></Alert> : null}</div>
      {jobs.value ? <Alert kind={trouble.length ? "error" : "success"}><p>{trouble.length ? t("summaryTrouble", { jobs: trouble.map((job) => named(job.job)).join(", ") }) : t("summaryWell")}</p></Alert> : null}
      <Drills />
      {jobs.value?.items.map((job) => <OneJob key={job.job} job={job} zone={jobs.value?.timezone ?? "UTC"} started={() => { setStarted(job.job); }} />)}
    </>
  );
}

function OneJob({ job, zone, started }: { job: Job; zone: string; started: () => void }) {
  const t = useJobsText();
  const named = useJobNames();
  const { language } = useLanguage();
  return (
    <section aria-labelledby={`job-${job.job}`}>
      <h2 id={`job-${job.job}`}>{named(job.job)} <span className={`tag ${TROUBLE.includes(job.state) ? "failed" : job.state === "well" ? "done" : ""}`}>{t(job.state)}</span></h2>
      <p className="hint"><code>{job.job}</code> · {useWhen(job)}{job.due_at ? <> · {t("dueNext", { when: moment(job.due_at, language, zone) })}</> : null}</p>
      {job.last_runs.length ? <Runs job={job} zone={zone} /> : null}
      {job.may_start ? <StartButton job={job.job} started={started} /> : null}
    </section>
  );
}

function useWhen({ schedule }: Job): string {
  const t = useJobsText();
  const named = useJobNames();
  const { language } = useLanguage();
  const format = new Intl.DateTimeFormat(language, { timeStyle: "short", timeZone: "UTC" });
  const clock = (hour: number | null, minute: number | null) => format.format(new Date(Date.UTC(2000, 0, 1, hour ?? 0, minute ?? 0)));
  const { kind, hour, minute, until } = schedule;
  const values = { time: clock(hour, minute), until: clock(until, minute), minute: minute ?? 0, day: schedule.day ?? 0, count: schedule.minutes ?? 0, job: named(schedule.job ?? "") };
  return t(kind === "daily" && until !== null ? "dailyUntil" : kind, values);
}

function Runs({ job, zone }: { job: Job; zone: string }) {
  const t = useJobsText();
  const named = useJobNames();
  const { language } = useLanguage();
  const told = (outcome: string) => (outcome === "done" || outcome === "failed" || outcome === "running" ? t(outcome) : outcome);
  return (
    <TableBox label={`${named(job.job)}: ${t("lastRuns")}`}>
      <thead><tr><th scope="col">{t("started")}</th><th scope="col">{t("ended")}</th><th scope="col">{t("outcome")}</th><th scope="col">{t("counts")}</th></tr></thead>
      <tbody>
        {job.last_runs.map((run) => (
          <tr key={run.started_at}>
            <td>{moment(run.started_at, language, zone)}</td>
            <td>{run.ended_at ? moment(run.ended_at, language, zone) : t("stillRunning")}</td>
            <td><span className={`tag ${run.outcome}`}>{told(run.outcome)}</span></td>
            <td>{Object.entries(run.counts).map(([name, count]) => `${name}: ${count}`).join(", ") || t("nothingCounted")}</td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}

function StartButton({ job, started }: { job: string; started: () => void }) {
  const t = useJobsText();
  const named = useJobNames();
  const { user, call } = useDesk();
  const { isBusy, error, run } = useAction();
  if (!may(user, "run_jobs")) return null;
  const start = async () => { if (await run(async () => { await call("POST", "/jobs/runs", { job }); })) started(); };
  return (
    <>
      {error ? <Failure error={error} server /> : null}
      <button type="button" className="button outline small" aria-label={t("runNowNamed", { job: named(job) })} disabled={isBusy} onClick={() => void start()}>{isBusy ? t("starting") : t("runNow")}</button>
    </>
  );
}
