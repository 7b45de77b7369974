/** The sign-in page: with a password and what the account asks beside it, with a passkey, or through the district's own sign-in. */
import { useMemo, useState, type SyntheticEvent } from "react";
import { connect, type Call } from "../../shared/api/client";
import { useAction, useLoad } from "../../shared/api/load";
import type { SecondFactor, Session, SignInReply, SingleSignOn } from "../../shared/api/types";
import { SubmitButton, TextField } from "../../shared/ui/fields";
import { Alert, ErrorSummary, Failure, PageHeading, type Mistake } from "../../shared/ui/parts";
import { PasswordField } from "../../shared/ui/PasswordField";
import { useRouter } from "../router";
import { Forgotten } from "../signing/Forgotten";
import { SignInByPasskey } from "../signing/SignInByPasskey";
import { SecondStep } from "../signing/SecondStep";
import { useSigningText } from "../signing/texts";
import { useText } from "../texts";

type Props = { accept: (session: Session) => void; isReturn: boolean };

export function SignIn({ accept, isReturn }: Props) {
  const { slug } = useRouter();
  const call = useMemo(() => connect(slug), [slug]);
  const [second, setSecond] = useState<SecondFactor | null>(null);
  const [isForgotten, setForgotten] = useState(false);
  const take = (reply: SignInReply) => { if (reply.state === "second_factor") setSecond(reply); else accept(reply); };
  if (second) return <SecondStep call={call} asked={second} take={take} back={() => setSecond(null)} />;
  if (isForgotten) return <Forgotten call={call} back={() => setForgotten(false)} />;
  return <FirstStep call={call} take={take} isReturn={isReturn} forget={() => setForgotten(true)} />;
}

type FirstProps = { call: Call; take: (reply: SignInReply) => void; isReturn: boolean; forget: () => void };

function FirstStep({ call, take, isReturn, forget }: FirstProps) {
  const t = useText();
  const s = useSigningText();
  return (
    <div className="narrow-part">
      <PageHeading title={t(isReturn ? "signInAgain" : "signIn")} lead={t(isReturn ? "signInAgainLead" : "signInLead")} />
      <PasswordForm call={call} take={take} />
      <p><button type="button" className="link-button" onClick={forget}>{s("forgotten")}</button></p>
      <div className="other-ways">
        <SignInByPasskey call={call} take={take} />
        <SingleSignOnButton call={call} isReturn={isReturn} />
      </div>
      <p className="hint">{s("never")}</p>
    </div>
  );
}

function PasswordForm({ call, take }: Pick<FirstProps, "call" | "take">) {
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
    if (!found.length) await run(async () => { take(await call<SignInReply>("POST", "/session", { username: username.trim(), password })); });
  };
  const textFor = (target: string) => mistakes.find((mistake) => mistake.target === target)?.text;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      {error?.status === 401 ? <Alert kind="error" live><p>{t("signInFailed")}</p></Alert> : null}
      {error && error.status !== 401 ? <Failure error={error} server /> : null}
      <ErrorSummary mistakes={mistakes} />
      <TextField id="username" label={t("username")} autoComplete="username" autoCapitalize="none" spellCheck={false} required value={username} error={textFor("username")} onChange={(event) => setUsername(event.target.value)} />
      <PasswordField id="password" label={t("password")} autoComplete="current-password" required value={password} error={textFor("password")} onChange={(event) => setPassword(event.target.value)} />
      <SubmitButton isBusy={isBusy} busyLabel={t("signingIn")}>{t("signIn")}</SubmitButton>
    </form>
  );
}

/** The way through the district's own sign-in, where it has one; without an answer the page is as if there were none. */
function SingleSignOnButton({ call, isReturn }: { call: Call; isReturn: boolean }) {
  const t = useSigningText();
  const known = useLoad(() => call<SingleSignOn>("GET", "/single-sign-on"), [call]).value;
  const { isBusy, error, run } = useAction();
  if (!known?.is_on) return null;
  const start = () => run(async () => {
    const { address } = await call<{ address: string }>("POST", "/single-sign-on/start");
    location.assign(address);
  });
  return (
    <div>
      {error ? <Failure error={error} server /> : null}
      <button type="button" className="button outline" aria-disabled={isBusy} aria-describedby={isReturn ? "leaves-hint" : undefined} onClick={() => { if (!isBusy) void start(); }}>
        {isBusy ? t("leaving") : t("useSingleSignOn", { name: known.name })}
      </button>
      {isReturn ? <p className="hint" id="leaves-hint">{t("singleSignOnLeaves", { name: known.name })}</p> : null}
    </div>
  );
}
