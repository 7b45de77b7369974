/** The register of designated administrators. */
import { useState, type SyntheticEvent } from "react";
import { PayloadKey } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import type { List, StaffUser } from "../../shared/api/types";
import { momentAt, useLanguage } from "../../shared/i18n/language";
import { Select, SubmitButton, TextField } from "../../shared/ui/fields";
import { Alert, ErrorSummary, Failure, Loading, type Mistake } from "../../shared/ui/parts";
import { ConfirmButton } from "../account/parts";
import { may, useDesk, useDeskLoad } from "../session";
import { TableBox } from "../TableBox";
import { useAdministrationText } from "./texts";

type Designation = { designation_id: string; user_id: string; reason: string; approved_by: string; starts_at: number; ends_at: number; ended_at: number };

export function RegisterPart({ users }: { users: StaffUser[] }) {
  const t = useAdministrationText();
  const { call, user, district } = useDesk();
  const { language } = useLanguage();
  const register = useDeskLoad((ask) => ask<List<Designation>>("GET", "/designations"), []);
  const [done, setDone] = useState("");
  const at = (seconds: number) => momentAt(seconds, language, district?.timezone);
  const nameOf = (id: string) => (id === "operator" ? t("operator") : users.find((each) => each.user_id === id)?.name ?? t("someone"));
  const changed = (text: string) => { setDone(text); register.reload(); };
  const stands = (one: Designation) => !one.ended_at && one.ends_at * 1000 > Date.now();
  return (
    <section>
      <h2>{t("register")}</h2>
      <p>{t("registerLead")}</p>
      <div role="status">{done ? <Alert kind="success"><p>{done}</p></Alert> : null}</div>
      {register.error ? <Failure error={register.error} again={register.reload} server /> : null}
      {register.isLoading && !register.value ? <Loading /> : null}
      {register.value?.items.length ? (
        <TableBox label={t("register")}>
          <thead><tr><th scope="col">{t("person")}</th><th scope="col">{t("reason")}</th><th scope="col">{t("approvedBy")}</th><th scope="col">{t("until")}</th><th scope="col">{t("end")}</th></tr></thead>
          <tbody>
            {register.value.items.map((one) => (
              <tr key={one.designation_id}>
                <th scope="row">{nameOf(one.user_id)}</th><td>{one.reason}</td><td>{nameOf(one.approved_by)}</td><td>{at(one.ends_at)}</td>
                <td>{stands(one) && may(user, "manage_security")
                  ? <ConfirmButton isSmall label={t("end")} spoken={t("endNamed", { name: nameOf(one.user_id) })} title={t("endTitle", { name: nameOf(one.user_id) })} lead={t("endLead")} yes={t("end")} busy={t("working")} work={async () => { await call("DELETE", `/designations/${one.designation_id}`); }} done={() => changed(t("endedNow"))} />
                  : one.ended_at ? t("endedAt", { when: at(one.ended_at) }) : t("over")}</td>
              </tr>
            ))}
          </tbody>
        </TableBox>
      ) : null}
      {may(user, "manage_security") ? <DesignateForm users={users.filter((each) => each.user_id !== user.user_id && each.state === "active" && each.roles.includes("administrator"))} changed={changed} /> : null}
    </section>
  );
}

function DesignateForm({ users, changed }: { users: StaffUser[]; changed: (text: string) => void }) {
  const t = useAdministrationText();
  const { call } = useDesk();
  const [person, setPerson] = useState("");
  const [reason, setReason] = useState("");
  const [days, setDays] = useState("90");
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [key] = useState(() => new PayloadKey());
  const { isBusy, error, run } = useAction();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const isNumber = /^\d{1,2}$/.test(days) && Number(days) >= 1 && Number(days) <= 90;
    const found = [
      ...(person ? [] : [{ target: "designee", text: t("needPerson") }]),
      ...(reason.trim() ? [] : [{ target: "designation-reason", text: t("needReason") }]),
      ...(isNumber ? [] : [{ target: "designation-days", text: t("needDays") }]),
    ];
    setMistakes(found);
    if (found.length) return;
    const payload = { user_id: person, reason: reason.trim(), days: Number(days) };
    if (!(await run(async () => { await call("POST", "/designations", { key: key.for(payload), ...payload }); }))) return;
    key.spend();
    setPerson("");
    setReason("");
    setDays("90");
    changed(t("designated", { name: users.find((each) => each.user_id === person)?.name ?? "" }));
  };
  const textFor = (target: string) => mistakes.find((mistake) => mistake.target === target)?.text;
  if (!users.length) return <p className="hint">{t("noneToChoose")}</p>;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <h3>{t("designate")}</h3>
      {error ? <Failure error={error} server /> : null}
      <ErrorSummary mistakes={mistakes} />
      <Select id="designee" label={t("person")} value={person} error={textFor("designee")} onChange={(event) => setPerson(event.target.value)}>
        <option value="" />
        {users.map((each) => <option key={each.user_id} value={each.user_id}>{each.name}</option>)}
      </Select>
      <TextField id="designation-reason" label={t("reason")} maxLength={500} autoComplete="off" value={reason} error={textFor("designation-reason")} onChange={(event) => setReason(event.target.value)} />
      <TextField id="designation-days" label={t("days")} inputMode="numeric" autoComplete="off" value={days} error={textFor("designation-days")} onChange={(event) => setDays(event.target.value)} />
      <SubmitButton isBusy={isBusy} busyLabel={t("working")}>{t("doIt")}</SubmitButton>
    </form>
  );
}
