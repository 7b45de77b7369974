/** Closes a survey after one question, because it cannot be undone by the same button. */
import { useState } from "react";
import { useAction } from "../../shared/api/load";
import type { SurveyHead } from "../../shared/api/types";
import { Failure } from "../../shared/ui/parts";
import { useDesk } from "../session";
import { useText } from "./texts";

export function CloseSurvey({ path, done }: { path: string; done: (head: SurveyHead) => void }) {
  const t = useText();
  const { call } = useDesk();
  const [isAsked, setAsked] = useState(false);
  const { isBusy, error, run } = useAction();
  const close = () => run(async () => done(await call<SurveyHead>("POST", `${path}/close`, {})));
  if (!isAsked) return <button type="button" className="button plain" onClick={() => setAsked(true)}>{t("close")}</button>;
  return (
    <div role="group" aria-label={t("closeSure")} className="card">
      <p role="alert">{t("closeSure")}</p>
      {error ? <Failure error={error} server /> : null}
      <button type="button" className="button" aria-disabled={isBusy} onClick={() => void close()}>{t(isBusy ? "closing" : "closeYes")}</button>{" "}
      <button type="button" className="button plain" onClick={() => setAsked(false)}>{t("cancel")}</button>
    </div>
  );
}
