/** The talk pages: write a message, or come back to one's own conversation. */
import { useEffect, useMemo, useState } from "react";
import { connect } from "../shared/api/client";
import type { District, List, PublicTopic } from "../shared/api/types";
import { useLoad } from "../shared/api/load";
import { Failure, Loading, PageHeading } from "../shared/ui/parts";
import { PublicFrame } from "../shared/ui/PublicFrame";
import { Confirmation } from "./Confirmation";
import { ConfirmPage, FilePage, RequestPage } from "./RequestPage";
import { ThreadPage } from "./ThreadPage";
import { WriteForm, type Sent } from "./WriteForm";
import { useText } from "./texts";

const isEmbedded = new URLSearchParams(location.search).get("embed") === "1";

export function App() {
  const slug = decodeURIComponent(/^\/d\/([^/]+)/.exec(location.pathname)?.[1] ?? "");
  const call = useMemo(() => connect(slug), [slug]);
  const district = useLoad(() => call<District>("GET", ""), [call]);
  useEscapeToHost();
  return (
    <PublicFrame district={district.value} isEmbedded={isEmbedded}>
      <CurrentPage call={call} district={district.value} />
    </PublicFrame>
  );
}

type Served = { call: ReturnType<typeof connect>; district: District | null };

/** One set of pages for what a family does with the district: write, come back, ask what is kept of them. */
function CurrentPage(served: Served) {
  const { pathname } = location;
  if (/\/talk\/thread\/?$/.test(pathname)) return <ThreadPage {...served} />;
  if (/\/requests\/confirm\/?$/.test(pathname)) return <ConfirmPage {...served} />;
  if (/\/requests\/file\/?$/.test(pathname)) return <FilePage {...served} />;
  if (/\/requests\/?$/.test(pathname)) return <RequestPage {...served} />;
  return <WritePage {...served} />;
}

function WritePage({ call, district }: Served) {
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
