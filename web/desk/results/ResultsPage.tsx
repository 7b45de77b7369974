/** Results of a survey, for everybody or for one group. */
import { useState } from "react";
import type { Results, Survey } from "../../shared/api/types";
import { moment, numeral, useLanguage } from "../../shared/i18n/language";
import { Select } from "../../shared/ui/fields";
import { Alert, Failure, Loading } from "../../shared/ui/parts";
import { useDesk, useDeskLoad } from "../session";
import { SurveyFrame } from "../surveys/SurveyFrame";
import { ExportPart } from "./ExportPart";
import { Item } from "./Item";
import { useText } from "./texts";

export default function ResultsPage({ id }: { id: string }) {
  const survey = useDeskLoad((call) => call<Survey>("GET", `/surveys/${encodeURIComponent(id)}`), [id]);
  return <SurveyFrame loaded={survey} part="results">{(value) => <Body survey={value} />}</SurveyFrame>;
}

function Body({ survey }: { survey: Survey }) {
  const [group, setGroup] = useState("");
  const path = `/surveys/${survey.survey_id}`;
  const { language } = useLanguage();
  const query = `?locale=${language}${group ? `&group=${encodeURIComponent(group)}` : ""}`;
  const results = useDeskLoad((call) => call<Results>("GET", `${path}/results${query}`), [path, query]);
  // The chooser must not vanish while another group loads or when that group's reply lists none.
  const [groups, setGroups] = useState<Results["groups"]>([]);
  if (results.value?.groups.length && results.value.groups !== groups) setGroups(results.value.groups);
  return (
    <>
      {groups.length ? <GroupChooser groups={groups} value={group} onChange={setGroup} threshold={results.value?.threshold} /> : null}
      {results.error && results.error.status !== 401 ? <Failure error={results.error} again={results.reload} server /> : null}
      {results.isLoading ? <Loading /> : null}
      {results.value && !results.isLoading ? <Report results={results.value} /> : null}
      <ExportPart path={path} name={survey.title} />
    </>
  );
}

type ChooserProps = { groups: Results["groups"]; value: string; onChange: (value: string) => void; threshold: number | undefined };

function GroupChooser({ groups, value, onChange, threshold }: ChooserProps) {
  const t = useText();
  const hasHidden = groups.some(({ values }) => values.some(({ hidden }) => hidden));
  return (
    <Select id="group" label={t("group")} value={value} hint={hasHidden && threshold ? t("hiddenGroups", { threshold }) : undefined} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t("everybody")}</option>
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

function Report({ results }: { results: Results }) {
  const t = useText();
  const { language } = useLanguage();
  const { district } = useDesk();
  const { respondents, response_rate: rate, counted_until: until, threshold } = results;
  return (
    <>
      <dl className="figures">
        <div><dt>{t("respondents")}</dt><dd>{respondents === null ? `< ${threshold}` : numeral(respondents, language)}</dd></div>
        {rate === null ? null : <div><dt>{t("rate")}</dt><dd>{numeral(rate * 100, language, 1)} %</dd></div>}
      </dl>
      {until ? <p className="hint" role="status">{t("counted", { at: moment(until, language, district?.timezone) })}</p> : null}
      {results.hidden ? <Alert kind="info" title={t("hiddenTitle")}><p>{t("hidden", { threshold })}</p></Alert> : null}
      {!results.hidden && !results.items.length ? <p>{t("none")}</p> : null}
      {results.hidden ? null : results.items.map((item) => <Item key={item.name} item={item} threshold={threshold} />)}
    </>
  );
}
