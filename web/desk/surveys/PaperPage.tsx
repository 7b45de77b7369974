/** A survey as a form for paper: to read, choose a language of, and print. */
import { useState } from "react";
import type { PaperChoice, PaperForm, PaperItem } from "../../shared/api/types";
import { directionOf, useLanguage } from "../../shared/i18n/language";
import { Select } from "../../shared/ui/fields";
import { Failure, Loading, PageHeading } from "../../shared/ui/parts";
import { Link } from "../router";
import { useDeskLoad } from "../session";
import { TableBox } from "../TableBox";
import { paperTexts, useFileText } from "./fileTexts";
import "./paper.css";

type Say = (key: "required" | "one" | "many" | "rank" | "scale" | "other" | "repeat") => string;

export default function PaperPage({ id }: { id: string }) {
  const t = useFileText();
  const { language } = useLanguage();
  const [locale, setLocale] = useState<string>(language);
  const loaded = useDeskLoad((call) => call<PaperForm>("GET", `/surveys/${encodeURIComponent(id)}/paper?locale=${encodeURIComponent(locale)}`), [id, locale]);
  const form = loaded.value;
  if (loaded.error) return <><PageHeading title={t("paper")} /><Failure error={loaded.error} again={loaded.reload} server /></>;
  if (!form) return <Loading />;
  return (
    <>
      <div className="paper-tools">
        <PageHeading title={t("paperOf", { title: form.title })}>{t("paper")}</PageHeading>
        <Select id="form-language" label={t("formLanguage")} value={locale} onChange={(event) => setLocale(event.target.value)}>
          {choicesOf(form.languages, locale, language, t("ownLanguage")).map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
        </Select>
        <div className="actions">
          <button type="button" className="button" onClick={() => window.print()}>{t("print")}</button>
          <Link to={`/surveys/${id}`} className="button outline">{t("back")}</Link>
        </div>
      </div>
      <Sheet form={form} />
    </>
  );
}

/** The survey's languages and the one chosen, named in the language of the desk. */
function choicesOf(languages: string[], chosen: string, desk: string, own: string) {
  const names = new Intl.DisplayNames([desk], { type: "language" });
  const codes = [...new Set([chosen, ...languages])];
  return codes.map((value) => ({ value, label: value === "default" ? own : (names.of(value) ?? value) }));
}

function Sheet({ form }: { form: PaperForm }) {
  const say: Say = (key) => (form.language === "es" ? paperTexts.es : paperTexts.en)[key];
  const lang = form.language === "default" ? undefined : form.language;
  return (
    <article className="paper" lang={lang} dir={lang && directionOf(lang) === "rtl" ? "rtl" : undefined}>
      <h2 className="paper-title">{form.title}</h2>
      {form.description ? <p>{form.description}</p> : null}
      {form.pages.map((page, index) => (
        <section key={index} className="paper-page">
          {page.title ? <h3>{page.title}</h3> : null}
          {page.hint ? <p>{page.hint}</p> : null}
          <Condition text={page.condition} />
          {page.items.map((item, place) => <Item key={place} item={item} say={say} />)}
        </section>
      ))}
    </article>
  );
}

const Condition = ({ text }: { text: string }) => (text ? <p className="paper-if">{text}</p> : null);
const Lines = ({ count }: { count: number }) => <>{Array.from({ length: count }, (_, index) => <div key={index} className="paper-line" />)}</>;

function Item({ item, say }: { item: PaperItem; say: Say }) {
  if (item.kind === "text") return <div className="paper-item"><Condition text={item.condition} /><p>{item.title}</p></div>;
  const instruction = item.kind === "one" || item.kind === "many" || item.kind === "rank" || item.kind === "scale" || item.kind === "repeat" ? say(item.kind) : "";
  return (
    <div className="paper-item">
      <Condition text={item.condition} />
      {item.title || item.number ? <p className="paper-question">{item.number ? <span className="paper-number">{item.number}.</span> : null} {item.title} {item.required ? <span className="paper-required">({say("required")})</span> : null}</p> : null}
      {item.hint ? <p className="paper-hint">{item.hint}</p> : null}
      {instruction ? <p className="paper-hint">{instruction}</p> : null}
      <Answer item={item} say={say} />
      {item.items.length ? <div className="paper-group">{item.items.map((inner, place) => <Item key={place} item={inner} say={say} />)}</div> : null}
    </div>
  );
}

function Answer({ item, say }: { item: PaperItem; say: Say }) {
  if (item.kind === "table") return <Table item={item} />;
  if (item.kind === "scale") return <ul className="paper-scale">{item.columns.map((value) => <li key={value}>{value}</li>)}</ul>;
  if (item.kind === "lines") return <Lines count={item.lines} />;
  if (!item.choices.length) return null;
  return (
    <ul className={`paper-choices ${item.kind}`}>
      {item.choices.map((choice, place) => <li key={place}><Choice choice={choice} /></li>)}
      {item.lines ? <li>{say("other")} <span className="paper-blank" /></li> : null}
    </ul>
  );
}

const Choice = ({ choice }: { choice: PaperChoice }) => <>{choice.text}{choice.condition ? <em className="paper-choice-if"> ({choice.condition})</em> : null}</>;

function Table({ item }: { item: PaperItem }) {
  return (
    <div className="paper-table">
      <TableBox label={item.title || item.number}>
        <thead><tr><td />{item.columns.map((column, place) => (column ? <th scope="col" key={place}>{column}</th> : <td key={place} />))}</tr></thead>
        <tbody>{item.rows.map((row, place) => <tr key={place}>{row.text ? <th scope="row"><Choice choice={row} /></th> : <td />}{item.columns.map((_, column) => <td key={column}><span className="paper-box" /></td>)}</tr>)}</tbody>
      </TableBox>
    </div>
  );
}
