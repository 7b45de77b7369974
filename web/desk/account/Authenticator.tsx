/** The authenticator app: its key is shown once, as a QR code and in letters, and confirmed by a first code. */
import { useState, type SyntheticEvent } from "react";
import { useAction } from "../../shared/api/load";
import { SubmitButton } from "../../shared/ui/fields";
import { Failure, OpenedHeading } from "../../shared/ui/parts";
import { CodeField, digitsOf, isWholeCode } from "../signing/CodeField";
import { useDesk } from "../session";
import { ConfirmButton, focusOn, Part } from "./parts";
import { QrCode } from "./QrCode";
import { useAccountText } from "./texts";

type Enrolment = { secret: string; uri: string; challenge: string };
type Props = { isOn: boolean; changed: () => void; show: (codes: string[]) => void };

export function Authenticator({ isOn, changed, show }: Props) {
  const t = useAccountText();
  const { call } = useDesk();
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [done, setDone] = useState("");
  const { isBusy, error, run } = useAction();
  const start = () => run(async () => { setDone(""); setEnrolment(await call<Enrolment>("POST", "/me/totp")); });
  const end = (text: string) => { setEnrolment(null); setDone(text); focusOn("totp-title"); };
  const confirmed = (codes: string[]) => { end(t("totpAdded")); changed(); show(codes); };
  const removed = () => { end(t("totpRemoved")); changed(); };
  return (
    <Part id="totp-title" title={t("totp")} done={done}>
      <p>{t(isOn ? "totpOn" : "totpOff")}</p>
      {error ? <Failure error={error} server /> : null}
      {isOn ? <ConfirmButton label={t("removeTotp")} title={t("removeTotpTitle")} lead={t("removeTotpLead")} yes={t("remove")} busy={t("saving")} work={async () => { await call("DELETE", "/me/totp"); }} done={removed} /> : null}
      {!isOn && !enrolment ? <button type="button" className="button outline" aria-disabled={isBusy} onClick={() => { if (!isBusy) void start(); }}>{t(isBusy ? "settingUp" : "setUp")}</button> : null}
      {!isOn && enrolment ? <ConfirmForm enrolment={enrolment} confirmed={confirmed} cancel={() => end("")} /> : null}
    </Part>
  );
}

function ConfirmForm({ enrolment, confirmed, cancel }: { enrolment: Enrolment; confirmed: (codes: string[]) => void; cancel: () => void }) {
  const t = useAccountText();
  const { call } = useDesk();
  const [code, setCode] = useState("");
  const [missing, setMissing] = useState("");
  const { isBusy, error, run } = useAction();
  const isWrong = error?.status === 400;
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setMissing(isWholeCode(code) ? "" : t("needCode"));
    const isDone = isWholeCode(code) && await run(async () => {
      confirmed((await call<{ recovery_codes: string[] }>("PUT", "/me/totp", { challenge: enrolment.challenge, code: digitsOf(code) })).recovery_codes);
    });
    if (!isDone) document.getElementById("own-code")?.focus();
  };
  return (
    <form className="card" onSubmit={(event) => void submit(event)} noValidate>
      <OpenedHeading>{t("setUp")}</OpenedHeading>
      <p>{t("scan")}</p>
      <QrCode text={enrolment.uri} label={t("qr")} />
      <p>{t("key")}: <code className="key">{groupsOf(enrolment.secret)}</code></p>
      {error && !isWrong ? <Failure error={error} server /> : null}
      <CodeField id="own-code" value={code} error={missing || (isWrong ? t("codeWrong") : undefined)} onChange={(event) => setCode(event.target.value)} />
      <div className="actions">
        <SubmitButton isBusy={isBusy} busyLabel={t("checking")}>{t("confirm")}</SubmitButton>
        <button type="button" className="button plain" onClick={cancel}>{t("cancel")}</button>
      </div>
    </form>
  );
}

/** A key in groups of four, as it is read aloud and typed. */
function groupsOf(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(" ") ?? "";
}
