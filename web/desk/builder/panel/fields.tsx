/** One field for each kind of property. Each writes through `set`, whose tag makes typing on end one step to undo. */
import { useState, type KeyboardEvent } from "react";
import { Select, TextArea, TextField } from "../../../shared/ui/fields";
import { plainText, type Block } from "../model/document";
import { MAIN, textIn, withText } from "../model/languages";
import { Choices } from "./Choices";
import { Columns } from "./Columns";
import { ConditionField } from "./ConditionField";
import { valueOf, type Described } from "./metadata";
import { Rules } from "./Rules";
import { AnswerField } from "./AnswerField";
import { useBuilding } from "../store";
import { useText } from "../texts";
import { useWords } from "../words";
import { useLanguageName } from "../languageNames";

export type FieldProps = {
  id: string;
  described: Described;
  /** The type that it is a property of. */
  owner: string;
  block: Block;
  /** Sets some properties; undefined takes one out. */
  set: (values: Block, tag?: string) => void;
  error?: string | undefined;
  problems: (property: string) => Record<string, string>;
};

export function Field(props: FieldProps) {
  const { id, described, owner, block, set, error } = props;
  const words = useWords();
  const label = words("properties", described.property, owner);
  const value = valueOf(block, described);
  const put = (given: unknown, tag = described.property) => set({ [described.property]: given, ...(described.alias ? { [described.alias]: undefined } : {}) }, tag);
  const { editor } = described;
  const common = { id, label, error };
  switch (editor.kind) {
    case "flag": {
      const isOn = typeof value === "boolean" ? value : editor.isOn;
      return (
        <div className="choice">
          <input type="checkbox" id={id} checked={isOn} onChange={() => put(!isOn === editor.isOn ? undefined : !isOn, "")} aria-describedby={error ? `${id}-error` : undefined} />
          <label htmlFor={id}>{label}{error ? <span className="error" id={`${id}-error`}> {error}</span> : null}</label>
        </div>
      );
    }
    case "options": {
      const held = typeof value === "string" ? value : "";
      const isUsualListed = editor.options.includes(String(editor.usual));
      return (
        <Select {...common} value={held || (isUsualListed ? String(editor.usual) : "")} onChange={(event) => put(event.target.value === String(editor.usual) || !event.target.value ? undefined : event.target.value, "")}>
          {isUsualListed ? null : <option value="">{words("values", "default")}</option>}
          {editor.options.map((each) => <option key={String(each)} value={String(each)}>{words("values", String(each))}</option>)}
        </Select>
      );
    }
    case "number": return <TextField {...common} type="number" className="input short" min={editor.least} max={editor.most} value={typeof value === "number" ? value : ""} placeholder={typeof editor.usual === "number" && editor.usual >= 0 ? String(editor.usual) : undefined} onChange={(event) => put(event.target.value === "" || Number.isNaN(event.target.valueAsNumber) ? undefined : event.target.valueAsNumber)} />;
    case "text": case "long": return <WordsField {...props} label={label} isLong={editor.kind === "long"} put={put} value={value} />;
    case "plain": return <TextField {...common} value={plainText(value)} onChange={(event) => put(event.target.value || undefined)} />;
    case "bound": return <BoundField {...common} block={block} value={value} put={put} />;
    case "condition": return <ConditionField {...common} value={typeof value === "string" ? value : ""} put={(text) => put(text || undefined)} />;
    case "formula": return <TextArea {...common} rows={2} spellCheck={false} className="input formula" value={typeof value === "string" ? value : ""} onChange={(event) => put(event.target.value)} />;
    case "entries": case "pictures": return <Choices {...common} hasPictures={editor.kind === "pictures"} property={described.property} value={value} put={put} problems={props.problems(described.property)} />;
    case "columns": case "items": return <Columns {...common} property={editor.kind} block={block} set={set} problems={props.problems(described.property)} />;
    case "rules": return <Rules {...common} value={value} put={put} problems={props.problems(described.property)} />;
    case "answer": return <AnswerField {...common} block={block} value={value} put={put} />;
    case "name": return <NameField {...common} block={block} set={set} />;
    case "json": return <JsonField {...common} value={value} put={put} />;
  }
}

/** A text in the language that is being written; in another than the main one, the main one's words stand above it. */
function WordsField({ id, label, error, value, put, isLong }: FieldProps & { label: string; isLong: boolean; value: unknown; put: (value: unknown, tag?: string) => void }) {
  const t = useText();
  const { language, document } = useBuilding();
  const nameOfLanguage = useLanguageName(document.definition);
  const shared = {
    id, label, error, value: textIn(value, language), dir: "auto" as const, ...(language === MAIN ? {} : { lang: language }),
    hint: language === MAIN ? undefined : t("mainText", { language: nameOfLanguage(MAIN), text: textIn(value, MAIN) }),
  };
  const write = (text: string) => put(withText(value, language, text), `${id}${language}`);
  return isLong ? <TextArea {...shared} rows={2} onChange={(event) => write(event.target.value)} /> : <TextField {...shared} onChange={(event) => write(event.target.value)} />;
}

/** A name is taken over on leaving the field, so that no half-typed one is put into conditions. */
function NameField({ id, label, error, block, set }: { id: string; label: string; error?: string | undefined; block: Block; set: FieldProps["set"] }) {
  const t = useText();
  const held = typeof block["name"] === "string" ? block["name"] : "";
  const [typed, setTyped] = useState<string | null>(null);
  const [isRefused, setRefused] = useState(false);
  const take = () => {
    if (typed !== null && typed.trim() !== held) set({ name: typed }, "");
    setRefused(typed !== null && typed.trim() !== held);
    setTyped(null);
  };
  const keys = (event: KeyboardEvent) => { if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) { event.preventDefault(); take(); } };
  const isKept = isRefused && typed === null && error === undefined;
  return <TextField id={id} label={label} error={error} spellCheck={false} autoCapitalize="none" hint={isKept ? held : undefined} value={typed ?? held} onChange={(event) => { setTyped(event.target.value); setRefused(false); }} onBlur={take} onKeyDown={keys} title={t("nameTaken")} />;
}

function BoundField({ id, label, error, block, value, put }: { id: string; label: string; error?: string | undefined; block: Block; value: unknown; put: (value: unknown) => void }) {
  const type = block["inputType"] === "number" ? "number" : block["inputType"] === "date" ? "date" : "text";
  if (type === "text" && value === undefined) return null;
  return <TextField id={id} label={label} error={error} type={type} className="input short" value={plainText(value)} onChange={(event) => put(event.target.value === "" ? undefined : type === "number" ? event.target.valueAsNumber : event.target.value)} />;
}

/** Whatever has no field of its own yet. */
export function JsonField({ id, label, error, value, put }: { id: string; label: string; error?: string | undefined; value: unknown; put: (value: unknown) => void }) {
  const t = useText();
  const [typed, setTyped] = useState<string | null>(null);
  const [isBroken, setBroken] = useState(false);
  const take = () => {
    if (typed === null) return;
    try {
      put(typed.trim() ? JSON.parse(typed) : undefined);
      setTyped(null);
      setBroken(false);
    } catch {
      setBroken(true);
    }
  };
  return <TextArea id={id} label={`${label} (${t("asJson")})`} error={isBroken ? t("badJson") : error} rows={3} spellCheck={false} className="input formula" value={typed ?? (value === undefined ? "" : JSON.stringify(value, null, 1))} onChange={(event) => setTyped(event.target.value)} onBlur={take} />;
}
