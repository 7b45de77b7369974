/** For administrators: how many consents there are for what, and the versions of the privacy notice. */
import type { ConsentsShown, NoticeShown } from "../../shared/api/types";
import { numeral, useLanguage } from "../../shared/i18n/language";
import { useChangeWords } from "../../shared/privacy/changes";
import { useFeatureText } from "../../shared/privacy/features";
import { Failure, Loading, PageHeading } from "../../shared/ui/parts";
import { useRouter } from "../router";
import { useDeskLoad } from "../session";
import { TableBox } from "../TableBox";
import { usePrivacyText } from "./texts";

export default function PrivacyPage() {
  const t = usePrivacyText();
  const { slug } = useRouter();
  const shown = useDeskLoad((call) => call<ConsentsShown>("GET", "/consents"), []);
  const notice = useDeskLoad((call) => call<NoticeShown>("GET", "/privacy"), []);
  return (
    <>
      <PageHeading title={t("title")} lead={t("lead")} />
      <p><a href={`/d/${encodeURIComponent(slug)}/privacy`} target="_blank" rel="noreferrer">{t("readNotice")}</a></p>
      {shown.error ? <Failure error={shown.error} again={shown.reload} server /> : null}
      {shown.isLoading ? <Loading /> : null}
      {shown.value ? <Counts shown={shown.value} /> : null}
      {shown.value ? <Versions shown={shown.value} notice={notice.value} /> : null}
    </>
  );
}

function Counts({ shown }: { shown: ConsentsShown }) {
  const t = usePrivacyText();
  const f = useFeatureText();
  const { language } = useLanguage();
  const name = (purpose: ConsentsShown["counts"][number]["purpose"]) => (purpose === "answer" || purpose === "message" || purpose === "reply_email" ? t(purpose) : f(purpose));
  return (
    <section>
      <h2>{t("counts")}</h2>
      <p>{t("countsLead")}</p>
      <TableBox label={t("counts")}>
        <thead><tr><th scope="col">{t("purpose")}</th><th scope="col" className="number">{t("given")}</th><th scope="col" className="number">{t("withdrawn")}</th></tr></thead>
        <tbody>
          {shown.counts.map((one) => (
            <tr key={one.purpose}>
              <th scope="row">{name(one.purpose)}</th>
              <td className="number">{numeral(one.given, language)}{one.is_more ? "+" : ""}</td>
              <td className="number">{numeral(one.withdrawn, language)}{one.is_more ? "+" : ""}</td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </section>
  );
}

function Versions({ shown, notice }: { shown: ConsentsShown; notice: NoticeShown | null }) {
  const t = usePrivacyText();
  const words = useChangeWords(notice?.notice ?? null);
  return (
    <section>
      <h2>{t("versions")}</h2>
      <ul className="rows" role="list">
        {shown.versions.map((one) => (
          <li key={one.version}>
            <p className="row-title">{one.version}{one.in_force ? ` (${t("inForce")})` : ""}</p>
            <p className="row-head">{t("told", { told: one.told, read: one.read })}{one.changes.length ? ` · ${t(one.material ? "material" : "notMaterial")}` : ""}</p>
            {one.changes.length ? <ul>{one.changes.map((change) => <li key={change.kind + change.whom + change.what}>{words(change)}</li>)}</ul> : <p className="hint">{t("first")}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
