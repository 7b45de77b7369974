/** Shares a survey's results with one named person, inside or outside, until a day. */
import { useState, type SyntheticEvent } from "react";
import { PayloadKey } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import type { GroupValue, Language, List, StaffUser, Survey } from "../../shared/api/types";
import { LANGUAGE_NAMES } from "../../shared/i18n/language";
import { Checkboxes, Radios, Select, SubmitButton, TextField } from "../../shared/ui/fields";
import { Alert, ErrorSummary, Failure, type Mistake } from "../../shared/ui/parts";
import { useDesk, useDeskLoad } from "../session";
import { useShareText } from "./texts";

type Form = { side: "colleague" | "guest"; userId: string; email: string; name: string; language: Language; isPart: boolean; schools: string[]; days: string; mostViews: string; verbs: "export"[]; fields: "free_text"[] };
const EMPTY: Form = { side: "colleague", userId: "", email: "", name: "", language: "en", isPart: false, schools: [], days: "30", mostViews: "", verbs: [], fields: [] };

export function ShareResults({ survey, schools }: { survey: Survey; schools: GroupValue[] }) {
  const t = useShareText();
  const { call, user } = useDesk();
  const users = useDeskLoad((ask) => ask<List<StaffUser>>("GET", "/users"), []).value?.items ?? [];
  const [form, setForm] = useState(EMPTY);
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [shared, setShared] = useState("");
  const [key] = useState(() => new PayloadKey());
  const { isBusy, error, run } = useAction();
  const put = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }));
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setShared("");
    const found = mistakesOf(form, t);
    setMistakes(found);
    if (found.length) return;
    const payload = bodyOf(form, survey.survey_id);
    if (!(await run(async () => { await call("POST", "/shares", { key: key.for(payload), ...payload }); }))) return;
    key.spend();
    setShared(form.side === "guest" ? form.name || form.email : users.find((each) => each.user_id === form.userId)?.name ?? "");
  };
  const textFor = (target: string, field = "") => mistakes.find((mistake) => mistake.target === target)?.text ?? (field ? error?.fields[field] : undefined);
  return (
    <section>
      <h2>{t("share")}</h2>
      <p>{t("shareLead")}{survey.security === "enhanced" ? ` ${t("enhancedOutside")}` : ""}</p>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {error ? <Failure error={error} server /> : null}
        <ErrorSummary mistakes={mistakes} />
        <div role="status">{shared ? <Alert kind="success"><p>{t("shared", { name: shared })}</p></Alert> : null}</div>
        {survey.security === "enhanced" ? null : <Radios id="share-side" legend={t("who")} value={form.side} onChange={(side) => put({ side })} options={[{ value: "colleague", label: t("colleague") }, { value: "guest", label: t("guest") }]} />}
        {form.side === "colleague" ? (
          <Select id="share-user" label={t("person")} value={form.userId} error={textFor("share-user", "recipient")} onChange={(event) => put({ userId: event.target.value })}>
            <option value="" />
            {users.filter((each) => each.user_id !== user.user_id && each.state === "active").map((each) => <option key={each.user_id} value={each.user_id}>{each.name}</option>)}
          </Select>
        ) : (
          <>
            <TextField id="share-email" type="email" label={t("email")} hint={t("emailHint")} autoComplete="off" value={form.email} error={textFor("share-email", "recipient")} onChange={(event) => put({ email: event.target.value })} />
            <TextField id="share-name" label={t("name")} isOptional maxLength={120} autoComplete="off" value={form.name} onChange={(event) => put({ name: event.target.value })} />
            <Select id="share-language" label={t("language")} value={form.language} onChange={(event) => put({ language: event.target.value as Language })}>{(["en", "es"] as const).map((each) => <option key={each} value={each} lang={each}>{LANGUAGE_NAMES[each]}</option>)}</Select>
          </>
        )}
        {schools.length ? <Radios id="share-part" legend={t("part")} value={form.isPart ? "some" : "all"} error={form.isPart ? undefined : error?.fields["schools"]} onChange={(part) => put({ isPart: part === "some" })} options={[{ value: "all", label: t("wholeSurvey") }, { value: "some", label: t("someSchools") }]} /> : null}
        {form.isPart ? <Checkboxes id="share-schools" legend={t("schools")} values={form.schools} error={textFor("share-schools", "schools")} onChange={(chosen) => put({ schools: chosen })} options={schools.map(({ value, hidden }) => ({ value, label: hidden ? t("hiddenSchool", { name: value }) : value }))} /> : null}
        <TextField id="share-days" label={t("days")} inputMode="numeric" autoComplete="off" value={form.days} error={textFor("share-days", "days")} onChange={(event) => put({ days: event.target.value })} />
        <TextField id="share-views" label={t("mostViews")} hint={t("mostViewsHint")} isOptional inputMode="numeric" autoComplete="off" value={form.mostViews} error={textFor("share-views", "most_views")} onChange={(event) => put({ mostViews: event.target.value })} />
        <Checkboxes id="share-verbs" legend={t("what")} values={form.verbs} onChange={(verbs) => put({ verbs })} options={[{ value: "export", label: t("mayExport") }]} />
        <Checkboxes id="share-fields" legend={t("fields")} values={form.fields} onChange={(fields) => put({ fields })} options={[{ value: "free_text", label: t("freeText") }]} />
        <SubmitButton isBusy={isBusy} busyLabel={t("sending")}>{t("send")}</SubmitButton>
      </form>
    </section>
  );
}

function mistakesOf(form: Form, t: ReturnType<typeof useShareText>): Mistake[] {
  const isWithin = (text: string, most: number) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= most;
  return [
    ...(form.side === "colleague" && !form.userId ? [{ target: "share-user", text: t("needPerson") }] : []),
    ...(form.side === "guest" && !form.email.trim() ? [{ target: "share-email", text: t("needEmail") }] : []),
    ...(form.isPart && !form.schools.length ? [{ target: "share-schools", text: t("needSchool") }] : []),
    ...(isWithin(form.days, 90) ? [] : [{ target: "share-days", text: t("needDays") }]),
    ...(!form.mostViews || isWithin(form.mostViews, 10_000) ? [] : [{ target: "share-views", text: t("needViews") }]),
  ];
}

function bodyOf(form: Form, surveyId: string) {
  const guest = { email: form.email.trim(), name: form.name.trim(), language: form.language };
  return {
    kind: "results",
    survey_id: surveyId,
    recipient: form.side === "guest" ? guest : { user_id: form.userId },
    verbs: ["read", ...form.verbs],
    days: Number(form.days),
    schools: form.isPart ? form.schools : null,
    fields: form.fields,
    most_views: form.mostViews ? Number(form.mostViews) : null,
  };
}
