/** The door: ask for a code, then type it. The page says the same whatever the link. */
import { useState, type SyntheticEvent } from "react";
import type { Call } from "../shared/api/client";
import { useAction } from "../shared/api/load";
import { SubmitButton, TextField } from "../shared/ui/fields";
import { Alert, ErrorSummary, Failure, type Mistake } from "../shared/ui/parts";
import { useText } from "./texts";

type Props = { call: Call; token: string; onEnter: (pass: string) => void };

export function CodePart({ call, token, onEnter }: Props) {
  const t = useText();
  const [isSent, setSent] = useState(false);
  const { isBusy, error, run } = useAction();
  const send = () => {
    if (isBusy) return;
    void run(async () => {
      await call("POST", "/shared/code", { token });
      setSent(true);
    });
  };
  return (
    <>
      {error ? <Failure error={error} /> : null}
      <div role="status">{isSent ? <Alert kind="info"><p>{t("sent")}</p></Alert> : null}</div>
      {isSent ? <CodeForm call={call} token={token} onEnter={onEnter} /> : null}
      <div className="actions">
        <button type="button" className={isSent ? "button outline" : "button"} aria-disabled={isBusy} onClick={send}>{isBusy ? t("sending") : t(isSent ? "sendAgain" : "send")}</button>
      </div>
    </>
  );
}

function CodeForm({ call, token, onEnter }: Props) {
  const t = useText();
  const [code, setCode] = useState("");
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const { isBusy, error, run } = useAction();
  const wrong = error?.status === 404 ? t("wrong") : mistakes[0]?.text;
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const digits = code.replace(/\D/g, "");
    setMistakes(digits.length === 8 ? [] : [{ target: "code", text: t("eight") }]);
    if (digits.length !== 8) return;
    await run(async () => { onEnter((await call<{ pass: string }>("POST", "/shared/open", { token, code: digits })).pass); });
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      {error && error.status !== 404 ? <Failure error={error} /> : null}
      {error?.status === 404 ? <Alert kind="error" live><p>{t("wrong")}</p></Alert> : null}
      <ErrorSummary mistakes={mistakes} />
      <TextField id="code" label={t("code")} hint={t("codeHint")} inputMode="numeric" autoComplete="one-time-code" maxLength={12} value={code} error={wrong} required onChange={(event) => setCode(event.target.value)} />
      <SubmitButton isBusy={isBusy} busyLabel={t("opening")}>{t("open")}</SubmitButton>
    </form>
  );
}
