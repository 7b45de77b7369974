/** A condition in rows of question, comparison and value; as text where rows cannot say it. */
import { useState } from "react";
import { TextArea } from "../../../shared/ui/fields";
import { readCondition, standsAlone, takesList, writeCondition, type Condition, type Operator, type Row, type Value } from "../model/conditions";
import { operatorsOf, subjectsOf, type Subject } from "../model/subjects";
import { useBuilding } from "../store";
import { useText, type BuilderText } from "../texts";

type Props = { id: string; label: string; error?: string | undefined; value: string; put: (text: string) => void };

const OPERATOR_TEXTS = {
  "=": "isEqual", "<>": "isNot", ">": "isMore", ">=": "isAtLeast", "<": "isLess", "<=": "isAtMost", contains: "contains", notcontains: "containsNot",
  anyof: "anyOf", allof: "allOf", noneof: "noneOf", empty: "isEmpty", notempty: "isAnswered",
} as const satisfies Record<Operator, Parameters<BuilderText>[0]>;

const isWhole = ({ name, operator, value }: Row) => name !== "" && (standsAlone(operator) || (Array.isArray(value) ? value.length > 0 : value !== null && value !== ""));
const whole = (condition: Condition): Condition => ({ ...condition, rows: condition.rows.filter(isWhole) });

export function ConditionField({ id, label, error, value, put }: Props) {
  const t = useText();
  const { document, place } = useBuilding();
  const read = readCondition(value);
  const [isText, setText] = useState(false);
  // Rows that are not finished stand here only; the survey has those that are.
  const [held, setHeld] = useState<Condition | null>(null);
  const isCurrent = held !== null && (writeCondition(whole(held)) === value || (read !== null && writeCondition(whole(held)) === writeCondition(read)));
  const condition = isCurrent ? held : read;
  const subjects = subjectsOf(document.definition, place);
  const change = (next: Condition) => {
    setHeld(next);
    const text = writeCondition(whole(next));
    if (text !== value) put(text);
  };
  const setRow = (index: number, row: Row) => condition && change({ ...condition, rows: condition.rows.map((each, at) => (at === index ? row : each)) });
  if (isText || !condition) {
    return (
      <div className="condition">
        <TextArea id={id} label={label} rows={2} spellCheck={false} className="input formula" error={error} hint={read ? undefined : t("tooComplex")} value={value} onChange={(event) => put(event.target.value)} />
        {read ? <button type="button" className="button plain small" onClick={() => setText(false)}>{t("asRows")}</button> : null}
      </div>
    );
  }
  const add = () => {
    change({ ...condition, rows: [...condition.rows, { name: "", operator: "=", value: null }] });
    requestAnimationFrame(() => window.document.getElementById(`${id}-${condition.rows.length}-name`)?.focus());
  };
  const remove = (index: number) => {
    change({ ...condition, rows: condition.rows.filter((_, at) => at !== index) });
    requestAnimationFrame(() => window.document.getElementById(`${id}-add`)?.focus());
  };
  return (
    <fieldset className={error ? "field condition has-error" : "field condition"} id={id} tabIndex={-1}>
      <legend>{label}</legend>
      {error ? <p className="error">{error}</p> : null}
      {condition.rows.length ? null : <p className="hint">{t("always")}</p>}
      {condition.rows.length > 1 ? (
        <select className="input" aria-label={t("whichRows")} value={condition.join} onChange={(event) => change({ ...condition, join: event.target.value === "or" ? "or" : "and" })}>
          <option value="and">{t("all")}</option><option value="or">{t("any")}</option>
        </select>
      ) : null}
      {condition.rows.map((row, index) => <RowFields key={index} id={`${id}-${index}`} number={index + 1} row={row} subjects={subjects} set={(next) => setRow(index, next)} remove={() => remove(index)} />)}
      <div className="condition-actions">
        <button type="button" id={`${id}-add`} className="button outline small" onClick={add}>{t("addCondition")}</button>
        <button type="button" className="button plain small" onClick={() => setText(true)}>{t("asText")}</button>
      </div>
    </fieldset>
  );
}

function RowFields({ id, number, row, subjects, set, remove }: { id: string; number: number; row: Row; subjects: Subject[]; set: (row: Row) => void; remove: () => void }) {
  const t = useText();
  const subject = subjects.find(({ name }) => name.toLowerCase() === row.name.toLowerCase());
  const usual = operatorsOf(subject?.kind);
  const operators = usual.includes(row.operator) ? usual : [row.operator, ...usual];
  const choose = (name: string) => {
    const kind = subjects.find((each) => each.name === name)?.kind;
    const operator = operatorsOf(kind)[0] ?? "=";
    set({ name, operator, value: takesList(operator) ? [] : kind === "yes" ? true : null });
  };
  const compare = (operator: Operator) => {
    const before = row.value;
    const list = Array.isArray(before) ? before : before === null || before === "" ? [] : [before];
    set({ ...row, operator, value: standsAlone(operator) ? null : takesList(operator) ? list : (list[0] ?? null) });
  };
  return (
    <div className="condition-row" role="group" aria-label={t("conditionRow", { number })}>
      <select id={`${id}-name`} className="input" aria-label={t("question")} value={row.name} onChange={(event) => choose(event.target.value)}>
        <option value="">{t("choose")}</option>
        {subject || !row.name ? null : <option value={row.name}>{row.name}</option>}
        {subjects.map(({ name, label }) => <option key={name} value={name}>{label}</option>)}
      </select>
      <select className="input" aria-label={t("operator")} value={row.operator} onChange={(event) => compare(event.target.value as Operator)}>
        {operators.map((each) => <option key={each} value={each}>{t(OPERATOR_TEXTS[each])}</option>)}
      </select>
      {standsAlone(row.operator) ? null : <ValueField id={`${id}-value`} row={row} subject={subject} set={(value) => set({ ...row, value })} />}
      <button type="button" className="button plain small" aria-label={t("removeCondition", { number })} onClick={remove}>×</button>
    </div>
  );
}

function ValueField({ id, row, subject, set }: { id: string; row: Row; subject: Subject | undefined; set: (value: Row["value"]) => void }) {
  const t = useText();
  const options = subject?.kind === "yes" ? [{ value: true, label: t("yes") }, { value: false, label: t("no") }] : (subject?.options ?? []);
  if (Array.isArray(row.value)) return <ListField id={id} values={row.value} options={options} set={set} />;
  const value = row.value ?? "";
  if (options.length && (value === "" || options.some((each) => String(each.value) === String(value)))) {
    return (
      <select id={id} className="input" aria-label={t("value")} value={String(value)} onChange={(event) => set(options.find((each) => String(each.value) === event.target.value)?.value ?? null)}>
        <option value="">{t("choose")}</option>
        {options.map((each) => <option key={String(each.value)} value={String(each.value)}>{each.label}</option>)}
      </select>
    );
  }
  const type = subject?.kind === "number" ? "number" : subject?.kind === "day" ? "date" : "text";
  return <input id={id} className="input" aria-label={t("value")} type={type} value={String(value)} onChange={(event) => set(event.target.value === "" ? null : type === "number" ? event.target.valueAsNumber : event.target.value)} />;
}

function ListField({ id, values, options, set }: { id: string; values: Value[]; options: Subject["options"]; set: (values: Value[]) => void }) {
  const t = useText();
  const all = [...options, ...values.filter((value) => !options.some((each) => each.value === value)).map((value) => ({ value, label: String(value) }))];
  const toggle = (value: Value) => set(values.includes(value) ? values.filter((each) => each !== value) : [...values, value]);
  return (
    <div className="condition-values" role="group" aria-label={t("values")}>
      {all.map(({ value, label }, index) => (
        <div className="choice" key={String(value)}><input type="checkbox" id={`${id}-${index}`} checked={values.includes(value)} onChange={() => toggle(value)} /><label htmlFor={`${id}-${index}`}>{label}</label></div>
      ))}
    </div>
  );
}
