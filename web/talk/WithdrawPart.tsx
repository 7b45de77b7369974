/** The way out of a conversation: nobody works on it any more, and it is erased. */
import { useState } from "react";
import type { Call } from "../shared/api/client";
import { useAction } from "../shared/api/load";
import { Dialog } from "../shared/ui/Dialog";
import { Failure } from "../shared/ui/parts";
import { useText } from "./texts";

export function WithdrawPart({ call, link, done }: { call: Call; link: string; done: () => void }) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const { isBusy, error, run } = useAction();
  const withdraw = async () => { if (await run(async () => { await call("POST", "/talk/withdrawal", { link }); })) done(); };
  return (
    <section aria-labelledby="withdraw-title">
      <h2 id="withdraw-title">{t("withdrawTitle")}</h2>
      <p>{t("withdrawLead")}</p>
      <button type="button" className="button outline" onClick={() => setOpen(true)}>{t("withdraw")}</button>
      {isOpen ? (
        <Dialog title={t("withdrawAsk")} close={() => setOpen(false)}>
          <p>{t("withdrawLead")}</p>
          {error ? <Failure error={error} server /> : null}
          <div className="actions">
            <button type="button" className="button" aria-disabled={isBusy} onClick={() => { if (!isBusy) void withdraw(); }}>{t("withdrawYes")}</button>
            <button type="button" className="button plain" onClick={() => setOpen(false)}>{t("withdrawNo")}</button>
          </div>
        </Dialog>
      ) : null}
    </section>
  );
}
