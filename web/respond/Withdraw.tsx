/** The way out, by the personal link: no more letters, and a named answer goes. */
import { useState } from "react";
import type { Call } from "../shared/api/client";
import { useAction } from "../shared/api/load";
import { Dialog } from "../shared/ui/Dialog";
import { Failure } from "../shared/ui/parts";
import type { Address } from "./address";
import type { Stage } from "./stage";
import { useText } from "./texts";

const STAGES = { removed: "removed", kept: "kept", none: "withdrawn" } as const;

export function Withdraw({ address, call, setStage }: { address: Address; call: Call; setStage: (stage: Stage) => void }) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const { isBusy, error, run } = useAction();
  const { surveyId, invitation } = address;
  if (!invitation) return null;
  const withdraw = () => run(async () => {
    const { answer } = await call<{ answer: keyof typeof STAGES }>("POST", `/surveys/${encodeURIComponent(surveyId)}/withdrawal`, { invitation });
    setOpen(false);
    setStage({ name: STAGES[answer] });
  });
  return (
    <>
      <p><button type="button" className="button plain" onClick={() => setOpen(true)}>{t("withdraw")}</button></p>
      {isOpen ? (
        <Dialog title={t("withdrawAsk")} close={() => setOpen(false)}>
          <p>{t("withdrawLead")}</p>
          {error ? <Failure error={error} server /> : null}
          <div className="actions">
            <button type="button" className="button" aria-disabled={isBusy} onClick={() => { if (!isBusy) void withdraw(); }}>{t(isBusy ? "withdrawing" : "withdrawYes")}</button>
            <button type="button" className="button plain" onClick={() => setOpen(false)}>{t("withdrawNo")}</button>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}
