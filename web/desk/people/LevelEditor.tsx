/** One permission level in plain words: role, reach, acts and fields. */
import type { SurveyHead, Topic } from "../../shared/api/types";
import { localized, useLanguage } from "../../shared/i18n/language";
import { Checkboxes, Radios, TextArea } from "../../shared/ui/fields";
import { FIELDS, LIMITS, ROLES, VERBS, withRole, type Draft } from "./levels";
import { usePeopleText } from "./texts";

export type Things = { surveys: Pick<SurveyHead, "survey_id" | "title">[]; topics: Topic[] };
type Mistakes = { role?: string | undefined; limits?: string | undefined; schools?: string | undefined; verbs?: string | undefined };
type Props = { id: string; draft: Draft; things: Things; mistakes: Mistakes; onChange: (draft: Draft) => void };

export function LevelEditor({ id, draft, things, mistakes, onChange }: Props) {
  const t = usePeopleText();
  const put = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const verbs = VERBS[draft.role];
  return (
    <>
      <Radios id={`${id}-role`} legend={t("role")} value={draft.role} error={mistakes.role} onChange={(role) => onChange(withRole(draft, role))} options={ROLES.map((value) => ({ value, label: t(value), hint: t(`${value}Hint`) }))} />
      <Radios id={`${id}-reach`} legend={t("reach")} value={draft.isPart ? "part" : "whole"} onChange={(reach) => put({ isPart: reach === "part", limits: LIMITS[draft.role].length === 1 ? LIMITS[draft.role] : draft.limits })} options={[{ value: "whole", label: t("whole") }, { value: "part", label: t("part") }]} />
      {draft.isPart ? <Reach id={id} draft={draft} things={things} mistakes={mistakes} put={put} /> : null}
      {verbs.length > 1 ? <Checkboxes id={`${id}-verbs`} legend={t("verbs")} values={draft.verbs} error={mistakes.verbs} onChange={(chosen) => put({ verbs: chosen })} options={verbs.map((value) => ({ value, label: t(value) }))} /> : null}
      <Checkboxes id={`${id}-fields`} legend={t("fields")} hint={t("fieldsHint")} values={draft.fields} onChange={(fields) => put({ fields })} options={FIELDS.map((value) => ({ value, label: t(value) }))} />
    </>
  );
}

function Reach({ id, draft, things, mistakes, put }: Omit<Props, "onChange"> & { put: (part: Partial<Draft>) => void }) {
  const t = usePeopleText();
  const { language } = useLanguage();
  const possible = LIMITS[draft.role];
  const has = (limit: (typeof possible)[number]) => possible.includes(limit) && draft.limits.includes(limit);
  // What was chosen once and is not in the list any more stays chosen, under its own id.
  const surveys = withChosen(things.surveys.map(({ survey_id, title }) => ({ value: survey_id, label: title })), draft.surveys);
  const topics = withChosen(things.topics.map(({ topic_id, name }) => ({ value: topic_id, label: localized(name, language) })), draft.topics);
  return (
    <div className="message">
      {possible.length > 1 ? <Checkboxes id={`${id}-limits`} legend={t("limits")} hint={t("limitsHint")} values={draft.limits} error={mistakes.limits} onChange={(limits) => put({ limits })} options={possible.map((value) => ({ value, label: t(`${value}Some`) }))} /> : null}
      {has("schools") ? <TextArea id={`${id}-schools`} label={t("schools")} hint={t("schoolsHint")} rows={3} value={draft.schools} error={mistakes.schools} onChange={(event) => put({ schools: event.target.value })} /> : null}
      {has("surveys") ? <Checkboxes id={`${id}-surveys`} legend={t("surveys")} hint={t(surveys.length ? "noneOfThem" : "noSurveysYet")} values={draft.surveys} onChange={(chosen) => put({ surveys: chosen })} options={surveys} /> : null}
      {has("topics") ? <Checkboxes id={`${id}-topics`} legend={t("topics")} hint={t(topics.length ? "noneOfThem" : "noTopicsYet")} values={draft.topics} onChange={(chosen) => put({ topics: chosen })} options={topics} /> : null}
    </div>
  );
}

function withChosen(options: { value: string; label: string }[], chosen: string[]) {
  const known = new Set(options.map(({ value }) => value));
  return [...options, ...chosen.filter((each) => !known.has(each)).map((value) => ({ value, label: value }))];
}
