/** The second step of signing in: a passkey, a code of the authenticator app, or a recovery code. */
import { useState, type SyntheticEvent } from "react";
import type { Call } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import type { SecondFactor, SignInReply } from "../../shared/api/types";
import { SubmitButton, TextField } from "../../shared/ui/fields";
import { Alert, Failure, PageHeading } from "../../shared/ui/parts";
import { CodeField, digitsOf, isWholeCode } from "./CodeField";
import { SignInByPasskey } from "./SignInByPasskey";
import { useSigningText } from "./texts";

type Props = { call: Call; asked: SecondFactor; take: (reply: SignInReply) => void; back: () => void };

export function SecondStep({ call, asked, take, back }: Props) {
  const t = useSigningText();
  const has = (factor: "totp" | "passkey" | "recovery") => asked.factors.includes(factor);
  const [isRecovery, setRecovery] = useState(!has("totp") && !has("passkey"));
  const turn = (to: boolean) => {
    setRecovery(to);
    // The field that has just appeared takes the focus, so that writing can go on.
    setTimeout(() => document.getElementById("code")?.focus());
  };
  return (
    <div className="narrow-part">
      <PageHeading title={t("secondTitle")} lead={t("secondLead")} />
      {has("passkey") && !isRecovery ? <SignInByPasskey call={call} take={take} challenge={asked.challenge} /> : null}
      {has("passkey") && has("totp") && !isRecovery ? <p className="or">{t("or")}</p> : null}
      {isRecovery || has("totp") ? <CodeForm key={String(isRecovery)} kind={isRecovery ? "recovery" : "totp"} call={call} challenge={asked.challenge} take={take} /> : null}
      {has("recovery") && !isRecovery ? <p><button type="button" className="link-button" onClick={() => turn(true)}>{t("useRecovery")}</button></p> : null}
      {isRecovery && has("totp") ? <p><button type="button" className="link-button" onClick={() => turn(false)}>{t("useCode")}</button></p> : null}
      {isRecovery && !has("totp") && has("passkey") ? <p><button type="button" className="link-button" onClick={() => setRecovery(false)}>{t("usePasskey")}</button></p> : null}
      <p><button type="button" className="link-button" onClick={back}>{t("backToSignIn")}</button></p>
    </div>
  );
}

type FormProps = { kind: "totp" | "recovery"; call: Call; challenge: string; take: (reply: SignInReply) => void };

function CodeForm({ kind, call, challenge, take }: FormProps) {
  const t = useSigningText();
  const [code, setCode] = useState("");
  const [missing, setMissing] = useState("");
  const { isBusy, error, run } = useAction();
  const isTotp = kind === "totp";
  const isGone = error !== null && [401, 404, 409, 410].includes(error.status);
  const isWrong = error !== null && [400, 403].includes(error.status);
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const isWhole = isTotp ? isWholeCode(code) : code.trim() !== "";
    setMissing(isWhole ? "" : t(isTotp ? "needCode" : "needRecoveryCode"));
    const sent = isTotp ? digitsOf(code) : code.trim();
    const isDone = isWhole && await run(async () => { take(await call<SignInReply>("POST", "/session/second", { challenge, kind, code: sent })); });
    if (!isDone) document.getElementById("code")?.focus();
  };
  const field = { id: "code", value: code, error: missing || (isWrong ? t("codeWrong") : undefined), onChange: (event: { target: { value: string } }) => { setCode(event.target.value); } };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      {isGone ? <Alert kind="error" live><p>{t("challengeGone")}</p></Alert> : null}
      {error && !isGone && !isWrong ? <Failure error={error} server /> : null}
      {isTotp ? <CodeField {...field} /> : <TextField label={t("recoveryCode")} hint={t("recoveryHint")} autoComplete="off" autoCapitalize="none" spellCheck={false} required {...field} />}
      <SubmitButton isBusy={isBusy} busyLabel={t("checking")}>{t("goOn")}</SubmitButton>
    </form>
  );
}
