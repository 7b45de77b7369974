/** The quotas of a survey: of which answers it takes only so many, and what the others are told. */
import { TextArea, TextField } from "../../../shared/ui/fields";
import { nameOf, plainText, type Block } from "../model/document";
import { MAIN, textIn, withText } from "../model/languages";
import { ConditionField } from "../panel/ConditionField";
import profile from "../profile.json" with { type: "json" };
import { useBuilding } from "../store";
import { useOwnText } from "./texts";
import { useParts } from "./usePart";

const FEWEST = profile.limits.FEWEST_OF_QUOTA;

export function Quotas() {
  const t = useOwnText();
  const { parts, problems, own, set, add, remove } = useParts("quotas", "quota");
  return (
    <fieldset className="field" id="p-quotas" tabIndex={-1}>
      <legend>{t("quotas")}</legend>
      <p className="hint">{t("quotasHint")}</p>
      {own.map(({ path, text }) => <p className="error" key={path}>{text}</p>)}
      {parts.map((quota, index) => <Quota key={index} {...{ quota, index }} problems={problems(index)} set={(values, tag) => set(index, values, tag)} remove={() => remove(index)} />)}
      <button type="button" className="button outline small" onClick={() => add({ limit: 100 })}>{t("addQuota")}</button>
    </fieldset>
  );
}

type QuotaProps = { quota: Block; index: number; problems: { path: string; text: string }[]; set: (values: Block, tag?: string) => void; remove: () => void };

function Quota({ quota, index, problems, set, remove }: QuotaProps) {
  const t = useOwnText();
  const { language } = useBuilding();
  const id = `quota-${index}`;
  const lang = language === MAIN ? {} : { lang: language };
  return (
    <div className="rule" role="group" aria-label={t("quotaNumber", { number: index + 1 })}>
      {problems.map(({ path, text }) => <p className="error" key={path}>{text}</p>)}
      <TextField id={`${id}-title`} label={t("quotaTitle")} dir="auto" {...lang} value={textIn(quota["title"], language)} onChange={(event) => set({ title: withText(quota["title"], language, event.target.value) }, `title${language}`)} />
      <TextField id={`${id}-name`} label={t("partName")} spellCheck={false} autoCapitalize="none" value={plainText(quota["name"])} onChange={(event) => set({ name: event.target.value }, "name")} />
      <TextField id={`${id}-limit`} label={t("limit")} hint={t("limitHint", { fewest: FEWEST })} type="number" className="input short" min={FEWEST} value={typeof quota["limit"] === "number" ? quota["limit"] : ""} onChange={(event) => set({ limit: Number.isNaN(event.target.valueAsNumber) ? undefined : event.target.valueAsNumber }, "limit")} />
      <ConditionField id={`${id}-condition`} label={t("quotaCondition")} value={typeof quota["condition"] === "string" ? quota["condition"] : ""} put={(text) => set({ condition: text || undefined }, "condition")} />
      <TextArea id={`${id}-message`} label={t("quotaMessage")} hint={t("quotaMessageHint")} rows={2} dir="auto" {...lang} value={textIn(quota["message"], language)} onChange={(event) => set({ message: withText(quota["message"], language, event.target.value) }, `message${language}`)} />
      <button type="button" className="button plain small" onClick={remove}>{t("removeQuota", { name: textIn(quota["title"], MAIN) || nameOf(quota) })}</button>
    </div>
  );
}
