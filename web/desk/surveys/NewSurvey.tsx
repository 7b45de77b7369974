/** A new survey: from nothing, an example, a template, a definition, or a file of another product. */
import { useState, type SyntheticEvent } from "react";
import { PayloadKey, type ApiError } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import type { Definition, ImportLine, SurveyHead, SurveyMode } from "../../shared/api/types";
import { Radios, SubmitButton, TextArea, TextField } from "../../shared/ui/fields";
import { ErrorSummary, Failure, PageHeading, type Mistake } from "../../shared/ui/parts";
import { useRouter } from "../router";
import { useDesk } from "../session";
import { inBase64 } from "./bytes";
import { useFileText } from "./fileTexts";
import { ImportReport } from "./ImportReport";
import { starter } from "./starter";
import { TEMPLATE_NAMES, TEMPLATES, type Template } from "../builder/templates";
import { useText } from "./texts";

type Source = "empty" | "starter" | "template" | "json" | "file";
type Draft = { title: string; mode: SurveyMode; source: Source; template: Template; json: string; file: File | null };
type Imported = { survey: SurveyHead; report: ImportLine[] };

const ACCEPTED = ".qsf,.lss,.xlsx,.json";
const EMPTY: Definition = { clearInvisibleValues: "onHiddenContainer", pages: [{ name: "page1", elements: [] }] };
const MODES: SurveyMode[] = ["anonymous", "confidential", "identified"];

function reasonNotJson(text: string): string {
  try {
    JSON.parse(text);
    return "";
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

function useMistakes() {
  const t = useText();
  const said = useFileText();
  return ({ title, source, json, file }: Draft): Mistake[] => {
    if (source === "file") return file ? [] : [{ target: "survey-file", text: said("needFile") }];
    const missing = title.trim() ? [] : [{ target: "title", text: t("needTitle") }];
    if (source !== "json") return missing;
    if (!json.trim()) return [...missing, { target: "json", text: t("needJson") }];
    const reason = reasonNotJson(json);
    return reason ? [...missing, { target: "json", text: t("badJson", { reason }) }] : missing;
  };
}

export default function NewSurvey() {
  const t = useText();
  const said = useFileText();
  const { call } = useDesk();
  const { go } = useRouter();
  const mistakesIn = useMistakes();
  const [draft, setDraft] = useState<Draft>({ title: "", mode: "anonymous", source: "empty", template: "climate", json: "", file: null });
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [imported, setImported] = useState<Imported | null>(null);
  const [key] = useState(() => new PayloadKey());
  const { isBusy, error, run } = useAction();
  const put = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const create = async ({ title, mode, source, template, json }: Draft) => {
    const definition = source === "json" ? (JSON.parse(json) as Definition) : source === "template" ? await TEMPLATES[template]() : source === "starter" ? starter() : EMPTY;
    const payload = { title: title.trim(), mode, definition, segments: [] };
    const survey = await call<SurveyHead>("POST", "/surveys", { key: key.for(payload), ...payload });
    go(`/surveys/${survey.survey_id}`);
  };
  const bring = async ({ mode, file }: Draft) => {
    if (!file) return;
    const payload = { file: await inBase64(file), mode };
    setImported(await call<Imported>("POST", "/surveys/import", { key: key.for(payload), ...payload }));
  };
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const found = mistakesIn(draft);
    setMistakes(found);
    if (!found.length) await run(() => (draft.source === "file" ? bring(draft) : create(draft)));
  };
  if (imported) return <ImportReport {...imported} />;
  const textFor = (target: string) => mistakes.find((mistake) => mistake.target === target)?.text;
  return (
    <div className="narrow-part wide">
      <PageHeading title={t("newSurvey")} />
      <form onSubmit={(event) => void submit(event)} noValidate>
        {error ? <Problems error={error} /> : null}
        <ErrorSummary mistakes={mistakes} />
        <Radios id="source" legend={t("begin")} value={draft.source} onChange={(source) => put({ source })} options={[
          { value: "empty", label: t("fromNothing"), hint: t("fromNothingHint") },
          { value: "starter", label: t("fromStarter"), hint: t("fromStarterHint") },
          { value: "template", label: t("fromTemplate"), hint: t("fromTemplateHint") },
          { value: "json", label: t("fromJson"), hint: t("fromJsonHint") },
          { value: "file", label: said("fromFile"), hint: said("fromFileHint") },
        ]} />
        {draft.source === "template" ? <Radios id="template" legend={t("template")} value={draft.template} onChange={(template) => put({ template })} options={TEMPLATE_NAMES.map((value) => ({ value, label: t(value), hint: t(`${value}Hint`) }))} /> : null}
        {draft.source === "file" ? null : <TextField id="title" label={t("title")} required value={draft.title} error={textFor("title")} onChange={(event) => put({ title: event.target.value })} />}
        {draft.source === "json" ? (
          <>
            <FileField id="json-file" label={t("file")} accept=".json,application/json" read={(json) => put({ json })} isOptional />
            <TextArea id="json" label={t("definition")} className="input code" spellCheck={false} required value={draft.json} error={textFor("json")} onChange={(event) => put({ json: event.target.value })} />
          </>
        ) : null}
        {draft.source === "file" ? <TextField id="survey-file" type="file" label={t("file")} accept={ACCEPTED} required error={textFor("survey-file")} onChange={(event) => put({ file: event.target.files?.[0] ?? null })} /> : null}
        <Radios id="mode" legend={t("mode")} value={draft.mode} onChange={(mode) => put({ mode })} options={MODES.map((value) => ({ value, label: t(value), hint: t(`${value}Hint`) }))} />
        <SubmitButton isBusy={isBusy} busyLabel={t("creating")}>{t("create")}</SubmitButton>
      </form>
    </div>
  );
}

type FileFieldProps = { id: string; label: string; accept: string; error?: string | undefined; read: (text: string) => void; isOptional?: boolean };

export function FileField({ id, label, accept, error, read, isOptional = false }: FileFieldProps) {
  const take = (file: File | undefined) => void file?.text().then(read);
  return <TextField id={id} type="file" label={label} accept={accept} error={error} isOptional={isOptional} onChange={(event) => take(event.target.files?.[0])} />;
}

/** The server's sentence, and below it one line for each part of the definition that it names. */
export function Problems({ error }: { error: ApiError }) {
  const lines = Object.entries(error.fields);
  return (
    <>
      <Failure error={error} server />
      {lines.length ? <ul>{lines.map(([path, text]) => <li key={path}><code>{path}</code>: {text}</li>)}</ul> : null}
    </>
  );
}
