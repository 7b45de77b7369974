/** Our own question before the browser's: what a feature of the device is for, and what happens without it. */
import type { Feature } from "../api/types";
import { useFeatureText } from "../privacy/features";
import { useAction } from "../api/load";
import { Dialog } from "./Dialog";
import { Failure } from "./parts";

/** `allow` writes the consent down and then lets the browser ask; `deny` goes on without. Nothing is asked before. */
export function ConsentGate({ feature, allow, deny }: { feature: Feature; allow: () => Promise<void>; deny: () => void }) {
  const t = useFeatureText();
  const { isBusy, error, run } = useAction();
  return (
    <Dialog title={t("question", { feature: t(feature) })} close={deny}>
      <p>{t(`${feature}Why`)}</p>
      <p>{t(`${feature}Without`)}</p>
      <p className="hint">{t("revocable")}</p>
      {error ? <Failure error={error} server /> : null}
      <div className="actions">
        <button type="button" className="button" aria-disabled={isBusy} onClick={() => { if (!isBusy) void run(allow); }}>{t("allow")}</button>
        <button type="button" className="button plain" onClick={deny}>{t("notNow")}</button>
      </div>
    </Dialog>
  );
}
