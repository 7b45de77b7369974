/** The dialog in which somebody proves again that it is they, before a sensitive call is repeated. */
import { useState, type SyntheticEvent } from "react";
import type { ApiError, Call } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import type { Challenge, Proof, User } from "../../shared/api/types";
import type { RequestOptions } from "../../shared/api/webauthn";
import { Dialog } from "../../shared/ui/Dialog";
import { SubmitButton } from "../../shared/ui/fields";
import { Alert, Failure } from "../../shared/ui/parts";
import { PasswordField } from "../../shared/ui/PasswordField";
import { CodeField, digitsOf, isWholeCode } from "./CodeField";
import { usePasskeys } from "./passkeys";
import { useSigningText } from "./texts";

export type Proved = { proof: Proof; proved_at: number };
type Props = { user: User; call: Call; isPasskeyOnly: boolean; proved: (proved: Proved) => void; cancel: () => void; goToAccount: () => void };
type Way = { call: Call; proved: (proved: Proved) => void };

/** An account with a second factor proves itself with that; any other with its password. */
export function StepUp({ user, call, isPasskeyOnly, proved, cancel, goToAccount }: Props) {
  const t = useSigningText();
  const has = (factor: "passkey" | "totp") => user.factors.includes(factor);
  const way = { call, proved };
  return (
    <Dialog title={t("proofTitle")} close={cancel}>
      <p>{t(isPasskeyOnly ? "proofPasskey" : "proofLead")}</p>
      {has("passkey") ? <ByPasskey {...way} /> : null}
      {isPasskeyOnly && !has("passkey") ? <><Alert kind="warning"><p>{t("noPasskey")}</p></Alert><p><button type="button" className="button" onClick={goToAccount}>{t("goToAccount")}</button></p></> : null}
      {!isPasskeyOnly && has("totp") ? <ByCode {...way} /> : null}
      {!isPasskeyOnly && !has("totp") && !has("passkey") ? <ByPassword {...way} /> : null}
      <p><button type="button" className="button plain" onClick={cancel}>{t("cancel")}</button></p>
    </Dialog>
  );
}

function ByPasskey({ call, proved }: Way) {
  const t = useSigningText();
  const passkeys = usePasskeys();
  const { isBusy, error, run } = useAction();
  const prove = () => run(async () => {
    const { challenge, options } = await call<Challenge<RequestOptions>>("POST", "/session/proof/options");
    const credential = await passkeys.ask(options);
    proved(await call<Proved>("POST", "/session/proof", { kind: "passkey", challenge, credential }));
  });
  if (!passkeys.isPossible) return <Alert kind="warning"><p>{t("oldBrowser")}</p></Alert>;
  return (
    <>
      {error && "credential" in error.fields ? <Alert kind="error" live><p>{t("passkeyRefused")}</p></Alert> : null}
      {error && !("credential" in error.fields) ? <Failure error={error} server /> : null}
      <p><button type="button" className="button" aria-disabled={isBusy} onClick={() => { if (!isBusy) void prove(); }}>{t(isBusy ? "asking" : "usePasskey")}</button></p>
    </>
  );
}

/** One field that is sent as a proof; `wrong` says what is wrong with it before or after it was sent. */
function useProofForm({ call, proved }: Way, kind: "totp" | "password", texts: { missing: string; wrong: string }) {
  const [value, setValue] = useState("");
  const [missing, setMissing] = useState("");
  const { isBusy, error, run } = useAction();
  const isWhole = kind === "totp" ? isWholeCode(value) : value !== "";
  const id = `proof-${kind}`;
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setMissing(isWhole ? "" : texts.missing);
    const part = kind === "totp" ? { code: digitsOf(value) } : { password: value };
    const isDone = isWhole && await run(async () => { proved(await call<Proved>("POST", "/session/proof", { kind, ...part })); });
    if (!isDone) document.getElementById(id)?.focus();
  };
  const wrong = missing || (isWrong(error) ? texts.wrong : "");
  const field = { id, value, error: wrong || undefined, onChange: (event: { target: { value: string } }) => { setValue(event.target.value); } };
  return { field, isBusy, submit: (event: SyntheticEvent) => void submit(event), failure: error && !isWrong(error) ? error : null };
}

function isWrong(error: ApiError | null): boolean {
  return error?.status === 400;
}

function ByCode(way: Way) {
  const t = useSigningText();
  const { field, isBusy, submit, failure } = useProofForm(way, "totp", { missing: t("needCode"), wrong: t("codeWrong") });
  return (
    <form onSubmit={submit} noValidate>
      {failure ? <Failure error={failure} server /> : null}
      <CodeField {...field} />
      <SubmitButton isBusy={isBusy} busyLabel={t("checking")}>{t("goOn")}</SubmitButton>
    </form>
  );
}

function ByPassword(way: Way) {
  const t = useSigningText();
  const { field, isBusy, submit, failure } = useProofForm(way, "password", { missing: t("needPassword"), wrong: t("passwordWrong") });
  return (
    <form onSubmit={submit} noValidate>
      {failure ? <Failure error={failure} server /> : null}
      <PasswordField label={t("password")} autoComplete="current-password" required {...field} />
      <SubmitButton isBusy={isBusy} busyLabel={t("checking")}>{t("goOn")}</SubmitButton>
    </form>
  );
}
