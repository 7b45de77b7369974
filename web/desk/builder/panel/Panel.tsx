/** The properties of what is selected: the common ones first, the rest under "More"; of the survey itself where nothing is. */
import { useEffect, useRef, useState } from "react";
import { Checkboxes, Select, TextField } from "../../../shared/ui/fields";
import { SecurityPart } from "../../shares/SecurityPart";
import { CloseSurvey } from "../../surveys/CloseSurvey";
import { FilesPart } from "../../surveys/FilesPart";
import { blockAt, findAt, nameOf, walk, type Block } from "../model/document";
import { languagesOf, MAIN } from "../model/languages";
import { change, rename, setProperties } from "../model/operations";
import { propertyOf } from "../Problems";
import { AreasField, Audience } from "../own/Audience";
import { Quotas } from "../own/Quotas";
import { Scales } from "../own/Scales";
import { useBuilding } from "../store";
import { useText } from "../texts";
import { ownWords, useTitles } from "../titles";
import { useLanguageName } from "../languageNames";
import { Field } from "./fields";
import { allowedOf, inOrder, type Described } from "./metadata";

export default function Panel() {
  const { document, place } = useBuilding();
  const block = place === null ? document.definition : blockAt(document.definition, place);
  return block ? <Properties block={block} /> : <Properties block={document.definition} />;
}

/** Focus goes where it was sent, once what is to take it is there. */
function useAim(openMore: () => void) {
  const { aim, aimed } = useBuilding();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!aim || aim.at === "row") return;
    if (aim.at === "field") openMore();
    const frame = requestAnimationFrame(() => {
      const field = aim.at === "field" ? window.document.getElementById(`p-${aim.property}`) : null;
      (field ?? heading.current)?.focus();
      aimed();
    });
    return () => cancelAnimationFrame(frame);
  }, [aim, aimed, openMore]);
  return heading;
}

function Properties({ block }: { block: Block }) {
  const t = useText();
  const { document, place, act, toList, checked, aim } = useBuilding();
  const titles = useTitles();
  const isSurvey = block === document.definition;
  const isPage = place?.length === 1;
  const type = isSurvey ? "survey" : isPage ? "page" : String(block["type"]);
  const { first, more } = inOrder(type);
  const wanted = aim?.at === "field" ? aim.property : "";
  const [isMoreOpen, setMoreOpen] = useState(more.some(({ property }) => property === wanted));
  const openMore = useRef(() => undefined as unknown);
  openMore.current = () => { if (more.some(({ property }) => property === wanted)) setMoreOpen(true); };
  const [open] = useState(() => () => { openMore.current(); });
  const heading = useAim(open);
  const path = place && !isSurvey ? (findAt(document.definition, place)?.path ?? "") : "";
  const problemsOf = (property: string) => Object.fromEntries(Object.entries(checked.problems).flatMap(([at, text]) => {
    const inner = path ? (at.startsWith(`${path}.`) ? at.slice(path.length + 1) : null) : at;
    return inner !== null && propertyOf(inner, "") === property ? [[inner.slice(property.length), text]] : [];
  }));
  const set = (values: Block, tag = "") => {
    if (typeof values["name"] === "string" && place && !isSurvey) { act(rename(document, place, values["name"]), ""); return; }
    const tagged = tag && `${path}.${tag}`;
    if (isSurvey || !place) act({ document: { ...document, definition: setProperties(document.definition, values) }, place }, tagged);
    else act(change(document, place, (held) => setProperties(held, values)), tagged);
  };
  const field = (described: Described) => {
    const problems = problemsOf(described.property);
    const own = problems[""] ?? (["condition", "formula"].includes(described.editor.kind) ? Object.values(problems)[0] : undefined);
    return <Field key={described.property} id={`p-${described.property}`} described={described} owner={type} block={block} set={set} error={own} problems={problemsOf} />;
  };
  return (
    <section className="builder-panel" aria-labelledby="panel-heading">
      <button type="button" className="button plain small back" onClick={toList}>{t("backToList")}</button>
      <h2 id="panel-heading" ref={heading} tabIndex={-1}>{isSurvey ? t("settings") : <>{titles.kind(block, isPage)}<span className="hint"> {titles.title(block, isPage)}</span></>}</h2>
      <WritingIn />
      {isSurvey ? <><SurveyFields /><Audience /></> : null}
      {first.map(field)}
      {more.length ? (
        <details open={isMoreOpen} onToggle={(event) => setMoreOpen(event.currentTarget.open)}>
          <summary>{t("more")}</summary>
          {isMoreOpen ? more.map(field) : null}
        </details>
      ) : null}
      {"ppra" in allowedOf(type) ? <AreasField block={block} path={path} set={set} error={Object.values(problemsOf("ppra"))[0]} /> : null}
      {isSurvey ? <><Scales /><Quotas /></> : null}
      {isSurvey ? <SurveyEnd /> : null}
    </section>
  );
}

function WritingIn() {
  const t = useText();
  const { document, language, setLanguage } = useBuilding();
  const nameOfLanguage = useLanguageName(document.definition);
  const languages = [...new Set([...languagesOf(document.definition), language])];
  if (languages.length < 2) return null;
  return (
    <Select id="writing-in" label={t("writingIn")} value={language} onChange={(event) => setLanguage(event.target.value)}>
      {languages.map((each) => <option key={each} value={each}>{nameOfLanguage(each)}{each === MAIN ? ` (${t("languageMain")})` : ""}</option>)}
    </Select>
  );
}

const WITH_FIXED_ANSWERS = new Set(["radiogroup", "dropdown", "boolean", "buttongroup"]);

function SurveyFields() {
  const t = useText();
  const { document, place, act } = useBuilding();
  const asked = walk(document.definition).filter(({ block, place: at }) => at.length > 1 && WITH_FIXED_ANSWERS.has(String(block["type"])) && block["name"]);
  const titles = new Map(asked.map(({ block }) => [nameOf(block), ownWords(block)]));
  const options = [...new Set([...titles.keys(), ...document.segments])].map((value) => ({ value, label: titles.get(value) || value }));
  return (
    <>
      <TextField id="survey-title" label={t("title")} required value={document.title} error={document.title.trim() ? undefined : t("needTitle")} onChange={(event) => act({ document: { ...document, title: event.target.value }, place }, "survey-title")} />
      {options.length ? <Checkboxes id="segments" legend={t("segments")} hint={t("segmentsHint")} values={document.segments} onChange={(segments) => act({ document: { ...document, segments }, place })} options={options} /> : <p className="hint">{t("noSegments")}</p>}
    </>
  );
}

function SurveyEnd() {
  const t = useText();
  const { survey, head, setHead, autosave } = useBuilding();
  return (
    <section aria-label={t("closing")}>
      <FilesPart survey={survey} />
      <SecurityPart survey={survey} />
      {head.state === "open" ? <div className="actions"><CloseSurvey path={`/surveys/${survey.survey_id}`} done={(closed) => { autosave.follow(closed.revision); setHead({ state: closed.state, version: closed.version }); }} /></div> : null}
    </section>
  );
}
