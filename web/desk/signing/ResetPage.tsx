/** Sets a new password by the link of a letter. Nobody is signed in by it: what the account asks beside a password stays. */
import { useMemo, useState, type SyntheticEvent } from "react";
import { connect } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import { SubmitButton } from "../../shared/ui/fields";
import { Alert, Failure, PageHeading } from "../../shared/ui/parts";
import { PasswordField } from "../../shared/ui/PasswordField";
import { secretAtStart } from "../fragment";
import { useRouter } from "../router";
import { SHORTEST_ALONE, SHORTEST_BESIDE_A_FACTOR } from "./passwords";
import { useSigningText } from "./texts";

export function ResetPage() {
  const t = useSigningText();
  const { slug, root } = useRouter();
  const call = useMemo(() => connect(slug), [slug]);
  const [password, setPassword] = useState("");
  const [short, setShort] = useState("");
  const [isDone, setDone] = useState(false);
  const { isBusy, error, run } = useAction();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    // Only the server knows which of the two lengths this account needs, and what is easy to guess.
    const isShort = password.length < SHORTEST_BESIDE_A_FACTOR;
    setShort(isShort ? t("shortPassword", { count: SHORTEST_ALONE }) : "");
    const isSet = !isShort && await run(async () => { await call("POST", "/password/reset", { token: secretAtStart, password }); });
    if (isSet) setDone(true);
    else document.getElementById("password")?.focus();
  };
  // The page is loaded anew, so that nothing of the old session is left in it.
  if (isDone) return <div className="narrow-part"><PageHeading key="done" title={t("resetDone")} lead={t("resetDoneLead")} /><p><a className="button" href={`${root}/${location.search}`}>{t("goToSignIn")}</a></p></div>;
  const isGone = error !== null && [401, 403, 404, 410].includes(error.status);
  const wrong = short || error?.fields["password"];
  return (
    <div className="narrow-part">
      <PageHeading title={t("resetTitle")} lead={t("resetLead")} />
      {secretAtStart ? null : <Alert kind="warning"><p>{t("resetMissing")}</p></Alert>}
      <form onSubmit={(event) => void submit(event)} noValidate>
        {isGone ? <Alert kind="error" live><p>{t("resetGone")}</p></Alert> : null}
        {error && !isGone && !wrong ? <Failure error={error} server /> : null}
        <PasswordField id="password" label={t("newPassword")} hint={t("passwordHint", { count: SHORTEST_ALONE })} autoComplete="new-password" required value={password} error={wrong} onChange={(event) => setPassword(event.target.value)} />
        <SubmitButton isBusy={isBusy} busyLabel={t("saving")}>{t("setPassword")}</SubmitButton>
      </form>
      {isGone ? <p><a href={`${root}/${location.search}`}>{t("goToSignIn")}</a></p> : null}
      <p className="hint">{t("never")}</p>
    </div>
  );
}
