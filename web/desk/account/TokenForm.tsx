/** Makes an API token: its name, what it may do, and for how long. */
import { useState, type SyntheticEvent } from "react";
import { useAction } from "../../shared/api/load";
import type { Permission } from "../../shared/api/types";
import { Checkboxes, SubmitButton, TextField } from "../../shared/ui/fields";
import { ErrorSummary, Failure, type Mistake } from "../../shared/ui/parts";
import { ADMINISTRATIVE, PERMISSIONS, usePermissionText } from "../permissions";
import { may, useDesk } from "../session";
import { useAccountText } from "./texts";

type Form = { name: string; permissions: Permission[]; days: string };
const EMPTY: Form = { name: "", permissions: [], days: "90" };

export function TokenForm({ made }: { made: (token: string) => void }) {
  const t = useAccountText();
  const words = usePermissionText();
  const { call, user } = useDesk();
  const [form, setForm] = useState(EMPTY);
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const { isBusy, error, run } = useAction();
  const possible = PERMISSIONS.filter((each) => may(user, each) && !ADMINISTRATIVE.includes(each));
  const put = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }));
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const found = mistakesOf(form, t);
    setMistakes(found);
    if (found.length) return;
    const payload = { name: form.name.trim(), permissions: form.permissions, days: Number(form.days) };
    await run(async () => {
      const { token } = await call<{ token: string }>("POST", "/me/tokens", payload);
      made(token);
    });
  };
  const textFor = (target: string, field: string) => mistakes.find((mistake) => mistake.target === target)?.text ?? error?.fields[field];
  if (!possible.length) return <p>{t("noTokenPermissions")}</p>;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      {error ? <Failure error={error} server /> : null}
      <ErrorSummary mistakes={mistakes} />
      <TextField id="token-name" label={t("tokenName")} hint={t("tokenNameHint")} maxLength={60} autoComplete="off" required value={form.name} error={textFor("token-name", "name")} onChange={(event) => put({ name: event.target.value })} />
      <Checkboxes id="token-may" legend={t("tokenMay")} values={form.permissions} error={textFor("token-may", "permissions")} onChange={(permissions) => put({ permissions })} options={possible.map((value) => ({ value, label: words(value) }))} />
      <TextField id="token-days" label={t("days")} hint={t("daysHint")} inputMode="numeric" autoComplete="off" required value={form.days} error={textFor("token-days", "days")} onChange={(event) => put({ days: event.target.value })} />
      <SubmitButton isBusy={isBusy} busyLabel={t("making")}>{t("makeToken")}</SubmitButton>
    </form>
  );
}

function mistakesOf({ name, permissions, days }: Form, t: ReturnType<typeof useAccountText>): Mistake[] {
  const isNumber = /^\d{1,3}$/.test(days) && Number(days) >= 1 && Number(days) <= 365;
  return [
    ...(name.trim() ? [] : [{ target: "token-name", text: t("needTokenName") }]),
    ...(permissions.length ? [] : [{ target: "token-may", text: t("needTokenMay") }]),
    ...(isNumber ? [] : [{ target: "token-days", text: t("needDays") }]),
  ];
}
