/** The survey as people will see it: the real renderer, at the size of a phone or a desk, in every language. */
import { Component, lazy, Suspense, useCallback, useMemo, useState, type ReactNode } from "react";
import { directionOf } from "../../shared/i18n/language";
import { newSeed } from "../../shared/survey/order";
import { Alert, Loading } from "../../shared/ui/parts";
import { useDesk } from "../session";
import { codeOf, useLanguageName } from "./languageNames";
import type { Block } from "./model/document";
import { languagesOf, MAIN } from "./model/languages";
import { useBuilding } from "./store";
import { useText } from "./texts";

const SurveyView = lazy(() => import("../../shared/survey/SurveyView"));
const SIZES = ["phone", "desktop"] as const;

/** The definition without what the server would refuse: no half-written expression stops the renderer, no markup gets in. */
export function withoutFaults(definition: Block, problems: Record<string, string>): Block {
  const result = structuredClone(definition);
  for (const path of Object.keys(problems)) drop(result, [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => (index === undefined ? (name ?? "") : Number(index))));
  return result;
}

function drop(holder: unknown, keys: (string | number)[]): void {
  const [key, ...rest] = keys;
  if (key === undefined || typeof holder !== "object" || holder === null) return;
  const held = holder as Record<string | number, unknown>;
  const isEntry = typeof rest[0] === "number" && rest.length === 1;
  // A faulty entry of a list stays: the list without it would be another one.
  if (rest.length && !isEntry) drop(held[key], rest);
  else if (!rest.length && typeof key === "string" && key !== "name" && key !== "type" && key !== "pages") Reflect.deleteProperty(held, key);
}

export default function Preview() {
  const t = useText();
  const { checked, document } = useBuilding();
  const { district } = useDesk();
  const [size, setSize] = useState<(typeof SIZES)[number]>("phone");
  const [language, setLanguage] = useState(MAIN);
  const [round, setRound] = useState(0);
  const [seed, setSeed] = useState(newSeed);
  const [isDone, setDone] = useState(false);
  const nameOfLanguage = useLanguageName(document.definition);
  const definition = checked.document?.definition;
  const shown = useMemo(() => definition && withoutFaults(definition, checked.problems), [definition, checked.problems]);
  const finish = useCallback(() => setDone(true), []);
  const begin = () => { setDone(false); setSeed(newSeed()); setRound(round + 1); };
  const count = Object.keys(checked.problems).length;
  const code = codeOf(document.definition, language);
  return (
    <section aria-labelledby="preview-heading">
      <h2 id="preview-heading">{t("preview")}</h2>
      <div className="preview-bar">
        <div className="views" role="group" aria-label={t("size")}>{SIZES.map((each) => <button key={each} type="button" aria-pressed={size === each} onClick={() => setSize(each)}>{t(each)}</button>)}</div>
        <div className="views" role="group" aria-label={t("previewLanguage")}>{languagesOf(document.definition).map((each) => <button key={each} type="button" aria-pressed={language === each} onClick={() => setLanguage(each)}>{nameOfLanguage(each)}</button>)}</div>
        <button type="button" className="button plain small" onClick={begin}>{t("again")}</button>
      </div>
      {count ? <p className="hint">{t("leftOut", { count })}</p> : null}
      <div role="status">{isDone ? <Alert kind="info"><p>{t("previewDone")}</p></Alert> : null}</div>
      {shown && !isDone ? (
        <div className={`preview ${size}`} lang={code} dir={directionOf(code)}>
          <Fence key={`${round}-${JSON.stringify(shown)}`} words={t("previewFailed")}>
            <Suspense fallback={<Loading />}><SurveyView key={size} definition={shown} seed={seed} language={code} timeZone={district?.timezone ?? "UTC"} onFinish={finish} /></Suspense>
          </Fence>
        </div>
      ) : null}
      {shown ? null : <Loading />}
    </section>
  );
}

/** A definition that the renderer cannot build takes nothing else down. */
class Fence extends Component<{ words: string; children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };
  static getDerivedStateFromError() {
    return { isBroken: true };
  }
  override render() {
    return this.state.isBroken ? <p role="alert">{this.props.words}</p> : this.props.children;
  }
}
