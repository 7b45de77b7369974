/** Asks for a link to a new password; the answer is the same whether or not there is such an account. */
import { useState, type SyntheticEvent } from "react";
import type { Call } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import { SubmitButton, TextField } from "../../shared/ui/fields";
import { Failure, PageHeading } from "../../shared/ui/parts";
import { useSigningText } from "./texts";

export function Forgotten({ call, back }: { call: Call; back: () => void }) {
  const t = useSigningText();
  const [username, setUsername] = useState("");
  const [missing, setMissing] = useState("");
  const [isSent, setSent] = useState(false);
  const { isBusy, error, run } = useAction();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setMissing(username.trim() ? "" : t("needUsername"));
    if (!username.trim()) document.getElementById("username")?.focus();
    else if (await run(async () => { await call("POST", "/password/forgotten", { username: username.trim() }); })) setSent(true);
  };
  const backButton = <p><button type="button" className="link-button" onClick={back}>{t("backToSignIn")}</button></p>;
  if (isSent) return <div className="narrow-part"><PageHeading key="sent" title={t("linkSentTitle")} lead={t("linkSent")} />{backButton}</div>;
  return (
    <div className="narrow-part">
      <PageHeading title={t("forgottenTitle")} lead={t("forgottenLead")} />
      <form onSubmit={(event) => void submit(event)} noValidate>
        {error ? <Failure error={error} server /> : null}
        <TextField id="username" label={t("username")} autoComplete="username" autoCapitalize="none" spellCheck={false} required value={username} error={missing || undefined} onChange={(event) => setUsername(event.target.value)} />
        <SubmitButton isBusy={isBusy} busyLabel={t("sending")}>{t("sendLink")}</SubmitButton>
      </form>
      {backButton}
      <p className="hint">{t("never")}</p>
    </div>
  );
}
