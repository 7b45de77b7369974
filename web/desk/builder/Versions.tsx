/** Published versions: each can be looked at as it was asked, and brought back as the draft. */
import { lazy, Suspense, useState } from "react";
import type { Definition } from "../../shared/api/types";
import { moment, useLanguage } from "../../shared/i18n/language";
import { Failure, Loading } from "../../shared/ui/parts";
import { usePages } from "../paging";
import { useDesk, useDeskLoad } from "../session";
import { mainLanguage } from "./languageNames";
import { inPages } from "./model/document";
import { useOwnText } from "./own/texts";
import { useBuilding } from "./store";
import { useText } from "./texts";

const SurveyView = lazy(() => import("../../shared/survey/SurveyView"));
type Published = { version: number; content_hash: string; made_at: string; parental_notice?: string };
type Shown = { version: number; definition: Definition; segments: string[] };
const nothing = () => undefined;

export default function Versions() {
  const t = useText();
  const own = useOwnText();
  const { language } = useLanguage();
  const { survey, head } = useBuilding();
  const { district } = useDesk();
  const path = `/surveys/${survey.survey_id}/versions`;
  const { items, error, isLoading, reload, more } = usePages<Published>(path);
  const [open, setOpen] = useState<number | null>(null);
  return (
    <section aria-labelledby="versions-heading" key={head.version}>
      <h2 id="versions-heading">{t("versions")}</h2>
      <p>{t("versionsLead")}</p>
      {error ? <Failure error={error} again={reload} server /> : null}
      {isLoading && !items ? <Loading /> : null}
      {items && !items.length ? <p>{t("noVersions")}</p> : null}
      <ul className="rows" role="list">
        {items?.map(({ version, content_hash: hash, made_at: at, parental_notice: notice }, index) => {
          const same = items.slice(0, index).find((each) => each.content_hash === hash);
          return (
            <li key={version}>
              <p className="row-title">{t("version", { version })}</p>
              <p className="row-head"><span>{t("at")}: {moment(at, language, district?.timezone)}</span><span>{t("print")}: <code>{hash.slice(0, 12)}</code></span>{notice ? <span>{own("noticeTitle")}: {own(notice === "prior_consent" ? "noticeConsent" : "noticeOptOut")}</span> : null}{same ? <span>{t("sameContent", { version: same.version })}</span> : null}</p>
              <button type="button" className="button outline small" aria-expanded={open === version} onClick={() => setOpen(open === version ? null : version)}>{t(open === version ? "hideVersion" : "showVersion", { version })}</button>
              {open === version ? <OneVersion path={`${path}/${version}`} version={version} /> : null}
            </li>
          );
        })}
      </ul>
      {more ? <button type="button" className="button outline" onClick={more}>…</button> : null}
    </section>
  );
}

function OneVersion({ path, version }: { path: string; version: number }) {
  const t = useText();
  const { language } = useLanguage();
  const { district } = useDesk();
  const { document, act, say } = useBuilding();
  const shown = useDeskLoad((call) => call<Shown>("GET", path), [path]);
  if (shown.error) return <Failure error={shown.error} again={shown.reload} server />;
  if (!shown.value) return <Loading />;
  const { definition, segments } = shown.value;
  const take = () => { act({ document: { ...document, definition: inPages(definition), segments }, place: null }); say(t("taken", { version })); };
  return (
    <div role="group" aria-label={t("versionShown", { version })}>
      <p><button type="button" className="button plain small" onClick={take}>{t("takeVersion", { version })}</button></p>
      <div className="preview"><Suspense fallback={<Loading />}><SurveyView definition={definition} language={language in { en: 1, es: 1 } ? language : mainLanguage(definition)} timeZone={district?.timezone ?? "UTC"} onFinish={nothing} /></Suspense></div>
    </div>
  );
}
