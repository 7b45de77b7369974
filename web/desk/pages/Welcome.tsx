/** Accepts a staff invitation; its token is in the fragment and leaves the bar at once. */
import { useMemo, useState, type SyntheticEvent } from "react";
import { connect, type Fields } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import type { Session } from "../../shared/api/types";
import { SubmitButton, TextField } from "../../shared/ui/fields";
import { Alert, ErrorSummary, Failure, PageHeading } from "../../shared/ui/parts";
import { PasswordField } from "../../shared/ui/PasswordField";
import { secretAtStart } from "../fragment";
import { useRouter } from "../router";
import { SHORTEST_ALONE } from "../signing/passwords";
import { useText } from "../texts";

export function Welcome({ accept }: { accept: (session: Session) => void }) {
  const { slug } = useRouter();
  const call = useMemo(() => connect(slug), [slug]);
  const [form, setForm] = useState({ username: "", name: "", password: "" });
  const [mistakes, setMistakes] = useState<Fields>({});
  const { isBusy, error, run } = useAction();
  const t = useText();
  const fields = useMemo(() => ({ ...(error?.fields ?? {}), ...mistakes }), [error, mistakes]);
  const summary = useMemo(() => Object.entries(fields).map(([target, text]) => ({ target, text })), [fields]);
  const put = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const found = {
      ...(form.name.trim() ? {} : { name: t("needName") }),
      ...(form.username.trim() ? {} : { username: t("needUsername") }),
      ...(form.password.length >= SHORTEST_ALONE ? {} : { password: t("shortPassword", { count: SHORTEST_ALONE }) }),
    };
    setMistakes(found);
    if (Object.keys(found).length) return;
    await run(async () => accept(await call<Session>("POST", "/welcome", { ...form, invitation: secretAtStart })));
  };
  const isGone = error !== null && [401, 403, 404, 410].includes(error.status);
  return (
    <div className="narrow-part">
      <PageHeading title={t("welcome")} lead={t("welcomeLead")} />
      {secretAtStart ? null : <Alert kind="warning"><p>{t("invitationMissing")}</p></Alert>}
      <form onSubmit={(event) => void submit(event)} noValidate>
        {isGone ? <Alert kind="error" live><p>{t("invitationGone")}</p></Alert> : null}
        {error && !isGone && !Object.keys(error.fields).length ? <Failure error={error} server /> : null}
        <ErrorSummary mistakes={summary} />
        <TextField id="name" label={t("fullName")} autoComplete="name" required value={form.name} error={fields["name"]} onChange={(event) => put({ name: event.target.value })} />
        <TextField id="username" label={t("username")} autoComplete="username" autoCapitalize="none" spellCheck={false} required value={form.username} error={fields["username"]} onChange={(event) => put({ username: event.target.value })} />
        <PasswordField id="password" label={t("password")} hint={t("passwordHint", { count: SHORTEST_ALONE })} autoComplete="new-password" required value={form.password} error={fields["password"]} onChange={(event) => put({ password: event.target.value })} />
        <SubmitButton isBusy={isBusy} busyLabel={t("beginning")}>{t("begin")}</SubmitButton>
      </form>
    </div>
  );
}
