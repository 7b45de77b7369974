/** The way to save and finish later: says what happens, then locks and keeps what has been answered so far. */
import { useState } from "react";
import { useAction } from "../../shared/api/load";
import { Dialog } from "../../shared/ui/Dialog";
import { Alert, Failure } from "../../shared/ui/parts";
import { useText } from "../texts";
import { canLock, type Kept } from "./shelf";

type Standing = { data: Record<string, unknown>; page: string };
/** Keeps what stands in the survey; `isAgain` puts it in the place of what was saved elsewhere meanwhile. */
export type Shelve = (standing: Standing, isAgain: boolean) => Promise<Kept>;
type Props = { read: () => Standing | undefined; shelve: Shelve; isPersonal: boolean; done: (kept: Kept, standing: Standing) => void };

export function Later({ read, shelve, isPersonal, done }: Props) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const { isBusy, error, setError, run } = useAction();
  if (!canLock()) return null;
  const hasMoved = error?.status === 409;
  const isTooLarge = error !== null && (error.status === 413 || "content" in error.fields || "body" in error.fields);
  const save = () => run(async () => {
    const standing = read();
    if (standing) done(await shelve(standing, hasMoved), standing);
  });
  const open = () => { setError(null); setOpen(true); };
  return (
    <div className="actions">
      <button type="button" className="button outline" onClick={open}>{t("later")}</button>
      {isOpen ? (
        <Dialog title={t("laterAsk")} close={() => setOpen(false)}>
          <p>{t(isPersonal ? "laterLeadPersonal" : "laterLead")}</p>
          {hasMoved ? <Alert kind="warning" live><p>{t("laterConflict")}</p></Alert> : null}
          {isTooLarge ? <Alert kind="error" live><p>{t("laterTooLarge")}</p></Alert> : null}
          {error && !hasMoved && !isTooLarge ? <Failure error={error} server /> : null}
          <div className="actions">
            <button type="button" className="button" aria-disabled={isBusy} onClick={() => { if (!isBusy) void save(); }}>{t(isBusy ? "laterSaving" : hasMoved ? "laterReplace" : "laterSave")}</button>
            <button type="button" className="button plain" onClick={() => setOpen(false)}>{t("back")}</button>
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}
