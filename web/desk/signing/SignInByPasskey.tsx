/** Signs in with a passkey: by itself, or as the second factor that a challenge asks for. */
import type { Call } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import type { Challenge, SignInReply } from "../../shared/api/types";
import type { RequestOptions } from "../../shared/api/webauthn";
import { Alert, Failure } from "../../shared/ui/parts";
import { usePasskeys } from "./passkeys";
import { useSigningText } from "./texts";

type Props = { call: Call; take: (reply: SignInReply) => void; challenge?: string };

export function SignInByPasskey({ call, take, challenge: second = "" }: Props) {
  const t = useSigningText();
  const passkeys = usePasskeys();
  const { isBusy, error, run } = useAction();
  const start = () => run(async () => {
    const { challenge, options } = await call<Challenge<RequestOptions>>("POST", "/session/passkey/options", second ? { challenge: second } : {});
    const credential = await passkeys.ask(options);
    take(await call<SignInReply>("POST", "/session/passkey", { challenge, credential }));
  });
  if (!passkeys.isPossible) return second ? <Alert kind="warning"><p>{t("oldBrowser")}</p></Alert> : null;
  const isRefused = error !== null && "credential" in error.fields;
  const isGone = error !== null && [401, 403, 404, 410].includes(error.status);
  return (
    <div>
      {isRefused || isGone ? <Alert kind="error" live><p>{t(isRefused ? "passkeyRefused" : "challengeGone")}</p></Alert> : null}
      {error && !isRefused && !isGone ? <Failure error={error} server /> : null}
      <button type="button" className={second ? "button" : "button outline"} aria-disabled={isBusy} onClick={() => { if (!isBusy) void start(); }}>{t(isBusy ? "asking" : "usePasskey")}</button>
    </div>
  );
}
