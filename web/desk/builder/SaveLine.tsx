/** Whether everything is saved, in words; and the way to try again. */
import { useBuilding } from "./store";
import { useText } from "./texts";

export function SaveLine() {
  const t = useText();
  const { save, autosave, undo, redo, canUndo, canRedo, say } = useBuilding();
  const words = {
    saved: () => t("saved"), saving: () => t("saving"), conflict: () => t("conflictSaved"),
    away: () => t(save.kind === "away" && save.isOffline ? "offline" : "away"),
    refused: () => t("refused", { reason: save.kind === "refused" ? save.message : "" }),
  }[save.kind]();
  const isTrouble = save.kind !== "saved" && save.kind !== "saving";
  return (
    <div className="save-line">
      <button type="button" className="button plain small" aria-disabled={!canUndo} onClick={() => { if (canUndo) { undo(); say(t("undone")); } }}>{t("undo")}</button>
      <button type="button" className="button plain small" aria-disabled={!canRedo} onClick={() => { if (canRedo) { redo(); say(t("redone")); } }}>{t("redo")}</button>
      <p className={isTrouble ? "save-state trouble" : "save-state"} role="status">{words}</p>
      {save.kind === "away" || save.kind === "refused" ? <button type="button" className="button outline small" onClick={() => autosave.retry()}>{t("tryNow")}</button> : null}
    </div>
  );
}
