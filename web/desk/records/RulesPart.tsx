/** How long each kind is kept, a form to choose it, and a preview of what that does before it is saved. */
import { useState, type SyntheticEvent } from "react";
import { useAction } from "../../shared/api/load";
import { moment, useLanguage } from "../../shared/i18n/language";
import { Select, SubmitButton, TextField } from "../../shared/ui/fields";
import { Alert, ErrorSummary, Failure, Loading, type Mistake } from "../../shared/ui/parts";
import { useDesk, useDeskLoad } from "../session";
import { PreviewTable } from "./PreviewTable";
import type { RecordKind, Rules, RuleShown } from "./shapes";
import { useRecordsText } from "./texts";
import { usePreview } from "./usePreview";

export function RulesPart() {
  const t = useRecordsText();
  const held = useDeskLoad((call) => call<Rules>("GET", "/retention/rules"), []);
  return (
    <section>
      <h2>{t("rules")}</h2>
      {held.error ? <Failure error={held.error} again={held.reload} server /> : null}
      {held.isLoading && !held.value ? <Loading /> : null}
      {held.value ? <><Standing rules={held.value} /><RuleForm rules={held.value} changed={held.reload} /></> : null}
    </section>
  );
}

function Standing({ rules }: { rules: Rules }) {
  const t = useRecordsText();
  const { language } = useLanguage();
  const { district } = useDesk();
  const nameOf = (one: RuleShown) => (one.school_id ? rules.schools.find((each) => each.school_id === one.school_id)?.name ?? one.school_id : t("wholeDistrict"));
  return (
    <ul className="cards">
      {rules.kinds.map((kind) => (
        <li className="card" key={kind.kind}>
          <h3>{t(kind.kind)}</h3>
          <p className="hint">{t("standard", { days: kind.days, from: kind.counted_from })}</p>
          {rules.rules.filter((one) => one.kind === kind.kind).map((one) => (
            <p key={one.school_id}><strong>{nameOf(one)}</strong>: {t("inForce", { days: one.days_in_force })}{one.days === one.days_in_force ? "" : `; ${t("from", { when: moment(one.binds_at, language, district?.timezone), days: one.days })}`}</p>
          ))}
        </li>
      ))}
    </ul>
  );
}

function RuleForm({ rules, changed }: { rules: Rules; changed: () => void }) {
  const t = useRecordsText();
  const { call, district } = useDesk();
  const { language } = useLanguage();
  const [chosen, setChosen] = useState({ kind: "answer" as RecordKind, school_id: "", days: "", by: "month" });
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [done, setDone] = useState("");
  const { isBusy, error, run } = useAction();
  const preview = usePreview();
  const kind = rules.kinds.find((each) => each.kind === chosen.kind);
  const put = (part: Partial<typeof chosen>) => { setChosen((before) => ({ ...before, ...part })); preview.clear(); setDone(""); };
  const save = async (event: SyntheticEvent) => {
    event.preventDefault();
    const days = Number(chosen.days);
    const found = Number.isInteger(days) && days > 0 ? [] : [{ target: "rule-days", text: t("needDays") }];
    setMistakes(found);
    if (isBusy || found.length) return;
    await run(async () => {
      const rule = await call<RuleShown>("PUT", "/retention/rules", { kind: chosen.kind, school_id: chosen.school_id, days });
      setDone(t("saved", { when: moment(rule.binds_at, language, district?.timezone) }));
      changed();
    });
  };
  const daysError = mistakes[0]?.text ?? error?.fields["days"];
  return (
    <form className="narrow-part" onSubmit={(event) => void save(event)} noValidate>
      <h3>{t("choose")}</h3>
      <p className="hint">{t("notice")}</p>
      <ErrorSummary mistakes={mistakes} />
      {error ? <Failure error={error} server /> : null}
      <Select id="rule-kind" label={t("kind")} value={chosen.kind} onChange={(event) => put({ kind: event.target.value as RecordKind, school_id: "" })}>
        {rules.kinds.map((each) => <option key={each.kind} value={each.kind}>{t(each.kind)}</option>)}
      </Select>
      {kind?.by_school ? (
        <Select id="rule-school" label={t("school")} value={chosen.school_id} onChange={(event) => put({ school_id: event.target.value })}>
          <option value="">{t("wholeDistrict")}</option>
          {rules.schools.map((each) => <option key={each.school_id} value={each.school_id}>{each.name}</option>)}
        </Select>
      ) : null}
      <TextField id="rule-days" label={t("days")} inputMode="numeric" value={chosen.days} error={daysError} hint={kind ? `${t("bounds", { least: kind.least, most: kind.most, because: kind.because })} ${t("presentRule")}.` : ""} onChange={(event) => put({ days: event.target.value.trim() })} />
      <Select id="rule-by" label={t("by")} value={chosen.by} onChange={(event) => put({ by: event.target.value })}>
        <option value="month">{t("byMonth")}</option><option value="day">{t("byDay")}</option>
      </Select>
      <div className="actions">
        <button type="button" className="button outline" aria-disabled={preview.isBusy} onClick={() => void preview.count(chosen)}>{preview.isBusy ? t("counting") : t("show")}</button>
        <SubmitButton isBusy={isBusy} busyLabel={t("saving")}>{t("save")}</SubmitButton>
      </div>
      <div role="status">{done ? <Alert kind="success"><p>{done}</p></Alert> : null}</div>
      {preview.error ? <Failure error={preview.error} server /> : null}
      {preview.going ? <PreviewTable going={preview.going} schools={rules.schools} hasSchools={Boolean(kind?.by_school)} /> : null}
    </form>
  );
}
