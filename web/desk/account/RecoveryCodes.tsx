/** Recovery codes: how many are left, and new ones, which are shown once. */
import { useRef, useState } from "react";
import type { Factors } from "../../shared/api/types";
import { PageHeading } from "../../shared/ui/parts";
import { useDesk } from "../session";
import { ConfirmButton, Part } from "./parts";
import { useAccountText } from "./texts";

type Props = { factors: Factors; changed: () => void; show: (codes: string[]) => void };

export function RecoveryCodes({ factors, changed, show }: Props) {
  const t = useAccountText();
  const { call } = useDesk();
  const made = useRef<string[]>([]);
  const hasFactor = factors.totp || factors.passkeys.length > 0;
  const make = async () => { made.current = (await call<{ recovery_codes: string[] }>("POST", "/me/recovery-codes")).recovery_codes; };
  return (
    <Part id="recovery-title" title={t("recovery")}>
      <p>{hasFactor ? t("recoveryLeft", { count: factors.recovery_left }) : t("recoveryNone")}</p>
      {hasFactor ? <ConfirmButton label={t("newCodes")} title={t("newCodesTitle")} lead={t("newCodesLead")} yes={t("makeThem")} busy={t("saving")} work={make} done={() => { changed(); show(made.current); }} /> : null}
    </Part>
  );
}

/** The codes, in place of the page, until the person says that they are kept. */
export function NewCodes({ codes, close }: { codes: string[]; close: () => void }) {
  const t = useAccountText();
  const [isCopied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(codes.join("\n")).then(() => setCopied(true), () => undefined);
  return (
    <div className="narrow-part">
      <PageHeading title={t("codesTitle")} lead={t("codesLead")} />
      <ol className="recovery-codes">{codes.map((code) => <li key={code}><code className="key">{code}</code></li>)}</ol>
      <div className="actions">
        <button type="button" className="button outline" onClick={() => window.print()}>{t("print")}</button>
        <button type="button" className="button outline" onClick={copy}>{t("copyAll")}</button>
      </div>
      <p role="status" className="hint">{isCopied ? t("copied") : ""}</p>
      <p><button type="button" className="button" onClick={close}>{t("savedThem")}</button></p>
    </div>
  );
}
