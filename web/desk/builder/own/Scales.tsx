/** The scales of a survey: which questions make a score, how it is worked out, and into which bands it falls. */
import { Checkboxes, Select, TextField } from "../../../shared/ui/fields";
import { blocksOf, nameOf, plainText, type Block } from "../model/document";
import { MAIN, textIn, withText } from "../model/languages";
import { setProperties } from "../model/operations";
import { scorables, type Scorable } from "../model/scales";
import { useBuilding } from "../store";
import { useOwnText } from "./texts";
import { useParts } from "./usePart";

const namesIn = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : []);

export function Scales() {
  const t = useOwnText();
  const { document } = useBuilding();
  const { parts, problems, own, set, add, remove } = useParts("scales", "scale");
  const options = scorables(document.definition);
  return (
    <fieldset className="field" id="p-scales" tabIndex={-1}>
      <legend>{t("scales")}</legend>
      <p className="hint">{t("scalesHint")}</p>
      {own.map(({ path, text }) => <p className="error" key={path}>{text}</p>)}
      {parts.map((scale, index) => <Scale key={index} {...{ scale, index, options }} problems={problems(index)} set={(values, tag) => set(index, values, tag)} remove={() => remove(index)} />)}
      {options.length || parts.length ? <button type="button" className="button outline small" onClick={() => add({ items: [], method: "mean" })}>{t("addScale")}</button> : <p className="hint">{t("noScorable")}</p>}
    </fieldset>
  );
}

type ScaleProps = { scale: Block; index: number; options: Scorable[]; problems: { path: string; text: string }[]; set: (values: Block, tag?: string) => void; remove: () => void };

function Scale({ scale, index, options, problems, set, remove }: ScaleProps) {
  const t = useOwnText();
  const { language } = useBuilding();
  const id = `scale-${index}`;
  const items = namesIn(scale["items"]);
  const reversed = namesIn(scale["reversed"]);
  const all = [...options, ...items.filter((name) => !options.some((each) => each.name === name)).map((name) => ({ name, label: name }))].map(({ name, label }) => ({ value: name, label }));
  const setItems = (names: string[]) => {
    const kept = reversed.filter((name) => names.includes(name));
    set({ items: names, reversed: kept.length ? kept : undefined });
  };
  const share = typeof scale["leastAnswered"] === "number" ? scale["leastAnswered"] : 0.5;
  return (
    <div className="rule" role="group" aria-label={t("scaleNumber", { number: index + 1 })}>
      {problems.map(({ path, text }) => <p className="error" key={path}>{text}</p>)}
      <TextField id={`${id}-title`} label={t("scaleTitle")} dir="auto" value={textIn(scale["title"], language)} {...(language === MAIN ? {} : { lang: language })} onChange={(event) => set({ title: withText(scale["title"], language, event.target.value) }, `title${language}`)} />
      <TextField id={`${id}-name`} label={t("partName")} spellCheck={false} autoCapitalize="none" value={plainText(scale["name"])} onChange={(event) => set({ name: event.target.value }, "name")} />
      <Select id={`${id}-method`} label={t("method")} value={scale["method"] === "sum" ? "sum" : "mean"} onChange={(event) => set({ method: event.target.value })}>
        <option value="mean">{t("methodmean")}</option><option value="sum">{t("methodsum")}</option>
      </Select>
      <Checkboxes id={`${id}-items`} legend={t("scaleItems")} hint={t("scaleItemsHint")} values={items} options={all} onChange={setItems} />
      {items.length ? <Checkboxes id={`${id}-reversed`} legend={t("reversed")} hint={t("reversedHint")} values={reversed} options={all.filter(({ value }) => items.includes(value))} onChange={(names) => set({ reversed: names.length ? names : undefined })} /> : null}
      <TextField id={`${id}-least`} label={t("leastAnswered")} hint={t("leastAnsweredHint")} type="number" className="input short" min={1} max={100} value={Math.round(share * 100)} onChange={(event) => { const percent = event.target.valueAsNumber; if (percent >= 1 && percent <= 100) set({ leastAnswered: percent === 50 ? undefined : percent / 100 }, "least"); }} />
      <Bands id={id} bands={blocksOf(scale["bands"])} write={(bands, tag) => set({ bands: bands.length ? bands : undefined }, tag)} />
      <button type="button" className="button plain small" onClick={remove}>{t("removeScale", { name: textIn(scale["title"], MAIN) || nameOf(scale) })}</button>
    </div>
  );
}

function Bands({ id, bands, write }: { id: string; bands: Block[]; write: (bands: Block[], tag?: string) => void }) {
  const t = useOwnText();
  const { language } = useBuilding();
  const edit = (index: number, values: Block, tag: string) => write(bands.map((band, at) => (at === index ? setProperties(band, values) : band)), tag);
  return (
    <fieldset className="field">
      <legend>{t("bands")}</legend>
      <p className="hint">{t("bandsHint")}</p>
      <ol className="entries" role="list">
        {bands.map((band, index) => (
          <li key={index} className="entry">
            <input id={`${id}-band-${index}`} type="number" step="any" className="input entry-value" aria-label={t("bandFrom", { number: index + 1 })} value={typeof band["from"] === "number" ? band["from"] : ""} onChange={(event) => edit(index, { from: Number.isNaN(event.target.valueAsNumber) ? undefined : event.target.valueAsNumber }, `from${index}`)} />
            <input className="input entry-text" dir="auto" aria-label={t("bandTitle", { number: index + 1 })} value={textIn(band["title"], language)} onChange={(event) => edit(index, { title: withText(band["title"], language, event.target.value) }, `band${index}${language}`)} />
            <button type="button" className="button plain small" aria-label={t("removeBand", { number: index + 1 })} onClick={() => write(bands.filter((_, at) => at !== index))}>×</button>
          </li>
        ))}
      </ol>
      <button type="button" className="button outline small" onClick={() => write([...bands, { from: 0, title: "" }])}>{t("addBand")}</button>
    </fieldset>
  );
}
