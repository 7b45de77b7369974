/** Passkeys with failures in the language of the page. */
import { useMemo } from "react";
import { ApiError, asApiError } from "../../shared/api/client";
import { askPasskey, canUsePasskeys, makePasskey, type CreationOptions, type PasskeyFault, type RequestOptions } from "../../shared/api/webauthn";
import { useSigningText } from "./texts";

const FAULTS: PasskeyFault[] = ["passkey_stopped", "passkey_known", "passkey_failed"];

/** `ask` and `make` answer what the server takes, or throw an ApiError whose message can be shown. */
export function usePasskeys() {
  const t = useSigningText();
  return useMemo(() => {
    const said = async (work: Promise<unknown>): Promise<unknown> => {
      try {
        return await work;
      } catch (cause) {
        const { code } = asApiError(cause);
        const fault = FAULTS.find((each) => each === code) ?? "passkey_failed";
        throw new ApiError(400, t(fault), {}, "", 0, fault);
      }
    };
    return { isPossible: canUsePasskeys(), ask: (options: RequestOptions) => said(askPasskey(options)), make: (options: CreationOptions) => said(makePasskey(options)) };
  }, [t]);
}
