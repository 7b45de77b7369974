/** The sign-in page. */
import { useMemo, useState, type SyntheticEvent } from "react";
import { connect } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import type { Session } from "../../shared/api/types";
import { SubmitButton, TextField } from "../../shared/ui/fields";
import { Alert, ErrorSummary, Failure, PageHeading, type Mistake } from "../../shared/ui/parts";
import { useRouter } from "../router";
import { useText } from "../texts";

export function SignIn({ accept, isReturn }: { accept: (session: Session) => void; isReturn: boolean }) {
  const { slug } = useRouter();
  const call = useMemo(() => connect(slug), [slug]);
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const { isBusy, error, run } = useAction();
  const t = useText();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const found = [
      ...(username.trim() ? [] : [{ target: "username", text: t("needUsername") }]),
      ...(password ? [] : [{ target: "password", text: t("needPassword") }]),
    ];
    setMistakes(found);
    if (!found.length) await run(async () => { accept(await call<Session>("POST", "/session", { username: username.trim(), password })); });
  };
  const textFor = (target: string) => mistakes.find((mistake) => mistake.target === target)?.text;
  return (
    <div className="narrow-part">
      <PageHeading title={t(isReturn ? "signInAgain" : "signIn")} lead={t(isReturn ? "signInAgainLead" : "signInLead")} />
      <form onSubmit={(event) => void submit(event)} noValidate>
        {error?.status === 401 ? <Alert kind="error" live><p>{t("signInFailed")}</p></Alert> : null}
        {error && error.status !== 401 ? <Failure error={error} server /> : null}
        <ErrorSummary mistakes={mistakes} />
        <TextField id="username" label={t("username")} autoComplete="username" autoCapitalize="none" spellCheck={false} required value={username} error={textFor("username")} onChange={(event) => setUsername(event.target.value)} />
        <TextField id="password" type="password" label={t("password")} autoComplete="current-password" required value={password} error={textFor("password")} onChange={(event) => setPassword(event.target.value)} />
        <SubmitButton isBusy={isBusy} busyLabel={t("signingIn")}>{t("signIn")}</SubmitButton>
      </form>
    </div>
  );
}
