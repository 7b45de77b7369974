/** The screen of a visit's stage. */
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef } from "react";
import type { ApiError, Call } from "../shared/api/client";
import type { Answer, District, FullQuota, SurveyForm } from "../shared/api/types";
import { loadDictionary } from "../shared/survey/dictionaries";
import { uploadTo } from "../shared/survey/uploads";
import { Failure, Loading, PageHeading } from "../shared/ui/parts";
import type { Address } from "./address";
import { DropButton } from "./later/DropButton";
import { Later, type Shelve } from "./later/Later";
import { Saved } from "./later/Saved";
import { responsesPath, type Stage } from "./stage";
import { Complete, Discarded, Sending, Stop, Thanks } from "./stages";
import { Start } from "./Start";
import { useText } from "./texts";
import { Withdraw } from "./Withdraw";

const fetchSurvey = () => import("../shared/survey/SurveyView");
const SurveyView = lazy(fetchSurvey);

/** Fetches the renderer and its words while the start page is read. */
export const loadSurvey = (language: string) => Promise.all([fetchSurvey(), loadDictionary(language)]);

export type ViewProps = {
  address: Address;
  stage: Stage;
  /** Decides the order of whatever comes in an order of chance. */
  seed: number;
  title: string;
  form: SurveyForm | null;
  district: District | null;
  /** The language that the survey is shown in. */
  spoken: string;
  call: Call;
  finish: (data: Record<string, unknown>) => void;
  settle: (stage: Stage) => void;
  refuse: (answer: Answer, error: ApiError) => void;
  open: () => Promise<void>;
  setStage: (stage: Stage) => void;
  startAnew: () => void;
  setAddress: (address: Address) => void;
  shelve: Shelve;
  dropSaved: (next: Stage) => Promise<void>;
};

export function StageView(props: ViewProps) {
  const { address, stage, title, form, district, open, settle, setStage, dropSaved } = props;
  const t = useText();
  switch (stage.name) {
    case "loading":
      return <Loading />;
    case "failed":
      return <><PageHeading title={title || t("survey")} /><Failure error={stage.error} again={() => void open()} /></>;
    case "start":
      return form ? <Start {...props} form={form} stage={stage} /> : null;
    case "answering":
      return <Answering {...props} stage={stage} />;
    case "saved":
      return <Saved {...stage} timeZone={district?.timezone} goOn={() => setStage({ name: "answering", beginning: stage.beginning })} drop={() => dropSaved({ name: "start", note: "dropped" })} />;
    case "sending":
      return (
        <Sending call={props.call} path={responsesPath(address.surveyId)} answer={stage.answer} refuse={props.refuse}
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
    case "closed":
      return <><Stop reason="closed" />{stage.saved ? <div className="actions"><DropButton drop={() => dropSaved({ name: "closed" })} /></div> : null}</>;
    default:
      return <Stop reason={stage.name} />;
  }
}

function Answering({ stage, seed, title, form, district, spoken, call, address, finish, shelve, setStage }: ViewProps & { stage: Extract<Stage, { name: "answering" }> }) {
  const t = useText();
  const survey = useRef<{ read: () => { data: Record<string, unknown>; page: string } }>(null);
  useLeaveWarning();
  const stop = useCallback(({ message }: FullQuota) => setStage({ name: "full", message }), [setStage]);
  const upload = useMemo(() => (form ? uploadTo(call, address.surveyId, aboutUploads(form, address)) : undefined), [call, form, address]);
  if (!form?.definition || !district) return null;
  const { beginning, refused, problem } = stage;
  const read = () => survey.current?.read();
  return (
    <>
      <PageHeading title={title} site={district.name} language={spoken} />
      {problem && !Object.keys(refused ?? {}).length ? <Failure error={problem} server /> : null}
      <Suspense fallback={<p className="loading" role="status">{t("loadingSurvey")}</p>}>
        <SurveyView ref={survey} definition={form.definition} seed={seed} full={form.full ?? NONE} onFull={stop} upload={upload} language={spoken} timeZone={district.timezone} onFinish={finish} beginning={beginning} {...(refused ? { refused } : {})} />
        <Later {...{ read, shelve }} isPersonal={form.mode !== "anonymous"} done={(kept, { data, page }) => setStage({ name: "saved", ...kept, beginning: { data, page } })} />
      </Suspense>
    </>
  );
}

const NONE: FullQuota[] = [];

/** What the server asks of a file as of an answer: the version, the consent, and the personal link where there is one. */
const aboutUploads = (form: SurveyForm, { invitation }: Address) => ({
  version: form.version,
  consent: { version: form.privacy.version },
  ...(invitation && form.mode !== "anonymous" ? { invitation } : {}),
});

// Answers that are not finished live in this page only, so the browser asks before it lets them go.
function useLeaveWarning() {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => { event.preventDefault(); };
    addEventListener("beforeunload", ask);
    return () => { removeEventListener("beforeunload", ask); };
  }, []);
}
