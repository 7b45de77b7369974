/** The talk pages: write a message, or come back to one's own conversation. */
import { useEffect, useMemo, useState } from "react";
import { connect } from "../shared/api/client";
import type { District, List, PublicTopic } from "../shared/api/types";
import { useLoad } from "../shared/api/load";
import { Failure, Loading, PageHeading } from "../shared/ui/parts";
import { PublicFrame } from "../shared/ui/PublicFrame";
import { Confirmation } from "./Confirmation";
import { ThreadPage } from "./ThreadPage";
import { WriteForm, type Sent } from "./WriteForm";
import { useText } from "./texts";

const isEmbedded = new URLSearchParams(location.search).get("embed") === "1";

export function App() {
  const slug = decodeURIComponent(/^\/d\/([^/]+)/.exec(location.pathname)?.[1] ?? "");
  const call = useMemo(() => connect(slug), [slug]);
  const district = useLoad(() => call<District>("GET", ""), [call]);
  const isThread = /\/talk\/thread\/?$/.test(location.pathname);
  useEscapeToHost();
  return (
    <PublicFrame district={district.value} isEmbedded={isEmbedded}>
      {isThread ? <ThreadPage call={call} district={district.value} /> : <WritePage call={call} district={district.value} />}
    </PublicFrame>
  );
}

function WritePage({ call, district }: { call: ReturnType<typeof connect>; district: District | null }) {
  const topics = useLoad(() => call<List<PublicTopic>>("GET", "/topics"), [call]);
  const [sent, setSent] = useState<Sent | null>(null);
  const t = useText();
  if (sent) return <Confirmation sent={sent} again={() => setSent(null)} />;
  return (
    <>
      <PageHeading title={t("title")} site={district?.name} lead={t("lead")} />
      {topics.error ? <Failure error={topics.error} again={topics.reload} /> : null}
      {topics.value?.items.length === 0 ? <p>{t("noTopics")}</p> : null}
      {topics.value?.items.length && district ? <WriteForm call={call} district={district} topics={topics.value.items} onSent={setSent} /> : null}
      {topics.isLoading ? <Loading /> : null}
    </>
  );
}

// Inside the widget the page that hosts us owns the window; it closes it when Escape is pressed here.
function useEscapeToHost() {
  useEffect(() => {
    if (!isEmbedded) return;
    const tell = (event: KeyboardEvent) => { if (event.key === "Escape") parent.postMessage("parley:close", "*"); };
    addEventListener("keydown", tell);
    return () => { removeEventListener("keydown", tell); };
  }, []);
}
