/** Changes one's own password. */
import { useState, type SyntheticEvent } from "react";
import { useAction } from "../../shared/api/load";
import { SubmitButton } from "../../shared/ui/fields";
import { ErrorSummary, Failure, type Mistake } from "../../shared/ui/parts";
import { PasswordField } from "../../shared/ui/PasswordField";
import { shortestFor } from "../signing/passwords";
import { useDesk } from "../session";
import { Part } from "./parts";
import { useAccountText } from "./texts";

const EMPTY = { old: "", new: "" };

export function PasswordPart({ changed }: { changed: () => void }) {
  const t = useAccountText();
  const { call, user, refresh } = useDesk();
  const [form, setForm] = useState(EMPTY);
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [done, setDone] = useState("");
  const { isBusy, error, run } = useAction();
  const least = shortestFor(user);
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setDone("");
    const found = [
      ...(form.old ? [] : [{ target: "own-old", text: t("needOld") }]),
      ...(form.new.length >= least ? [] : [{ target: "own-new", text: t("shortPassword", { count: least }) }]),
    ];
    setMistakes(found);
    if (found.length || !(await run(async () => { await call("PUT", "/me/password", form); await refresh(); }))) return;
    setForm(EMPTY);
    setDone(t("passwordChanged"));
    changed();
  };
  const said = { old: error?.fields["old"] ? t("wrongOld") : "", new: error?.fields["new"] ?? error?.fields["password"] ?? "" };
  const textFor = (name: "old" | "new") => (mistakes.find(({ target }) => target === `own-${name}`)?.text ?? said[name]) || undefined;
  return (
    <Part id="password-title" title={t("password")} done={done}>
      <p>{t("passwordLead")}</p>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {error && !said.old && !said.new ? <Failure error={error} server /> : null}
        <ErrorSummary mistakes={mistakes} />
        <PasswordField id="own-old" label={t("oldPassword")} autoComplete="current-password" required value={form.old} error={textFor("old")} onChange={(event) => setForm({ ...form, old: event.target.value })} />
        <PasswordField id="own-new" label={t("newPassword")} hint={t("passwordHint", { count: least })} autoComplete="new-password" required value={form.new} error={textFor("new")} onChange={(event) => setForm({ ...form, new: event.target.value })} />
        <SubmitButton isBusy={isBusy} busyLabel={t("saving")}>{t("changePassword")}</SubmitButton>
      </form>
    </Part>
  );
}
