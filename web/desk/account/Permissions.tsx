/** What I allow my devices: each feature with its purpose, and the way to take it back. */
import { useState } from "react";
import type { FeatureConsent } from "../../shared/api/types";
import { moment, useLanguage } from "../../shared/i18n/language";
import { useFeatureText } from "../../shared/privacy/features";
import { useDesk } from "../session";
import { ConfirmButton, focusOn, Part } from "./parts";
import { useAccountText } from "./texts";

export function Permissions({ features, changed }: { features: FeatureConsent[]; changed: () => void }) {
  const t = useAccountText();
  const [done, setDone] = useState("");
  const removed = () => { setDone(t("permissionWithdrawn")); changed(); focusOn("permissions-title"); };
  return (
    <Part id="permissions-title" title={t("permissions")} done={done}>
      <p>{t("permissionsLead")}</p>
      <ul className="rows" role="list">{features.map((feature) => <Row key={feature.feature} held={feature} removed={removed} />)}</ul>
    </Part>
  );
}

function Row({ held, removed }: { held: FeatureConsent; removed: () => void }) {
  const t = useAccountText();
  const f = useFeatureText();
  const { language } = useLanguage();
  const { call, district } = useDesk();
  const { feature, state } = held;
  const when = (at: string) => moment(at, language, district?.timezone);
  const name = f(feature);
  return (
    <li>
      <p className="row-title">{name}</p>
      <p className="row-head">{state === "given" ? t("permissionGiven", { when: when(held.at) }) : state === "withdrawn" ? t("permissionTaken", { when: when(held.withdrawn_at) }) : t("permissionNever")}</p>
      <p className="hint">{f(`${feature}Why`)} {f(`${feature}Without`)}</p>
      {state === "given" ? <ConfirmButton isSmall label={t("withdraw")} spoken={t("withdrawNamed", { name })} title={t("withdrawTitle", { name })} lead={f(`${feature}Without`)} yes={t("withdraw")} busy={t("saving")} work={async () => { await call("DELETE", `/me/consents/${feature}`); }} done={removed} /> : null}
    </li>
  );
}
