/** Restore drills: how the last ones went, their signed reports, and when the backup document is to be reviewed. */
import { useMemo } from "react";
import type { DrillReports, ReportedDrill } from "../../shared/api/types";
import { moment, useLanguage } from "../../shared/i18n/language";
import { Alert, Failure, Loading } from "../../shared/ui/parts";
import { useDesk, useDeskLoad } from "../session";
import { TableBox } from "../TableBox";
import { useText } from "./drillTexts";

export function Drills() {
  const t = useText();
  const drills = useDeskLoad((call) => call<DrillReports>("GET", "/drills"), []);
  return (
    <section>
      <h2>{t("drills")}</h2>
      {drills.error ? <Failure error={drills.error} again={drills.reload} server /> : null}
      {drills.isLoading ? <Loading /> : null}
      {drills.value ? <Standing held={drills.value} /> : null}
    </section>
  );
}

function Standing({ held }: { held: DrillReports }) {
  const t = useText();
  const { language } = useLanguage();
  const { status, document, items } = held;
  const said = !status.last ? t("never") : status.is_red ? t("red") : t("well");
  const review = t("reviewed", { when: new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-document.days, "day") });
  return (
    <>
      <Alert kind={status.is_red ? "error" : "success"}><p>{said}</p></Alert>
      {document.is_due ? <Alert kind={document.is_late ? "error" : "warning"}><p>{review}</p></Alert> : <p className="hint">{review}</p>}
      {items.length ? <DrillTable items={items} /> : null}
    </>
  );
}

function DrillTable({ items }: { items: ReportedDrill[] }) {
  const t = useText();
  const { language } = useLanguage();
  const { district } = useDesk();
  const at = (iso: string) => moment(iso, language, district?.timezone);
  return (
    <TableBox label={t("drills")}>
      <thead><tr><th scope="col">{t("ended")}</th><th scope="col">{t("instant")}</th><th scope="col">{t("result")}</th><th scope="col">{t("items")}</th><th scope="col">{t("rpo")}</th><th scope="col">{t("rto")}</th><th scope="col">{t("report")}</th></tr></thead>
      <tbody>
        {items.map(({ drill, report }) => (
          <tr key={drill.ended_at}>
            <td>{at(drill.ended_at)}</td>
            <td>{at(drill.instant)}</td>
            <td><span className={`tag ${drill.result === "equal" ? "done" : "failed"}`}>{t(drill.result === "equal" ? "equal" : "damaged")}</span></td>
            <td>{`${drill.equal} / ${drill.items}`}</td>
            <td>{drill.rpo_seconds}</td>
            <td>{drill.rto_seconds}</td>
            <td><Save report={report} name={`restore-drill-${drill.ended_at.slice(0, 10)}.json`} at={at(drill.ended_at)} /></td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}

function Save({ report, name, at }: { report: unknown; name: string; at: string }) {
  const t = useText();
  const address = useMemo(() => URL.createObjectURL(new Blob([JSON.stringify(report)], { type: "application/json" })), [report]);
  return <a href={address} download={name} aria-label={t("saveReport", { at })}>{t("save")}</a>;
}
