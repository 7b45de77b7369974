/** The privacy notice of a district: what is kept, why, who sees it, how long; in force, or as it was in a version. */
import { useMemo } from "react";
import { connect } from "../shared/api/client";
import { useLoad } from "../shared/api/load";
import { useLanguage } from "../shared/i18n/language";
import type { District, NoticeShown, NoticeVersions } from "../shared/api/types";
import { Alert, Failure, Loading, PageHeading } from "../shared/ui/parts";
import { PublicFrame } from "../shared/ui/PublicFrame";
import { NoticePart } from "./NoticePart";
import { useText } from "./texts";
import { VersionsPart } from "./VersionsPart";

export function App() {
  const slug = decodeURIComponent(/^\/d\/([^/]+)/.exec(location.pathname)?.[1] ?? "");
  const version = new URLSearchParams(location.search).get("version") ?? "";
  const call = useMemo(() => connect(slug), [slug]);
  const t = useText();
  const { language } = useLanguage();
  const district = useLoad(() => call<District>("GET", ""), [call]);
  const notice = useLoad(() => call<NoticeShown>("GET", version ? `/privacy/versions/${encodeURIComponent(version)}` : "/privacy"), [call, version]);
  const versions = useLoad(() => call<NoticeVersions>("GET", "/privacy/versions"), [call]);
  return (
    <PublicFrame district={district.value}>
      <PageHeading title={t("title")} site={district.value?.name} lead={t("lead")} />
      {notice.error ? <Failure error={notice.error} again={notice.reload} /> : null}
      {notice.isLoading ? <Loading /> : null}
      {notice.value && !notice.value.is_current ? <Alert kind="warning"><p>{t("old")} <a href={`${location.pathname}?lang=${language}`}>{t("toCurrent")}</a></p></Alert> : null}
      {notice.value ? <NoticePart shown={notice.value} /> : null}
      {versions.value ? <VersionsPart versions={versions.value} notice={notice.value?.notice ?? null} /> : null}
    </PublicFrame>
  );
}
