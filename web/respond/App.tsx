/** A visit to a survey, from the link to the receipt. */
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { CONSENT_NEEDED, connect, newKey, type ApiError } from "../shared/api/client";
import type { Answer, District, FullQuota, SurveyForm } from "../shared/api/types";
import { localized, useLanguage } from "../shared/i18n/language";
import { Failure, Loading, PageHeading } from "../shared/ui/parts";
import { newSeed } from "../shared/survey/order";
import { PublicFrame } from "../shared/ui/PublicFrame";
import type { Address } from "./address";
import { Complete, Discarded, Sending, Start, Stop, Thanks } from "./stages";
import { dropPending, keepPending } from "./pending";
import { formPath, openVisit, pendingName, responsesPath, type Stage } from "./stage";
import { useText } from "./texts";
import { Withdraw } from "./Withdraw";

const loadSurvey = () => import("../shared/survey/SurveyView");
const SurveyView = lazy(loadSurvey);

export function App({ address }: { address: Address }) {
  const { slug, surveyId } = address;
  const [district, setDistrict] = useState<District | null>(null);
  const [form, setForm] = useState<SurveyForm | null>(null);
  const [stage, setStage] = useState<Stage>({ name: "loading" });
  const [seed, setSeed] = useState(newSeed);
  const call = useMemo(() => connect(slug), [slug]);
  const { language, setLanguage } = useLanguage();
  const switchTo = useRef(setLanguage);

  const open = useCallback(async () => {
    setStage({ name: "loading" });
    const opening = await openVisit(call, address);
    setDistrict(opening.district);
    setForm(opening.form);
    setSeed(opening.seed || newSeed());
    // A language in the address was chosen by hand; the invitation's is only a first guess.
    if (opening.language && !new URLSearchParams(location.search).has("lang")) switchTo.current(opening.language);
    setStage(opening.stage);
    if (opening.stage.name === "start") void loadSurvey();
  }, [call, address]);
  useEffect(() => void open(), [open]);

  const finish = useCallback((data: Record<string, unknown>) => {
    if (!form) return;
    const invitation = address.invitation && form.mode !== "anonymous" ? { invitation: address.invitation } : {};
    const answer: Answer = { key: newKey(), version: form.version, locale: language, data, seed, consent: { version: form.privacy.version }, ...invitation };
    void keepPending(pendingName(slug, surveyId), answer).then(() => setStage({ name: "sending", answer }));
  }, [form, seed, address, language, slug, surveyId]);

  const settle = useCallback((next: Stage) => {
    void dropPending(pendingName(slug, surveyId)).then(() => setStage(next));
  }, [slug, surveyId]);

  const refuse = useCallback((answer: Answer, error: ApiError) => {
    settle(afterRefusal(form, answer, error));
    if (isOutdated(error)) call<SurveyForm>("GET", formPath(surveyId)).then(setForm, () => undefined);
  }, [form, settle, call, surveyId]);
  // The next person on this device is asked in an order of their own.
  const startAnew = useCallback(() => { setSeed(newSeed()); setStage({ name: "start" }); }, []);
  const title = form ? localized(form.title, language) : "";
  return (
    <PublicFrame district={district}>
      <StageView {...{ address, stage, seed, title, form, district, finish, settle, refuse, open, setStage, startAnew }} call={call} path={responsesPath(surveyId)} />
    </PublicFrame>
  );
}

/** The form or the privacy notice is newer than this page. */
const isOutdated = (error: ApiError) => error.code === CONSENT_NEEDED || (error.status === 400 && "version" in error.fields);

/** A refused answer goes back to its questions where that can help; otherwise the page says why not. */
function afterRefusal(form: SurveyForm | null, answer: Answer, error: ApiError): Stage {
  if (error.status === 410 && "quota" in error.fields) return { name: "full", message: error.message };
  if (error.status === 410) return { name: "withdrawn" in error.fields ? "withdrawn" : "invitation" in error.fields ? "used" : "closed" };
  if (error.status === 404) return { name: answer.invitation ? "linkMissing" : "missing" };
  if (isOutdated(error)) return { name: "start", initial: answer.data };
  if (!form?.definition) return { name: "failed", error };
  return { name: "answering", initial: answer.data, refused: error.fields, problem: error };
}

type ViewProps = {
  address: Address;
  stage: Stage;
  seed: number;
  title: string;
  form: SurveyForm | null;
  district: District | null;
  call: ReturnType<typeof connect>;
  path: string;
  finish: (data: Record<string, unknown>) => void;
  settle: (stage: Stage) => void;
  refuse: (answer: Answer, error: ApiError) => void;
  open: () => Promise<void>;
  setStage: (stage: Stage) => void;
  startAnew: () => void;
};

function StageView(props: ViewProps) {
  const { address, stage, title, form, district, open, settle, setStage } = props;
  const t = useText();
  switch (stage.name) {
    case "loading":
      return <Loading />;
    case "failed":
      return <><PageHeading title={title || t("survey")} /><Failure error={stage.error} again={() => void open()} /></>;
    case "start":
      return form ? (
        <Start {...{ title, form, district }} isChanged={stage.initial !== undefined} begin={() => setStage({ ...stage, name: "answering" })}>
          <Withdraw {...{ address, setStage }} call={props.call} />
        </Start>
      ) : null;
    case "answering":
      return <Answering {...props} stage={stage} />;
    case "sending":
      return (
        <Sending call={props.call} path={props.path} answer={stage.answer} refuse={props.refuse}
          accept={(receipt) => settle({ name: "thanks", receipt })} discard={() => settle({ name: "discarded" })} />
      );
    case "thanks":
      return <Thanks receipt={stage.receipt} again={form?.mode === "anonymous" && form.accepting ? props.startAnew : undefined} />;
    case "discarded":
      return <Discarded again={() => void open()} />;
    case "full":
      return <Complete message={stage.message} />;
    case "used":
      return <><Stop reason="used" /><Withdraw {...{ address, setStage }} call={props.call} /></>;
    default:
      return <Stop reason={stage.name} />;
  }
}

function Answering({ stage, seed, title, form, district, finish, setStage }: ViewProps & { stage: Extract<Stage, { name: "answering" }> }) {
  const { language } = useLanguage();
  const t = useText();
  useLeaveWarning();
  const stop = useCallback(({ message }: FullQuota) => setStage({ name: "full", message }), [setStage]);
  if (!form?.definition || !district) return null;
  const { initial, refused, problem } = stage;
  return (
    <>
      <PageHeading title={title} site={district.name} />
      {problem && !Object.keys(refused ?? {}).length ? <Failure error={problem} server /> : null}
      <Suspense fallback={<p className="loading" role="status">{t("loadingSurvey")}</p>}>
        <SurveyView definition={form.definition} seed={seed} full={form.full ?? NONE} onFull={stop} language={language} timeZone={district.timezone} onFinish={finish} {...(initial ? { initial } : {})} {...(refused ? { refused } : {})} />
      </Suspense>
    </>
  );
}

const NONE: FullQuota[] = [];

// Answers that are not finished live in this page only, so the browser asks before it lets them go.
function useLeaveWarning() {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => { event.preventDefault(); };
    addEventListener("beforeunload", ask);
    return () => { removeEventListener("beforeunload", ask); };
  }, []);
}
