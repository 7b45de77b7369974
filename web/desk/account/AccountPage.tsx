/** My account: how I sign in, where I am signed in, and the tokens of my programs. */
import { useState } from "react";
import type { Factors, FeatureConsent, HeldSession, List, SingleSignOn } from "../../shared/api/types";
import { Alert, Failure, Loading, PageHeading } from "../../shared/ui/parts";
import { useRouter } from "../router";
import { useDesk, useDeskLoad } from "../session";
import { Authenticator } from "./Authenticator";
import { Connection } from "./Connection";
import { focusOn } from "./parts";
import { Passkeys } from "./Passkeys";
import { Permissions } from "./Permissions";
import { PasswordPart } from "./PasswordPart";
import { NewCodes, RecoveryCodes } from "./RecoveryCodes";
import { Sessions } from "./Sessions";
import { useAccountText } from "./texts";
import { Tokens } from "./Tokens";

/** Of each load, the parts are shown as soon as it has come; a failure keeps its own way to try again. */
export default function AccountPage() {
  const [codes, setCodes] = useState<string[]>([]);
  const { refresh } = useDesk();
  const t = useAccountText();
  const { query } = useRouter();
  const factors = useDeskLoad((call) => call<Factors>("GET", "/me/factors"), []);
  const held = useDeskLoad((call) => call<Pick<List<HeldSession>, "items">>("GET", "/me/sessions"), []);
  const allowed = useDeskLoad((call) => call<Pick<List<FeatureConsent>, "items">>("GET", "/me/consents"), []);
  const single = useDeskLoad((call) => call<SingleSignOn>("GET", "/single-sign-on"), []).value;
  // What an account has decides what it is asked for, so the session is read again.
  const changed = () => { factors.reload(); allowed.reload(); void refresh(); };
  if (codes.length) return <NewCodes codes={codes} close={() => { setCodes([]); focusOn("recovery-title"); }} />;
  return (
    <div className="narrow-part wide">
      <PageHeading title={t("title")} lead={t("lead")} />
      {query.has("linked") && single ? <Alert kind="success" live><p>{t("linked", { name: single.name })}</p></Alert> : null}
      <PasswordPart changed={held.reload} />
      {factors.error ? <Failure error={factors.error} again={factors.reload} server /> : null}
      {factors.value ? (
        <>
          <Passkeys passkeys={factors.value.passkeys} isAllowed={allowed.value?.items.some((one) => one.feature === "biometric" && one.is_good) ?? false} changed={changed} show={setCodes} />
          <Authenticator isOn={factors.value.totp} changed={changed} show={setCodes} />
          <RecoveryCodes factors={factors.value} changed={changed} show={setCodes} />
          <Connection isLinked={factors.value.single_sign_on} single={single} changed={changed} />
        </>
      ) : null}
      {allowed.error ? <Failure error={allowed.error} again={allowed.reload} server /> : null}
      {allowed.value ? <Permissions features={allowed.value.items} changed={allowed.reload} /> : null}
      {held.error ? <Failure error={held.error} again={held.reload} server /> : null}
      {held.value ? <Sessions sessions={held.value.items.filter((one) => !one.is_token)} changed={held.reload} /> : null}
      {held.value ? <Tokens tokens={held.value.items.filter((one) => one.is_token)} changed={held.reload} /> : null}
      {(factors.isLoading && !factors.value) || (held.isLoading && !held.value) ? <Loading /> : null}
    </div>
  );
}
