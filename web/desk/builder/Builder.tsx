/** The survey builder: a list of pages and questions, the properties of one of them, and the views around both. */
import { lazy, Suspense, useEffect, useEffectEvent, useState } from "react";
import type { Survey } from "../../shared/api/types";
import { Alert, Loading } from "../../shared/ui/parts";
import { SurveyFrame } from "../surveys/SurveyFrame";
import type { Loaded } from "../../shared/api/load";
import "./builder.css";
import { Conflict } from "./Conflict";
import { Outline } from "./Outline";
import { Palette } from "./Palette";
import { Problems } from "./Problems";
import { Publish } from "./Publish";
import { SaveLine } from "./SaveLine";
import { BuilderProvider, useBuilder, useBuilding } from "./store";
import { useText } from "./texts";

const Bank = lazy(() => import("./own/Bank"));
const Panel = lazy(() => import("./panel/Panel"));
const Preview = lazy(() => import("./Preview"));
const Translations = lazy(() => import("./Translations"));
const JsonView = lazy(() => import("./JsonView"));
const Versions = lazy(() => import("./Versions"));

const VIEWS = ["questions", "preview", "translations", "versions", "json"] as const;
type View = (typeof VIEWS)[number];

export default function Builder({ loaded, survey }: { loaded: Loaded<Survey>; survey: Survey }) {
  const builder = useBuilder(survey);
  const shown: Survey = { ...survey, ...builder.head, title: builder.document.title.trim() || survey.title };
  return (
    <BuilderProvider value={builder}>
      <SurveyFrame loaded={{ ...loaded, value: shown }} part="edit">{() => <Body />}</SurveyFrame>
    </BuilderProvider>
  );
}

const isTyping = (target: EventTarget | null) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

function Body() {
  const t = useText();
  const { save, said, isBroughtBack, aim } = useBuilding();
  const [view, setView] = useState<View>("questions");
  const [isAdding, setAdding] = useState(false);
  const [isBanking, setBanking] = useState(false);
  // Whoever goes to a problem from another view sees the questions again.
  useEffect(() => { if (aim?.at === "field") setView("questions"); }, [aim]);
  useKeys(() => setAdding(true));
  return (
    <div className="builder">
      <p className="visually-hidden" role="status">{said}</p>
      {isBroughtBack ? <Alert kind="info" live><p>{t("broughtBack")}</p></Alert> : null}
      {save.kind === "conflict" ? <Conflict theirs={save.theirs.document} /> : null}
      <div className="builder-bar">
        <div className="views" role="group" aria-label={t("view")}>
          {VIEWS.map((each) => <button key={each} type="button" aria-pressed={view === each} onClick={() => setView(each)}>{t(each)}</button>)}
        </div>
        <SaveLine />
        <Publish />
      </div>
      <Problems />
      <Suspense fallback={<Loading />}>
        {view === "questions" ? <Questions add={() => setAdding(true)} bank={() => setBanking(true)} /> : null}
        {view === "preview" ? <Preview /> : null}
        {view === "translations" ? <Translations /> : null}
        {view === "versions" ? <Versions /> : null}
        {view === "json" ? <JsonView /> : null}
      </Suspense>
      {isBanking ? <Suspense fallback={null}><Bank close={() => setBanking(false)} added={() => { setBanking(false); setView("questions"); }} /></Suspense> : null}
      {isAdding ? <Palette close={() => setAdding(false)} added={() => { setAdding(false); setView("questions"); }} /> : null}
    </div>
  );
}

/** Shortcuts for buttons that are on the page; none works behind an open dialog. */
function useKeys(add: () => void) {
  const t = useText();
  const { undo, redo, toList, say } = useBuilding();
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (document.querySelector("dialog[open]")) return;
    const isCommand = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (isCommand && key === "enter") { event.preventDefault(); add(); }
    else if (isCommand && !isTyping(event.target) && (key === "z" || key === "y")) {
      event.preventDefault();
      const isRedo = key === "y" || event.shiftKey;
      (isRedo ? redo : undo)();
      say(t(isRedo ? "redone" : "undone"));
    } else if (key === "escape" && event.target instanceof Element && event.target.closest(".builder-panel")) toList();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
}

function Questions({ add, bank }: { add: () => void; bank: () => void }) {
  const { isPanelOpen, turn } = useBuilding();
  return (
    <div className={isPanelOpen ? "builder-parts panel-open" : "builder-parts"}>
      <Outline add={add} bank={bank} />
      <Suspense fallback={<Loading />}><Panel key={turn} /></Suspense>
    </div>
  );
}
