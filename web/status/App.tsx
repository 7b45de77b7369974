/** How well the platform's backups are proved, for everybody. */
import { useMemo } from "react";
import { connect } from "../shared/api/client";
import { useLoad } from "../shared/api/load";
import type { Drill, DrillStatus, District } from "../shared/api/types";
import { moment, useLanguage } from "../shared/i18n/language";
import { Alert, Failure, Loading, PageHeading } from "../shared/ui/parts";
import { PublicFrame } from "../shared/ui/PublicFrame";
import { TableBox } from "../shared/ui/TableBox";
import { useText } from "./texts";

export function App() {
  const t = useText();
  const slug = decodeURIComponent(/^\/d\/([^/]+)/.exec(location.pathname)?.[1] ?? "");
  const call = useMemo(() => connect(slug), [slug]);
  const district = useLoad(() => call<District>("GET", ""), [call]);
  const status = useLoad(() => call<DrillStatus>("GET", "/status"), [call]);
  return (
    <PublicFrame district={district.value}>
      <PageHeading title={t("title")} site={district.value?.name} lead={t("lead")} />
      {status.error ? <Failure error={status.error} again={status.reload} /> : null}
      {status.isLoading ? <Loading /> : null}
      {status.value ? <Outcome status={status.value} /> : null}
      {status.value?.last ? <Figures drill={status.value.last} age={status.value.age_days} timezone={district.value?.timezone} /> : null}
    </PublicFrame>
  );
}

function Outcome({ status }: { status: DrillStatus }) {
  const t = useText();
  if (!status.is_red) return <Alert kind="success" title={t("wellTitle")}><p>{t("well")}</p></Alert>;
  const why = !status.last ? "never" : status.last.result === "equal" ? "late" : "damaged";
  return <Alert kind="error" title={t("redTitle")}><p>{t(why)}</p></Alert>;
}

function Figures({ drill, age, timezone }: { drill: Drill; age: number | null; timezone: string | undefined }) {
  const t = useText();
  const { language } = useLanguage();
  const number = (value: number) => value.toLocaleString(language);
  const rows: [string, string][] = [
    [t("last"), moment(drill.ended_at, language, timezone)],
    [t("age"), number(age ?? 0)],
    [t("items"), number(drill.items)],
    [t("equal"), number(drill.equal)],
    [t("rpo"), t("seconds", { count: number(drill.rpo_seconds) })],
    [t("rto"), t("seconds", { count: number(drill.rto_seconds) })],
  ];
  return (
    <TableBox label={t("last")}>
      <tbody>{rows.map(([name, value]) => <tr key={name}><th scope="row">{name}</th><td>{value}</td></tr>)}</tbody>
    </TableBox>
  );
}
