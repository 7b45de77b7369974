/** Every text of the survey in every language; what is missing is counted and marked. */
import { memo, useRef, useState } from "react";
import { directionOf } from "../../shared/i18n/language";
import { Select } from "../../shared/ui/fields";
import { TableBox } from "../TableBox";
import { codeOf, mainLanguage, OFFERED, useLanguageName } from "./languageNames";
import { nameOf, sameJson, walk } from "./model/document";
import { allTexts, isSign, languagesOf, MAIN, missingIn, textIn, withoutLanguage, withTextAt, type TextPlace } from "./model/languages";
import { useBuilding } from "./store";
import { useText } from "./texts";
import { ownWords } from "./titles";
import { useWords } from "./words";

export default function Translations() {
  const t = useText();
  const { document, place, act, setLanguage } = useBuilding();
  const [added, setAdded] = useState<string[]>([]);
  const [isMissingOnly, setMissingOnly] = useState(false);
  const { definition } = document;
  const nameOfLanguage = useLanguageName(definition);
  const languages = [...new Set([...languagesOf(definition), ...added])];
  const others = languages.filter((each) => each !== MAIN);
  const isMissing = ({ value }: TextPlace) => !isSign(value) && languages.some((each) => !textIn(value, each));
  // What was missing stays in sight while it is being written.
  const [before, setBefore] = useState<string[] | null>(null);
  const all = allTexts(definition);
  const shown = isMissingOnly ? all.filter((each) => before?.includes(each.keys.join(".")) ?? isMissing(each)) : all;
  const write = (text: TextPlace, language: string, value: string) => act({ document: { ...document, definition: withTextAt(definition, text, language, value) }, place }, `translate.${text.keys.join(".")}.${language}`);
  const latest = useRef(write);
  latest.current = write;
  const [put] = useState(() => (...given: Parameters<typeof write>) => latest.current(...given));
  const words = useWords();
  const blocks = new Map(walk(definition).map(({ block }) => [nameOf(block), block]));
  const placeOf = ({ owner, property }: TextPlace) => {
    const block = owner ? blocks.get(owner) : undefined;
    const type = !block ? "survey" : "type" in block ? String(block["type"]) : "page";
    return { owner: block ? ownWords(block) || owner : t("settings"), property: words("properties", property, type) };
  };
  const codes = languages.map((each) => codeOf(definition, each));
  const names = languages.map(nameOfLanguage);
  const add = (language: string) => { setAdded([...added, language]); setLanguage(language); };
  const remove = (language: string) => {
    setAdded(added.filter((each) => each !== language));
    setLanguage(MAIN);
    act({ document: { ...document, definition: withoutLanguage(definition, language) }, place });
  };
  return (
    <section>
      <h2 id="translations-heading">{t("translations")}</h2>
      <ul className="language-list" role="list">
        <li><strong>{nameOfLanguage(MAIN)}</strong> <span className="hint">{t("languageMain")}</span></li>
        {others.map((language) => <LanguageLine key={language} language={language} remove={() => remove(language)} />)}
      </ul>
      <AddLanguage taken={[mainLanguage(definition), ...others]} add={add} />
      <div className="choice"><input type="checkbox" id="only-missing" checked={isMissingOnly} onChange={() => { setBefore(isMissingOnly ? null : all.filter(isMissing).map(({ keys }) => keys.join("."))); setMissingOnly(!isMissingOnly); }} /><label htmlFor="only-missing">{t("onlyMissing")}</label></div>
      {isMissingOnly && !shown.length ? <p role="status">{t("allThere")}</p> : null}
      {shown.length ? (
        <TableBox label={t("translations")}>
          <thead><tr><th scope="col">{t("whereText")}</th>{languages.map((each) => <th scope="col" key={each}>{nameOfLanguage(each)}</th>)}</tr></thead>
          <tbody>{shown.map((text) => <TextRow key={text.keys.join(".")} text={text} {...placeOf(text)} languages={languages} codes={codes} names={names} put={put} />)}</tbody>
        </TableBox>
      ) : null}
    </section>
  );
}

function LanguageLine({ language, remove }: { language: string; remove: () => void }) {
  const t = useText();
  const { document } = useBuilding();
  const [isAsked, setAsked] = useState(false);
  const name = useLanguageName(document.definition)(language);
  const missing = missingIn(document.definition, language);
  return (
    <li>
      <strong>{name}</strong> <span className={missing ? "tag changed" : "tag done"}>{missing ? t("missing", { count: missing }) : t("complete")}</span>{" "}
      {isAsked ? (
        <span role="group" aria-label={t("removeLanguageSure", { language: name })}>
          <span role="alert">{t("removeLanguageSure", { language: name })}</span>{" "}
          <button type="button" className="button small" onClick={remove}>{t("removeYes")}</button>{" "}
          <button type="button" className="button plain small" onClick={() => setAsked(false)}>{t("cancel")}</button>
        </span>
      ) : <button type="button" className="button plain small" onClick={() => setAsked(true)}>{t("removeLanguage", { language: name })}</button>}
    </li>
  );
}

function AddLanguage({ taken, add }: { taken: string[]; add: (language: string) => void }) {
  const t = useText();
  const { document } = useBuilding();
  const nameOfLanguage = useLanguageName(document.definition);
  const free = OFFERED.filter((each) => !taken.includes(each));
  const [wanted, setWanted] = useState("");
  const chosen = free.includes(wanted) ? wanted : (free[0] ?? "");
  return (
    <div className="add-language">
      <Select id="new-language" label={t("addLanguage")} value={chosen} onChange={(event) => setWanted(event.target.value)}>{free.map((each) => <option key={each} value={each}>{nameOfLanguage(each)}</option>)}</Select>
      <button type="button" className="button outline" onClick={() => { if (chosen) add(chosen); }}>{t("addIt")}</button>
    </div>
  );
}

type RowProps = { text: TextPlace; owner: string; property: string; languages: string[]; codes: string[]; names: string[]; put: (text: TextPlace, language: string, value: string) => void };

/** One text in all languages. A row is drawn again only when it has changed: a long survey has hundreds. */
const TextRow = memo(function TextRow({ text, owner, property, languages, codes, names, put }: RowProps) {
  const t = useText();
  return (
    <tr>
      <th scope="row" className="text-where">{owner}<span className="hint">{property}</span></th>
      {languages.map((language, index) => {
        const value = textIn(text.value, language);
        const code = codes[index] ?? "";
        return <td key={language}><textarea className={value || isSign(text.value) ? "input" : "input missing"} rows={2} lang={code} dir={directionOf(code)} aria-label={t("textOf", { where: `${owner} – ${property}`, language: names[index] ?? "" })} value={value} onChange={(event) => put(text, language, event.target.value)} /></td>;
      })}
    </tr>
  );
}, (before, now) => before.put === now.put && before.owner === now.owner && before.property === now.property && sameJson([before.text, before.languages, before.names], [now.text, now.languages, now.names]));
