/** API tokens: the ones there are, and a new one, which is shown once. */
import { useState } from "react";
import type { HeldSession } from "../../shared/api/types";
import { momentAt, useLanguage } from "../../shared/i18n/language";
import { CopyField, OpenedHeading } from "../../shared/ui/parts";
import { usePermissionText } from "../permissions";
import { useDesk } from "../session";
import { ConfirmButton, focusOn, Part } from "./parts";
import { useAccountText } from "./texts";
import { TokenForm } from "./TokenForm";

export function Tokens({ tokens, changed }: { tokens: HeldSession[]; changed: () => void }) {
  const t = useAccountText();
  const [done, setDone] = useState("");
  const [made, setMade] = useState("");
  const ended = () => { setDone(t("tokenEnded")); changed(); focusOn("tokens-title"); };
  const keep = () => { setMade(""); focusOn("tokens-title"); };
  return (
    <Part id="tokens-title" title={t("tokens")} done={done}>
      <p>{t("tokensLead")}</p>
      {tokens.length ? <ul className="rows" role="list">{tokens.map((one) => <Row key={one.session_id} token={one} ended={ended} />)}</ul> : <p>{t("noTokens")}</p>}
      {made ? (
        <div className="card">
          <OpenedHeading>{t("tokenMade")}</OpenedHeading>
          <p>{t("tokenMadeLead")}</p>
          <CopyField id="token-made" label={t("token")} value={made} />
          <p><button type="button" className="button" onClick={keep}>{t("haveCopied")}</button></p>
        </div>
      ) : <TokenForm made={(token) => { setDone(""); setMade(token); changed(); }} />}
    </Part>
  );
}

function Row({ token, ended }: { token: HeldSession; ended: () => void }) {
  const t = useAccountText();
  const words = usePermissionText();
  const { language } = useLanguage();
  const { call, district } = useDesk();
  const { name, session_id: id, token_for: permissions, expires_at: end } = token;
  return (
    <li>
      <p className="row-title">{name}</p>
      <p className="row-head">{(permissions ?? []).map((each) => words(each)).join(", ")} · {t("until", { when: momentAt(end, language, district?.timezone) })}</p>
      <ConfirmButton isSmall label={t("end")} spoken={t("endTokenNamed", { name })} title={t("endToken", { name })} lead={t("endTokenLead")} yes={t("end")} busy={t("saving")} work={async () => { await call("DELETE", `/me/sessions/${encodeURIComponent(id)}`); }} done={ended} />
    </li>
  );
}
