/** Removes saved answers at once. */
import { useAction } from "../../shared/api/load";
import { Failure } from "../../shared/ui/parts";
import { useText } from "../texts";

export function DropButton({ drop }: { drop: () => Promise<void> }) {
  const t = useText();
  const { isBusy, error, run } = useAction();
  return (
    <>
      <button type="button" className="button plain" aria-disabled={isBusy} onClick={() => { if (!isBusy) void run(drop); }}>{t("drop")}</button>
      {error ? <Failure error={error} server /> : null}
    </>
  );
}
