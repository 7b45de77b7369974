/** The item bank: scales and questions in our own words, found by whom they ask, taken with their scoring. */
import { useState } from "react";
import { useAction } from "../../../shared/api/load";
import { localized, useLanguage } from "../../../shared/i18n/language";
import { Dialog } from "../../../shared/ui/Dialog";
import { Select, TextField } from "../../../shared/ui/fields";
import { Failure, Loading } from "../../../shared/ui/parts";
import { useDesk, useDeskLoad } from "../../session";
import { addFromBank, type BankEntry, type BankItem } from "../model/bank";
import { choicesOf, labelOf } from "../model/choices";
import { placeAfter } from "../model/operations";
import { useBuilding } from "../store";
import { useTitles } from "../titles";
import { AUDIENCES, useAreaWords, useAudienceWord } from "./Audience";
import { useOwnText } from "./texts";

const folded = (text: string) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

export default function Bank({ close, added }: { close: () => void; added: () => void }) {
  const t = useOwnText();
  const { language } = useLanguage();
  const who = useAudienceWord();
  const titles = useTitles();
  const { document, place } = useBuilding();
  const bank = useDeskLoad((call) => call<{ items: BankEntry[] }>("GET", "/item-bank"), []);
  const [audience, setAudience] = useState("");
  const [wanted, setWanted] = useState("");
  const fits = (entry: BankEntry) => (!audience || entry.audience.includes(audience)) && folded(`${localized(entry.title, language)} ${localized(entry.about, language)}`).includes(folded(wanted.trim()));
  const entries = bank.value?.items.filter(fits) ?? [];
  const where = titles.where(document.definition, placeAfter(document.definition, place));
  return (
    <Dialog title={t("bankTitle", { where })} close={close}>
      <p className="hint">{t("bankLead")}</p>
      <Select id="bank-audience" label={t("audience")} value={audience} onChange={(event) => setAudience(event.target.value)}>
        <option value="">{t("everybody")}</option>
        {AUDIENCES.map((each) => <option key={each} value={each}>{who(each)}</option>)}
      </Select>
      <TextField id="bank-filter" type="search" label={t("bankFilter")} autoComplete="off" value={wanted} onChange={(event) => setWanted(event.target.value)} />
      {bank.error ? <Failure error={bank.error} again={bank.reload} server /> : null}
      {bank.isLoading ? <Loading /> : <p role="status">{t("bankCount", { count: entries.length })}</p>}
      <ul className="rows" role="list">{entries.map((entry) => <Entry key={entry.id} entry={entry} added={added} />)}</ul>
      <div className="actions"><button type="button" className="button plain" onClick={close}>{t("close")}</button></div>
    </Dialog>
  );
}

function Entry({ entry, added }: { entry: BankEntry; added: () => void }) {
  const t = useOwnText();
  const { language } = useLanguage();
  const said = useAreaWords();
  const { call } = useDesk();
  const { document, place, act, say } = useBuilding();
  const [item, setItem] = useState<BankItem | null>(null);
  const { isBusy, error, run } = useAction();
  const title = localized(entry.title, language);
  const load = async () => {
    const held = item ?? await call<BankItem>("GET", `/item-bank/${encodeURIComponent(entry.id)}`);
    setItem(held);
    return held;
  };
  const add = () => run(async () => {
    const held = await load();
    added();
    act(addFromBank(document, place, held), "", { at: "panel" }, true);
    say(t("bankAdded", { title }));
  });
  return (
    <li>
      <p className="row-title">{title}</p>
      <p>{localized(entry.about, language)}</p>
      <p className="hint">{t(entry.kind === "scale" ? "bankScale" : "bankQuestion")} · {t("recommended", { who: localized(entry.recommended, language) })}{entry.ppra.length ? ` · ${t("areas")}: ${said(entry.ppra)}` : ""}</p>
      <details onToggle={(event) => { if (event.currentTarget.open && !item) void run(async () => { await load(); }); }}>
        <summary>{t("bankDetails", { title })}</summary>
        {item ? <Details item={item} /> : <Loading />}
      </details>
      {error ? <Failure error={error} server /> : null}
      <button type="button" className="button outline small" aria-disabled={isBusy} aria-label={t("bankAdd", { title })} onClick={() => { if (!isBusy) void add(); }}>{t("add")}</button>
    </li>
  );
}

function Details({ item }: { item: BankItem }) {
  const t = useOwnText();
  const { language } = useLanguage();
  const code = language === "es" ? "es" : "default";
  const { element, scale, sources } = item;
  const reversed = new Set(Array.isArray(scale?.["reversed"]) ? scale["reversed"] : []);
  const rows = choicesOf(element["rows"]);
  const answers = choicesOf(element["type"] === "matrix" ? element["columns"] : element["choices"]).map((choice) => labelOf(choice, code));
  return (
    <>
      <p>{localized(element["title"] as BankEntry["title"], language)}</p>
      {rows.length ? <ul>{rows.map((row) => <li key={String(row.value)}>{labelOf(row, code)}{reversed.has(`${String(element["name"])}.${String(row.value)}`) ? ` (${t("reversed")})` : ""}</li>)}</ul> : null}
      <p className="hint">{answers.join(" · ")}</p>
      {sources.length ? <><p className="hint">{t("bankSources")}</p><ul>{sources.map((source) => <li key={source} className="hint" lang="en">{source}</li>)}</ul></> : null}
    </>
  );
}
