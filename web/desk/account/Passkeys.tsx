/** One's own passkeys: add one with a name, remove one. */
import { useState, type SyntheticEvent } from "react";
import { useAction } from "../../shared/api/load";
import type { Challenge, Passkey } from "../../shared/api/types";
import type { CreationOptions } from "../../shared/api/webauthn";
import { momentAt, useLanguage } from "../../shared/i18n/language";
import { SubmitButton, TextField } from "../../shared/ui/fields";
import { ConsentGate } from "../../shared/ui/ConsentGate";
import { Alert, Failure } from "../../shared/ui/parts";
import { usePasskeys } from "../signing/passkeys";
import { useDesk } from "../session";
import { ConfirmButton, focusOn, Part } from "./parts";
import { useAccountText } from "./texts";

type Props = { passkeys: Passkey[]; isAllowed: boolean; changed: () => void; show: (codes: string[]) => void };

export function Passkeys({ passkeys, isAllowed, changed, show }: Props) {
  const t = useAccountText();
  const { isPossible } = usePasskeys();
  const [done, setDone] = useState("");
  const removed = () => { setDone(t("passkeyRemoved")); changed(); focusOn("passkeys-title"); };
  const added = (codes: string[]) => { setDone(t("passkeyAdded")); changed(); show(codes); };
  return (
    <Part id="passkeys-title" title={t("passkeys")} done={done}>
      <p>{t("passkeysLead")}</p>
      {passkeys.length ? <ul className="rows" role="list">{passkeys.map((passkey) => <Row key={passkey.passkey_id} passkey={passkey} removed={removed} />)}</ul> : <p>{t("noPasskeys")}</p>}
      {isPossible ? <AddForm isAllowed={isAllowed} added={added} begin={() => setDone("")} /> : <Alert kind="warning"><p>{t("oldBrowser")}</p></Alert>}
    </Part>
  );
}

function Row({ passkey, removed }: { passkey: Passkey; removed: () => void }) {
  const t = useAccountText();
  const { language } = useLanguage();
  const { call, district } = useDesk();
  const { passkey_id: id, name, added_at: added, used_at: used } = passkey;
  const at = (seconds: number) => momentAt(seconds, language, district?.timezone);
  return (
    <li>
      <p className="row-title">{name}</p>
      <p className="row-head">{t("added", { when: at(added) })} · {used ? t("used", { when: at(used) }) : t("neverUsed")}</p>
      <ConfirmButton isSmall label={t("remove")} spoken={t("removeNamed", { name })} title={t("removePasskey", { name })} lead={t("removePasskeyLead")} yes={t("remove")} busy={t("saving")} work={async () => { await call("DELETE", `/me/passkeys/${encodeURIComponent(id)}`); }} done={removed} />
    </li>
  );
}

type AddProps = { isAllowed: boolean; added: (codes: string[]) => void; begin: () => void };

function AddForm({ isAllowed, added, begin }: AddProps) {
  const t = useAccountText();
  const { language } = useLanguage();
  const { call, district } = useDesk();
  const passkeys = usePasskeys();
  const [isAsking, setAsking] = useState(false);
  const [isDenied, setDenied] = useState(false);
  const [name, setName] = useState("");
  const [missing, setMissing] = useState("");
  const { isBusy, error, run } = useAction();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    begin();
    setMissing(name.trim() ? "" : t("needPasskeyName"));
    if (!name.trim()) { focusOn("passkey-name"); return; }
    setDenied(false);
    if (!isAllowed) { setAsking(true); return; }
    await make();
  };
  // Our own question comes first; only then is the browser asked.
  const allow = async () => {
    await call("PUT", "/me/consents/biometric", { version: district?.privacy_version ?? "", language });
    setAsking(false);
    await make();
  };
  const deny = () => { setAsking(false); setDenied(true); };
  const make = async () => {
    await run(async () => {
      const { challenge, options } = await call<Challenge<CreationOptions>>("POST", "/me/passkeys/options");
      const credential = await passkeys.make(options);
      const { recovery_codes: codes } = await call<{ recovery_codes: string[] }>("POST", "/me/passkeys", { challenge, name: name.trim(), credential });
      setName("");
      added(codes);
    });
  };
  const wrong = missing || error?.fields["name"];
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      {error && !wrong ? <Failure error={error} server /> : null}
      <TextField id="passkey-name" label={t("passkeyName")} hint={t("passkeyNameHint")} maxLength={60} autoComplete="off" required value={name} error={wrong} onChange={(event) => setName(event.target.value)} />
      <SubmitButton isBusy={isBusy} busyLabel={t("asking")}>{t("addPasskey")}</SubmitButton>
      {isDenied ? <Alert kind="info" live><p>{t("passkeyDenied")} <button type="button" className="link-button" onClick={() => focusOn("totp-title")}>{t("totp")}</button></p></Alert> : null}
      {isAsking ? <ConsentGate feature="biometric" allow={allow} deny={deny} /> : null}
    </form>
  );
}
