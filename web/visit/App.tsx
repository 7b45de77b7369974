/** What somebody outside the district was shown: a code by mail opens it, for half an hour; nothing stays in the browser. */
import { useMemo, useRef, useState } from "react";
import { connect } from "../shared/api/client";
import { useLoad } from "../shared/api/load";
import type { District } from "../shared/api/types";
import { Alert, PageHeading } from "../shared/ui/parts";
import { PublicFrame } from "../shared/ui/PublicFrame";
import { CodePart } from "./CodePart";
import { ContentPage } from "./ContentPage";
import { useText } from "./texts";

type Stage = "door" | "open" | "left" | "ended";

export function App() {
  const slug = decodeURIComponent(/^\/d\/([^/]+)/.exec(location.pathname)?.[1] ?? "");
  const [token] = useState(() => location.hash.slice(1));
  const pass = useRef("");
  const call = useMemo(() => connect(slug, () => "", () => pass.current), [slug]);
  const district = useLoad(() => call<District>("GET", ""), [call]);
  const [stage, setStage] = useState<Stage>("door");
  const enter = (given: string) => { pass.current = given; setStage("open"); };
  const leave = (next: Stage) => {
    if (next === "left") void call("DELETE", "/shared").catch(() => undefined);
    pass.current = "";
    setStage(next);
  };
  return (
    <PublicFrame district={district.value}>
      {stage === "open"
        ? <ContentPage call={call} timezone={district.value?.timezone} onLeave={() => leave("left")} onEnd={() => leave("ended")} />
        : <Door key={stage} stage={stage} token={token} site={district.value?.name} call={call} onEnter={enter} />}
    </PublicFrame>
  );
}

type DoorProps = { stage: Stage; token: string; site: string | undefined; call: ReturnType<typeof connect>; onEnter: (pass: string) => void };

function Door({ stage, token, site, call, onEnter }: DoorProps) {
  const t = useText();
  if (!token) return <PageHeading title={t("noLink")} site={site} lead={t("noLinkLead")} />;
  return (
    <>
      <PageHeading title={t("title")} site={site} lead={t("lead")} />
      {stage === "left" ? <Alert kind="success" live><p>{t("left")}</p></Alert> : null}
      {stage === "ended" ? <Alert kind="warning" title={t("endedTitle")} live><p>{t("ended")}</p></Alert> : null}
      <CodePart call={call} token={token} onEnter={onEnter} />
    </>
  );
}
