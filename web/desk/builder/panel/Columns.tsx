/** What has a name of its own inside of a question: the columns of a table, or the fields of several short answers. */
import { TextArea } from "../../../shared/ui/fields";
import { choicesOf, labelOf, moved, withLines, written } from "../model/choices";
import { blocksOf, freeName, nameOf, type Block } from "../model/document";
import { MAIN, textIn, withText } from "../model/languages";
import { renameColumn, setProperties } from "../model/operations";
import { CELL_TYPES } from "./metadata";
import { useBuilding } from "../store";
import { useText } from "../texts";
import { useWords } from "../words";
import type { FieldProps } from "./fields";

const CHOOSING = new Set(["dropdown", "radiogroup", "checkbox"]);

type Props = { property: "columns" | "items"; id: string; label: string; error?: string | undefined; block: Block; set: FieldProps["set"]; problems: Record<string, string> };

export function Columns({ property, id, label, error, block, set, problems }: Props) {
  const t = useText();
  const words = useWords();
  const { language } = useBuilding();
  const columns = blocksOf(block[property]);
  const isTable = property === "columns";
  const write = (next: Block[], tag = "") => set({ [property]: next }, tag);
  const edit = (index: number, values: Block, tag = "") => write(columns.map((column, at) => (at === index ? setProperties(column, values) : column)), tag);
  const add = () => {
    write([...columns, { name: freeName(new Set(columns.map((column) => nameOf(column).toLowerCase())), isTable ? "column" : "text"), ...(isTable ? { cellType: "text" } : {}) }]);
    requestAnimationFrame(() => document.getElementById(`${id}-${columns.length}`)?.focus());
  };
  return (
    <fieldset className={error ? "field has-error" : "field"} id={id} tabIndex={-1}>
      <legend>{label}</legend>
      {error ? <p className="error">{error}</p> : null}
      <ol className="entries" role="list">
        {columns.map((column, index) => {
          const kind = isTable ? (typeof column["cellType"] === "string" ? column["cellType"] : "dropdown") : "text";
          const title = textIn(column["title"], language) || (language === MAIN ? nameOf(column) : "");
          const found = Object.entries(problems).filter(([path]) => path.startsWith(`[${index}]`));
          return (
            <li key={index} className="entry">
              <input id={`${id}-${index}`} className="input entry-text" aria-label={t("columnTitle", { number: index + 1 })} dir="auto" value={title} onChange={(event) => edit(index, { title: withText(column["title"], language, event.target.value) }, `${id}${index}${language}`)} />
              {isTable ? <select className="input entry-value" aria-label={t("columnKind", { number: index + 1 })} value={kind} onChange={(event) => edit(index, { cellType: event.target.value })}>
                {CELL_TYPES.map((each) => <option key={each} value={each}>{words("types", each)}</option>)}
              </select> : null}
              <span className="entry-actions">
                <button type="button" className="button plain small" aria-label={t("entryUp", { text: title })} onClick={() => write(moved(columns, index, index - 1))}>↑</button>
                <button type="button" className="button plain small" aria-label={t("entryDown", { text: title })} onClick={() => write(moved(columns, index, index + 1))}>↓</button>
                <button type="button" className="button plain small" aria-label={t("removeEntry", { text: title })} onClick={() => write(columns.filter((_, at) => at !== index))}>×</button>
              </span>
              <ColumnName label={t("columnName", { number: index + 1 })} name={nameOf(column)} put={(name) => set(renameColumn(block, property, index, name))} />
              {CHOOSING.has(kind) ? <TextArea id={`${id}-${index}-choices`} label={t("columnChoices", { number: index + 1 })} rows={3} value={choicesOf(column["choices"]).map((choice) => labelOf(choice, MAIN)).join("\n")} onChange={(event) => edit(index, { choices: lines(column, event.target.value) }, `${id}${index}choices`)} /> : null}
              {found.map(([path, text]) => <p className="error" key={path}>{text}</p>)}
            </li>
          );
        })}
      </ol>
      <button type="button" className="button outline small" onClick={add}>{t(isTable ? "addColumn" : "addField")}</button>
    </fieldset>
  );
}

/** Choices from lines: a line that stays keeps its value and its other languages; the last may be empty while it is typed. */
function lines(column: Block, text: string): unknown {
  const before = new Map(choicesOf(column["choices"]).map((choice) => [labelOf(choice, MAIN), choice]));
  const made = text.split("\n").reduce<ReturnType<typeof choicesOf>>((list, line) => {
    const held = before.get(line);
    return held ? [...list, held] : withLines(list, list.length, line);
  }, []);
  return made.length ? written(made) : undefined;
}

function ColumnName({ label, name, put }: { label: string; name: string; put: (name: string) => void }) {
  return <input key={name} className="input entry-value" aria-label={label} defaultValue={name} spellCheck={false} onBlur={(event) => { const wanted = event.target.value.trim(); if (wanted && wanted !== name) put(wanted); }} />;
}
