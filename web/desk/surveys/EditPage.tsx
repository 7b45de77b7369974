/** The questions of a survey: definition, server check, preview, publish and close. */
import { lazy, Suspense, useMemo, useRef, useState } from "react";
import { useAction } from "../../shared/api/load";
import type { Check, Definition, Survey, SurveyHead } from "../../shared/api/types";
import { useLanguage } from "../../shared/i18n/language";
import { Checkboxes, TextArea, TextField } from "../../shared/ui/fields";
import { Alert, Loading } from "../../shared/ui/parts";
import { useDesk, useDeskLoad } from "../session";
import { SecurityPart } from "../shares/SecurityPart";
import { CloseSurvey } from "./CloseSurvey";
import { FilesPart } from "./FilesPart";
import { locate } from "./locate";
import { Problems } from "./NewSurvey";
import { SurveyFrame } from "./SurveyFrame";
import { useText } from "./texts";

const SurveyView = lazy(() => import("../../shared/survey/SurveyView"));

export default function EditPage({ id }: { id: string }) {
  const survey = useDeskLoad((call) => call<Survey>("GET", `/surveys/${encodeURIComponent(id)}`), [id]);
  return <SurveyFrame loaded={survey} part="edit">{(value) => <Editor key={value.survey_id} survey={value} set={survey.set} reload={survey.reload} />}</SurveyFrame>;
}

function parsed(text: string): Definition | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Definition) : null;
  } catch {
    return null;
  }
}

type Element = { type?: string; name?: string; elements?: Element[] };
const WITH_FIXED_ANSWERS = new Set(["radiogroup", "dropdown", "boolean", "buttongroup"]);

/** Names of the questions whose answers can split results into groups. */
function groupable(elements: Element[]): string[] {
  return elements.flatMap(({ type = "", name, elements: inner }) => [...(WITH_FIXED_ANSWERS.has(type) && name ? [name] : []), ...groupable(inner ?? [])]);
}

const pretty = (definition: Definition) => JSON.stringify(definition, null, 2);

function Editor({ survey, set, reload }: { survey: Survey; set: (survey: Survey) => void; reload: () => void }) {
  const t = useText();
  const { call } = useDesk();
  const [title, setTitle] = useState(survey.title);
  const [text, setText] = useState(() => pretty(survey.definition));
  const [segments, setSegments] = useState(survey.segments);
  const [check, setCheck] = useState<Check | null>(null);
  const [done, setDone] = useState<"saved" | "published" | "wasClosed" | null>(null);
  const [broken, setBroken] = useState("");
  const { isBusy, error, run } = useAction();
  const area = useRef<HTMLTextAreaElement | null>(null);
  const definition = useMemo(() => parsed(text), [text]);
  const path = `/surveys/${survey.survey_id}`;

  const act = (work: (definition: Definition) => Promise<void>) => {
    setDone(null);
    setBroken(definition ? "" : t("badJson", { reason: reasonFor(text) }));
    if (definition && !isBusy) void run(() => work(definition));
  };
  const checkNow = () => act(async (value) => setCheck(await call<Check>("POST", "/surveys/check", { definition: value })));
  const save = async (value: Definition) => {
    const head = await call<SurveyHead>("PUT", path, { title: title.trim(), definition: value, segments, revision: survey.revision });
    const saved = { ...survey, ...head, definition: value, segments };
    set(saved);
    return saved;
  };
  const saveNow = () => act(async (value) => { await save(value); setDone("saved"); });
  const publish = () => act(async (value) => {
    const saved = await save(value);
    set({ ...saved, ...(await call<SurveyHead>("POST", `${path}/publish`, { revision: saved.revision })) });
    setDone("published");
  });
  const jump = (place: string) => {
    const { start, end } = locate(text, place);
    area.current?.focus();
    area.current?.setSelectionRange(start, end);
    // Browsers do not scroll to a selection set by a script, so the line is worked out.
    if (area.current) area.current.scrollTop = (text.slice(0, start).split("\n").length - 4) * (area.current.scrollHeight / text.split("\n").length);
  };
  return (
    <>
      {error?.status === 409 ? <Alert kind="warning" live><p>{t("conflict")}</p><button type="button" className="button outline" onClick={reload}>{t("reload")}</button></Alert> : null}
      {error && error.status !== 409 ? <Problems error={error} /> : null}
      <div role="status">{done ? <Alert kind="success"><p>{t(done)}</p></Alert> : null}</div>
      <TextField id="title" label={t("title")} required value={title} onChange={(event) => setTitle(event.target.value)} />
      <DefinitionArea text={text} error={broken} onChange={setText} areaRef={(element) => { area.current = element; }} />
      <CheckReport check={check} jump={jump} />
      <Segments definition={definition} values={segments} onChange={setSegments} />
      <p className="hint">{t("publishHint")}</p>
      <div className="actions">
        <button type="button" className="button" aria-disabled={isBusy} onClick={saveNow}>{t(isBusy ? "saving" : "save")}</button>
        <button type="button" className="button outline" aria-disabled={isBusy} onClick={checkNow}>{t("check")}</button>
        <button type="button" className="button outline" aria-disabled={isBusy} onClick={publish}>{t("publish")}</button>
        {survey.state === "open" ? <CloseSurvey path={path} done={(closed) => { set({ ...survey, ...closed }); setDone("wasClosed"); }} /> : null}
      </div>
      <Preview definition={definition} />
      <FilesPart survey={survey} />
      <SecurityPart survey={survey} />
    </>
  );
}

function reasonFor(text: string): string {
  try {
    JSON.parse(text);
    return "{ … }";
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

function DefinitionArea({ text, error, onChange, areaRef }: { text: string; error: string; onChange: (text: string) => void; areaRef: (element: HTMLTextAreaElement | null) => void }) {
  const t = useText();
  return (
    <div ref={(box) => areaRef(box?.querySelector("textarea") ?? null)}>
      <TextArea id="definition" label={t("definition")} className="input code" spellCheck={false} autoCapitalize="none" rows={24} value={text} error={error || undefined} onChange={(event) => onChange(event.target.value)} />
    </div>
  );
}

function CheckReport({ check, jump }: { check: Check | null; jump: (path: string) => void }) {
  const t = useText();
  const problems = Object.entries(check?.problems ?? {});
  return (
    <div role="status">
      {check && !problems.length ? <Alert kind="success"><p>{t("checkFine")}</p></Alert> : null}
      {problems.length ? (
        <Alert kind="warning" title={t("problems", { count: problems.length })}>
          <p>{t("problemHint")}</p>
          <ul>{problems.map(([path, message]) => <li key={path}><button type="button" className="link-button" onClick={() => jump(path)}><code>{path}</code>: {message}</button></li>)}</ul>
        </Alert>
      ) : null}
    </div>
  );
}

function Segments({ definition, values, onChange }: { definition: Definition | null; values: string[]; onChange: (values: string[]) => void }) {
  const t = useText();
  const pages = Array.isArray(definition?.["pages"]) ? (definition["pages"] as Element[]) : [];
  const names = [...new Set([...groupable(pages), ...values])];
  if (!names.length) return <p className="hint">{t("noSegments")}</p>;
  return <Checkboxes id="segments" legend={t("segments")} hint={t("segmentsHint")} values={values} onChange={onChange} options={names.map((value) => ({ value, label: value }))} />;
}

function Preview({ definition }: { definition: Definition | null }) {
  const t = useText();
  const { language } = useLanguage();
  const { district } = useDesk();
  const [shown, setShown] = useState<Definition | null>(null);
  const [isDone, setDone] = useState(false);
  const toggle = () => { setDone(false); setShown(shown ? null : definition); };
  const finish = useMemo(() => () => setDone(true), []);
  return (
    <section aria-label={t("preview")}>
      <button type="button" className="button outline" aria-expanded={shown !== null} onClick={toggle}>{t(shown ? "previewHide" : "preview")}</button>
      {definition ? null : <p className="hint">{t("previewBroken")}</p>}
      <div role="status">{isDone ? <Alert kind="info"><p>{t("previewDone")}</p></Alert> : null}</div>
      {shown && !isDone ? (
        <div className="preview"><Suspense fallback={<Loading />}><SurveyView definition={shown} language={language} timeZone={district?.timezone ?? "UTC"} onFinish={finish} /></Suspense></div>
      ) : null}
    </section>
  );
}
