/** What is shared: results with their charts, or dialogues; until the share ends or its reader leaves. */
import { useEffect, useState } from "react";
import type { Call } from "../shared/api/client";
import { useLoad } from "../shared/api/load";
import type { Results, SharedContent } from "../shared/api/types";
import { moment, numeral, useLanguage } from "../shared/i18n/language";
import { GroupChooser, Report } from "../shared/results/Report";
import { Failure, Loading, PageHeading } from "../shared/ui/parts";
import { DialogueList } from "./Dialogues";
import { TakeAlong } from "./TakeAlong";
import { useText } from "./texts";

type Props = { call: Call; timezone: string | undefined; onLeave: () => void; onEnd: () => void };

export function ContentPage({ call, timezone, onLeave, onEnd }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const [group, setGroup] = useState("");
  const query = `?locale=${language}${group ? `&group=${encodeURIComponent(group)}` : ""}`;
  const shared = useLoad(() => call<SharedContent>("GET", `/shared/content${query}`), [call, query]);
  const hasEnded = shared.error?.status === 404;
  useEffect(() => { if (hasEnded) onEnd(); }, [hasEnded, onEnd]);
  if (!shared.value) return shared.error && !hasEnded ? <Failure error={shared.error} again={shared.reload} /> : <Loading />;
  const content = shared.value;
  const title = content.kind === "results" ? content.title : t("dialoguesTitle", { title: content.title });
  return (
    <>
      <PageHeading title={title} lead={t("until", { at: moment(new Date(content.ends_at * 1000).toISOString(), language, timezone) })} />
      {content.most_views ? <p className="hint">{t("views", { views: numeral(content.views, language), most: numeral(content.most_views, language) })}</p> : null}
      {shared.error ? <Failure error={shared.error} again={shared.reload} /> : null}
      {content.results ? <SharedResults results={content.results} isWhole={content.schools === null} group={group} onGroup={setGroup} isLoading={shared.isLoading} timezone={timezone} /> : null}
      {content.threads ? <DialogueList call={call} threads={content.threads} timezone={timezone} onEnd={onEnd} /> : null}
      {content.kind === "results" && content.verbs.includes("export") ? <TakeAlong key={query} call={call} query={query} name={content.title} /> : null}
      <div className="actions"><button type="button" className="button outline" onClick={onLeave}>{t("leave")}</button></div>
    </>
  );
}

type ResultsProps = { results: Results; isWhole: boolean; group: string; onGroup: (group: string) => void; isLoading: boolean; timezone: string | undefined };

function SharedResults({ results, isWhole, group, onGroup, isLoading, timezone }: ResultsProps) {
  // Who is shown some schools is always shown one of them; the chooser names which.
  const shown = isWhole ? group : results.group;
  const hasChoice = results.groups.some(({ values }) => values.length);
  return (
    <>
      {hasChoice ? <GroupChooser groups={results.groups} value={shown} onChange={onGroup} threshold={results.threshold} isWhole={isWhole} /> : null}
      {isLoading ? <Loading /> : <Report results={results} timezone={timezone} />}
    </>
  );
}
