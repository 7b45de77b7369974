/** One's own passkeys: add one with a name, remove one. */
import { useState, type SyntheticEvent } from "react";
import { useAction } from "../../shared/api/load";
import type { Challenge, Passkey } from "../../shared/api/types";
import type { CreationOptions } from "../../shared/api/webauthn";
import { momentAt, useLanguage } from "../../shared/i18n/language";
import { SubmitButton, TextField } from "../../shared/ui/fields";
import { Alert, Failure } from "../../shared/ui/parts";
import { usePasskeys } from "../signing/passkeys";
import { useDesk } from "../session";
import { ConfirmButton, focusOn, Part } from "./parts";
import { useAccountText } from "./texts";

type Props = { passkeys: Passkey[]; changed: () => void; show: (codes: string[]) => void };

export function Passkeys({ passkeys, changed, show }: Props) {
  const t = useAccountText();
  const { isPossible } = usePasskeys();
  const [done, setDone] = useState("");
  const removed = () => { setDone(t("passkeyRemoved")); changed(); focusOn("passkeys-title"); };
  const added = (codes: string[]) => { setDone(t("passkeyAdded")); changed(); show(codes); };
  return (
    <Part id="passkeys-title" title={t("passkeys")} done={done}>
      <p>{t("passkeysLead")}</p>
      {passkeys.length ? <ul className="rows" role="list">{passkeys.map((passkey) => <Row key={passkey.passkey_id} passkey={passkey} removed={removed} />)}</ul> : <p>{t("noPasskeys")}</p>}
      {isPossible ? <AddForm added={added} begin={() => setDone("")} /> : <Alert kind="warning"><p>{t("oldBrowser")}</p></Alert>}
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

function AddForm({ added, begin }: { added: (codes: string[]) => void; begin: () => void }) {
  const t = useAccountText();
  const { call } = useDesk();
  const passkeys = usePasskeys();
  const [name, setName] = useState("");
  const [missing, setMissing] = useState("");
  const { isBusy, error, run } = useAction();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    begin();
    setMissing(name.trim() ? "" : t("needPasskeyName"));
    if (!name.trim()) { focusOn("passkey-name"); return; }
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
    </form>
  );
}
