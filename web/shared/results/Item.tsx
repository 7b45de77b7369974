/** The result of one question. Every chart is a table: the bars are drawn in it, the numbers stand beside them. */
import type { Bar, ResultItem, ResultRow } from "../api/types";
import { localized, numeral, useLanguage } from "../i18n/language";
import { TableBox } from "../ui/TableBox";
import { useText } from "./texts";

const OWN_WORDS = new Set(["comment", "text", "multipletext"]);

/** "1, 2 and 3", as the language writes it. */
export const inWords = (numbers: number[], language: string) => new Intl.ListFormat(language).format(numbers.map(String));

export function Item({ item, threshold, versions }: { item: ResultItem; threshold: number; versions: number[] }) {
  const t = useText();
  const { language } = useLanguage();
  const title = localized(item.title, language);
  const number = (value: number) => numeral(value, language, 2);
  return (
    <section>
      <h2>{title}</h2>
      {item.type === "scale" && item.questions ? <p className="hint">{t("scaleOf", { count: numeral(item.questions, language) })}</p> : null}
      {item.hidden ? <p className="hint">{t("hiddenItem", { threshold })}</p> : null}
      {item.base === null || item.hidden ? null : <p className="hint">{t("base", { count: numeral(item.base, language) })}{typeof item.mean === "number" ? ` · ${t("mean", { value: number(item.mean) })}` : ""}{typeof item.deviation === "number" ? ` · ${t("deviation", { value: number(item.deviation) })}` : ""}{typeof item.median === "number" ? ` · ${t("median", { value: number(item.median) })}` : ""}</p>}
      {item.versions && item.versions.length < versions.length ? <p className="hint">{t("onlyVersions", { versions: inWords(item.versions, language) })}</p> : null}
      {!item.hidden && item.bars.length ? <Bars title={title} bars={item.bars} /> : null}
      {!item.hidden && item.rows?.some(({ columns }) => columns) ? item.rows.map((row) => <Cells key={row.value} row={row} threshold={threshold} />) : null}
      {!item.hidden && item.rows?.some(({ bars }) => bars.length) ? <Matrix title={title} rows={item.rows} threshold={threshold} /> : null}
      {!item.hidden && !item.bars.length && !item.rows?.length && OWN_WORDS.has(item.type) ? <p>{t("textItem")}</p> : null}
    </section>
  );
}

function Share({ percent }: { percent: number | null }) {
  return (
    <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect className="bar-track" width="100" height="10" />
      <rect className="bar-fill" width={percent ?? 0} height="10" />
    </svg>
  );
}

/** A row of a table question whose columns are questions of their own. */
function Cells({ row, threshold }: { row: ResultRow; threshold: number }) {
  const t = useText();
  const { language } = useLanguage();
  return row.columns?.map((column) => {
    const title = `${localized(row.label, language)}: ${localized(column.title, language)}`;
    return <div key={column.name}><h3>{title}</h3>{column.hidden ? <p className="hint">{t("hiddenItem", { threshold })}</p> : <Bars title={title} bars={column.bars} />}</div>;
  });
}

function Bars({ title, bars }: { title: string; bars: Bar[] }) {
  const t = useText();
  const { language } = useLanguage();
  // A ranking counts how often a choice came first, and says its mean place beside it.
  const isRanking = bars.some(({ mean }) => typeof mean === "number");
  return (
    <TableBox label={title}>
      <caption className="visually-hidden">{title}</caption>
      <thead><tr><th scope="col">{t("answer")}</th><th scope="col" className="number">{t(isRanking ? "first" : "share")}</th><th scope="col" className="number">{t("count")}</th>{isRanking ? <th scope="col" className="number">{t("place")}</th> : null}</tr></thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={String(bar.value)}>
            <th scope="row" className="bar-cell">{localized(bar.label, language)}<Share percent={bar.percent} /></th>
            <td className="number">{bar.percent === null ? "–" : `${numeral(bar.percent, language, 1)} %`}</td>
            <td className="number">{bar.count === null ? "–" : numeral(bar.count, language)}</td>
            {isRanking ? <td className="number">{typeof bar.mean === "number" ? numeral(bar.mean, language, 2) : "–"}</td> : null}
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}

function Matrix({ title, rows, threshold }: { title: string; rows: ResultRow[]; threshold: number }) {
  const t = useText();
  const { language } = useLanguage();
  const columns = rows.find(({ bars }) => bars.length)?.bars ?? [];
  return (
    <TableBox label={title}>
      <caption className="visually-hidden">{title}</caption>
      <thead><tr><th scope="col">{t("item")}</th>{columns.map((column) => <th scope="col" key={String(column.value)}>{localized(column.label, language)}</th>)}</tr></thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.value}>
            <th scope="row">{localized(row.label, language)}</th>
            {row.hidden ? <td colSpan={Math.max(columns.length, 1)} className="hint">{t("hiddenItem", { threshold })}</td> : row.bars.map((bar) => (
              <td key={String(bar.value)} className="bar-cell"><Share percent={bar.percent} />{bar.percent === null ? "–" : `${numeral(bar.percent, language)} %`} <span className="hint">({bar.count === null ? "–" : numeral(bar.count, language)})</span></td>
            ))}
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}
