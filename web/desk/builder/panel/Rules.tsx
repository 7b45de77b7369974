/** The checks of an answer: numbers between, patterns, conditions. */
import { Select } from "../../../shared/ui/fields";
import { blocksOf, type Block } from "../model/document";
import { setProperties } from "../model/operations";
import { describeRule, RULE_TYPES } from "./metadata";
import { useText } from "../texts";
import { useWords } from "../words";
import { Field } from "./fields";

type Props = { id: string; label: string; error?: string | undefined; value: unknown; put: (value: unknown, tag?: string) => void; problems: Record<string, string> };

export function Rules({ id, label, error, value, put, problems }: Props) {
  const t = useText();
  const words = useWords();
  const rules = blocksOf(value);
  const write = (next: Block[], tag = "") => put(next.length ? next : undefined, tag);
  const problemOf = (index: number, property: string) => problems[`[${index}].${property}`];
  return (
    <fieldset className={error ? "field has-error" : "field"} id={id} tabIndex={-1}>
      <legend>{label}</legend>
      {error ? <p className="error">{error}</p> : null}
      {rules.map((rule, index) => {
        const type = String(rule["type"]);
        return (
          <div key={index} className="rule">
            <Select id={`${id}-${index}`} label={t("checkKind", { number: index + 1 })} value={type} onChange={(event) => write(rules.map((each, at) => (at === index ? { type: event.target.value, ...(each["text"] === undefined ? {} : { text: each["text"] }) } : each)))}>
              {RULE_TYPES.map((each) => <option key={each} value={each}>{each === "text" ? words("properties", "maxLength") : each === "expression" ? words("types", "expression") : words("types", each)}</option>)}
            </Select>
            {describeRule(type).map((described) => (
              <Field key={described.property} id={`${id}-${index}-${described.property}`} described={described} owner={type} block={rule} error={problemOf(index, described.property)} problems={() => ({})} set={(values, tag = "") => write(rules.map((each, at) => (at === index ? setProperties(each, values) : each)), tag ? `${id}${index}${tag}` : "")} />
            ))}
            <button type="button" className="button plain small" onClick={() => write(rules.filter((_, at) => at !== index))}>{t("removeCheck", { number: index + 1 })}</button>
          </div>
        );
      })}
      <button type="button" className="button outline small" onClick={() => write([...rules, { type: RULE_TYPES[0] }])}>{t("addCheck")}</button>
    </fieldset>
  );
}
