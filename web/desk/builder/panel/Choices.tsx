/** Choices, rows, columns or steps: one line each; Enter adds the next, and several lines can be pasted at once. */
import { useRef, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { choicesOf, labelOf, moved, withLabel, withLines, written, type Choice } from "../model/choices";
import { plainText } from "../model/document";
import { MAIN } from "../model/languages";
import { setProperties } from "../model/operations";
import { useBuilding } from "../store";
import { useText } from "../texts";

type Props = { id: string; label: string; error?: string | undefined; property: string; hasPictures: boolean; value: unknown; put: (value: unknown, tag?: string) => void; problems: Record<string, string> };

export function Choices({ id, label, error, property, hasPictures, value, put, problems }: Props) {
  const t = useText();
  const { language, say } = useBuilding();
  const [isShowingValues, setShowingValues] = useState(false);
  const [draft, setDraft] = useState("");
  const box = useRef<HTMLFieldSetElement>(null);
  const choices = choicesOf(value);
  const write = (list: Choice[], tag = "") => put(list.length ? written(list) : property === "rateValues" ? undefined : [], tag);
  const focusOn = (index: number) => requestAnimationFrame(() => box.current?.querySelectorAll<HTMLInputElement>("input.entry-text")[index]?.focus());
  const add = (lines: string) => {
    if (!lines.trim()) return;
    write(withLines(choices, choices.length, lines, language));
    setDraft("");
  };
  const insertAfter = (index: number, lines: string) => write(withLines(choices, index + 1, lines, language));
  const move = (index: number, by: number) => {
    const to = index + by;
    if (to < 0 || to >= choices.length) return;
    write(moved(choices, index, to));
    say(t("moved", { title: labelOf(choices[index] ?? { value: "" }, MAIN), position: to + 1, count: choices.length, where: label }));
    focusOn(to);
  };
  const remove = (index: number) => {
    write(choices.filter((_, at) => at !== index));
    say(t("removed", { title: labelOf(choices[index] ?? { value: "" }, MAIN) }));
    focusOn(Math.min(index, choices.length - 1));
  };
  const keys = (index: number) => (event: KeyboardEvent) => {
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) { event.preventDefault(); move(index, event.key === "ArrowUp" ? -1 : 1); }
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) { event.preventDefault(); focusOn(index + 1); }
  };
  const paste = (index: number) => (event: ClipboardEvent) => {
    const lines = event.clipboardData.getData("text/plain");
    if (!/\n/.test(lines.trim())) return;
    event.preventDefault();
    insertAfter(index, lines);
  };
  const problemOf = (index: number) => Object.entries(problems).find(([path]) => path.startsWith(`[${index}]`))?.[1];
  return (
    <fieldset className={error ? "field has-error" : "field"} ref={box} id={id} tabIndex={-1}>
      <legend>{label}</legend>
      <p className="hint" id={`${id}-hint`}>{t("pasteHint")}</p>
      {error ? <p className="error">{error}</p> : null}
      <ol className="entries" role="list">
        {choices.map((choice, index) => {
          const text = labelOf(choice, language);
          const title = labelOf(choice, MAIN) || String(choice.value);
          const problem = problemOf(index);
          return (
            <li key={index} className="entry">
              <input className="input entry-text" aria-label={t("choiceText", { number: index + 1 })} dir="auto" value={text} placeholder={language === MAIN ? undefined : title} aria-invalid={problem ? true : undefined} onChange={(event) => write(withLabel(choices, index, language, event.target.value), `${id}${index}${language}`)} onKeyDown={keys(index)} onPaste={paste(index)} />
              {isShowingValues ? <ValueInput label={t("choiceValue", { number: index + 1 })} value={choice.value} put={(held) => write(choices.map((each, at) => (at === index ? { ...each, value: held, ...(each["text"] === undefined ? { text: String(each.value) } : {}) } : each)))} /> : null}
              {hasPictures ? <input className="input entry-value" type="url" aria-label={t("pictureOf", { number: index + 1 })} placeholder="https://" value={plainText(choice["imageLink"])} onChange={(event) => write(choices.map((each, at) => (at === index ? (setProperties(each, { imageLink: event.target.value || undefined }) as Choice) : each)), `${id}${index}picture`)} /> : null}
              <span className="entry-actions">
                <button type="button" className="button plain small" aria-label={t("entryUp", { text: title })} onClick={() => move(index, -1)}>↑</button>
                <button type="button" className="button plain small" aria-label={t("entryDown", { text: title })} onClick={() => move(index, 1)}>↓</button>
                <button type="button" className="button plain small" aria-label={t("removeEntry", { text: title })} onClick={() => remove(index)}>×</button>
              </span>
              {problem ? <p className="error">{problem}</p> : null}
            </li>
          );
        })}
        <li className="entry">
          <input className="input entry-text" aria-label={t(property === "rows" ? "addRow" : property === "columns" ? "addColumn" : "addChoice")} aria-describedby={`${id}-hint`} dir="auto" placeholder={t("newEntry")} value={draft} onChange={(event) => setDraft(event.target.value)} onBlur={() => add(draft)} onPaste={paste(choices.length)}
            onKeyDown={(event) => { if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) { event.preventDefault(); add(draft); } }} />
        </li>
      </ol>
      <div className="choice"><input type="checkbox" id={`${id}-values`} checked={isShowingValues} onChange={() => setShowingValues(!isShowingValues)} /><label htmlFor={`${id}-values`}>{t("showValues")}</label></div>
    </fieldset>
  );
}

/** A value is taken over on leaving the field; what is a number or a boolean stays one. */
function ValueInput({ label, value, put }: { label: string; value: unknown; put: (value: unknown) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const take = () => {
    if (typed !== null && typed.trim() && typed !== String(value)) put(/^-?\d{1,15}(\.\d+)?$/.test(typed) ? Number(typed) : typed === "true" || typed === "false" ? typed === "true" : typed.trim());
    setTyped(null);
  };
  return <input className="input entry-value" aria-label={label} value={typed ?? String(value)} spellCheck={false} onChange={(event) => setTyped(event.target.value)} onBlur={take} />;
}
