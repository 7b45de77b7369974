/** Results for one group: who answered, when it was counted, and every question; and the choice of the group. */
import type { Results } from "../api/types";
import { moment, numeral, useLanguage } from "../i18n/language";
import { Select } from "../ui/fields";
import { Alert } from "../ui/parts";
import { inWords, Item } from "./Item";
import "./results.css";
import { useText } from "./texts";

type ChooserProps = { groups: Results["groups"]; value: string; onChange: (value: string) => void; threshold: number | undefined; isWhole?: boolean };

export function GroupChooser({ groups, value, onChange, threshold, isWhole = true }: ChooserProps) {
  const t = useText();
  const hasHidden = groups.some(({ values }) => values.some(({ hidden }) => hidden));
  return (
    <Select id="group" label={t("group")} value={value} hint={hasHidden && threshold ? t("hiddenGroups", { threshold }) : undefined} onChange={(event) => onChange(event.target.value)}>
      {isWhole ? <option value="">{t("everybody")}</option> : null}
      {groups.map(({ dimension, values }) => (
        <optgroup key={dimension} label={t("by", { dimension })}>
          {values.map((each) => {
            const value = `${dimension}:${each.value}`;
            return <option key={each.value} value={value} disabled={each.hidden}>{each.hidden ? t("groupHidden", { label: each.value }) : each.value}</option>;
          })}
        </optgroup>
      ))}
    </Select>
  );
}

export function Report({ results, timezone }: { results: Results; timezone: string | undefined }) {
  const t = useText();
  const { language } = useLanguage();
  const { respondents, response_rate: rate, counted_until: until, threshold } = results;
  return (
    <>
      <dl className="figures">
        <div><dt>{t("respondents")}</dt><dd>{respondents === null ? `< ${threshold}` : numeral(respondents, language)}</dd></div>
        {rate === null ? null : <div><dt>{t("rate")}</dt><dd>{numeral(rate * 100, language, 1)} %</dd></div>}
      </dl>
      {until ? <p className="hint" role="status">{t("counted", { at: moment(until, language, timezone) })}</p> : null}
      {results.versions.length > 1 ? <p className="hint">{t("addedVersions", { versions: inWords(results.versions, language) })}</p> : null}
      {results.hidden ? <Alert kind="info" title={t("hiddenTitle")}><p>{t("hidden", { threshold })}</p></Alert> : null}
      {!results.hidden && !results.items.length ? <p>{t("none")}</p> : null}
      {results.hidden ? null : results.items.map((item) => <Item key={item.name} item={item} threshold={threshold} versions={results.versions} />)}
    </>
  );
}
