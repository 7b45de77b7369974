/** The answer that a question begins with: chosen where there are choices, written where not. */
import { Select, TextField } from "../../../shared/ui/fields";
import { plainText, type Block } from "../model/document";
import { optionsOf } from "../model/subjects";
import { useText } from "../texts";
import { JsonField } from "./fields";

type Props = { id: string; label: string; error?: string | undefined; block: Block; value: unknown; put: (value: unknown) => void };

export function AnswerField({ id, label, error, block, value, put }: Props) {
  const t = useText();
  const type = String(block["type"]);
  const options = type === "boolean" ? [{ value: true, label: t("yes") }, { value: false, label: t("no") }] : optionsOf(block["choices"]);
  if (["radiogroup", "dropdown", "buttongroup", "boolean"].includes(type)) {
    return (
      <Select id={id} label={label} error={error} value={plainText(value)} onChange={(event) => put(options.find((each) => String(each.value) === event.target.value)?.value)}>
        <option value="" />
        {options.map((each) => <option key={String(each.value)} value={String(each.value)}>{each.label}</option>)}
      </Select>
    );
  }
  const isNumber = type === "rating" || type === "slider" || block["inputType"] === "number";
  if (type === "text" || type === "comment" || isNumber) {
    return <TextField id={id} label={label} error={error} type={isNumber ? "number" : block["inputType"] === "date" ? "date" : "text"} value={typeof value === "string" || typeof value === "number" ? value : ""} onChange={(event) => put(event.target.value === "" ? undefined : isNumber ? event.target.valueAsNumber : event.target.value)} />;
  }
  return <JsonField id={id} label={label} error={error} value={value} put={put} />;
}
