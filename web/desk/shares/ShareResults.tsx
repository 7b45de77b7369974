/** Shares a survey's results with one named person, inside or outside, until a day. */
import { useState } from "react";
import type { GroupValue, Survey } from "../../shared/api/types";
import { Checkboxes, Radios } from "../../shared/ui/fields";
import { ShareForm } from "./ShareForm";
import { useShareText } from "./texts";

type Form = { isPart: boolean; schools: string[]; verbs: "export"[]; fields: "free_text"[] };
const EMPTY: Form = { isPart: false, schools: [], verbs: [], fields: [] };

export function ShareResults({ survey, schools }: { survey: Survey; schools: GroupValue[] }) {
  const t = useShareText();
  const [form, setForm] = useState(EMPTY);
  const put = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }));
  const isEnhanced = survey.security === "enhanced";
  const thing = { kind: "results", survey_id: survey.survey_id, verbs: ["read", ...form.verbs], schools: form.isPart ? form.schools : null, fields: form.fields };
  const mistakes = form.isPart && !form.schools.length ? [{ target: "share-schools", text: t("needSchool") }] : [];
  return (
    <section>
      <h2>{t("share")}</h2>
      <p>{t("shareLead")}{isEnhanced ? ` ${t("enhancedOutside")}` : ""}</p>
      <ShareForm thing={thing} mistakes={mistakes} isInsideOnly={isEnhanced}>
        {(problem) => (
          <>
            {schools.length ? <Radios id="share-part" legend={t("part")} value={form.isPart ? "some" : "all"} error={form.isPart ? undefined : problem("share-part", "schools")} onChange={(part) => put({ isPart: part === "some" })} options={[{ value: "all", label: t("wholeSurvey") }, { value: "some", label: t("someSchools") }]} /> : null}
            {form.isPart ? <Checkboxes id="share-schools" legend={t("schools")} values={form.schools} error={problem("share-schools", "schools")} onChange={(chosen) => put({ schools: chosen })} options={schools.map(({ value, hidden }) => ({ value, label: hidden ? t("hiddenSchool", { name: value }) : value }))} /> : null}
            <Checkboxes id="share-verbs" legend={t("what")} values={form.verbs} error={problem("share-verbs", "verbs")} onChange={(verbs) => put({ verbs })} options={[{ value: "export", label: t("mayExport") }]} />
            <Checkboxes id="share-fields" legend={t("fields")} values={form.fields} error={problem("share-fields", "fields")} onChange={(fields) => put({ fields })} options={[{ value: "free_text", label: t("freeText") }]} />
          </>
        )}
      </ShareForm>
    </section>
  );
}
