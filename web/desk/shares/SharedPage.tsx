/** What a colleague has shared: results with their charts, or dialogues, shown as somebody outside sees them. */
import { useMemo, useState } from "react";
import type { Call } from "../../shared/api/client";
import type { SharedContent } from "../../shared/api/types";
import { momentAt, useLanguage } from "../../shared/i18n/language";
import { GroupChooser, Report } from "../../shared/results/Report";
import { Failure, Loading, PageHeading } from "../../shared/ui/parts";
import { DialogueList } from "../../visit/Dialogues";
import { TakeAlong } from "../../visit/TakeAlong";
import { Link } from "../router";
import { useDesk, useDeskLoad } from "../session";
import { useShareText } from "./texts";

export default function SharedPage({ id }: { id: string }) {
  const t = useShareText();
  const { language } = useLanguage();
  const { call, district } = useDesk();
  const [group, setGroup] = useState("");
  const query = `?locale=${language}${group ? `&group=${encodeURIComponent(group)}` : ""}`;
  const path = `/shares/${encodeURIComponent(id)}`;
  // The parts made for people outside ask below /shared/; inside, the same stands below the share's own path.
  const inside = useMemo<Call>(() => (method, asked, ...rest) => call(method, asked.replace(/^\/shared\//, `${path}/`), ...rest), [call, path]);
  const shared = useDeskLoad((ask) => ask<SharedContent>("GET", `${path}/content${query}`), [path, query]);
  const content = shared.value;
  return (
    <>
      <p><Link to="/shares">{t("shares")}</Link></p>
      {shared.error ? <><PageHeading title={t("shares")} /><Failure error={shared.error} again={shared.reload} server /></> : null}
      {shared.isLoading && !content ? <Loading /> : null}
      {content ? (
        <>
          <PageHeading title={content.kind === "results" ? content.title : t("dialoguesOf", { name: content.title })} lead={t("sharedUntil", { when: momentAt(content.ends_at, language, district?.timezone) })} />
          {content.most_views ? <p className="hint">{t("viewsLeft", { views: content.views, most: content.most_views })}</p> : null}
          {content.results?.groups.some(({ values }) => values.length) ? <GroupChooser groups={content.results.groups} value={content.schools === null ? group : content.results.group} onChange={setGroup} threshold={content.results.threshold} isWhole={content.schools === null} /> : null}
          {content.results ? (shared.isLoading ? <Loading /> : <Report results={content.results} timezone={district?.timezone} />) : null}
          {content.threads ? <DialogueList call={inside} threads={content.threads} timezone={district?.timezone} onEnd={shared.reload} /> : null}
          {content.kind === "results" && content.verbs.includes("export") ? <TakeAlong key={query} call={inside} query={query} name={content.title} /> : null}
        </>
      ) : null}
    </>
  );
}
