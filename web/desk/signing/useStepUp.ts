/** Asks for a new proof once, however many calls need it at the same time. */
import { useCallback, useMemo, useRef, useState } from "react";
import type { ApiError } from "../../shared/api/client";

export const PROOF_NEEDED = "proof_needed";
export type Asked = { isPasskeyOnly: boolean };

export function useStepUp() {
  const [asked, setAsked] = useState<Asked | null>(null);
  const open = useRef<{ answer: Promise<boolean>; resolve: (isProved: boolean) => void } | null>(null);
  /** True once it was proved, false when the person would not. */
  const ask = useCallback((error: ApiError): Promise<boolean> => {
    if (!open.current) {
      let resolve: (isProved: boolean) => void = () => undefined;
      const answer = new Promise<boolean>((done) => { resolve = done; });
      open.current = { answer, resolve };
      setAsked({ isPasskeyOnly: /passkey/i.test(`${error.message} ${error.fields["proof"] ?? ""}`) });
    }
    return open.current.answer;
  }, []);
  const settle = useCallback((isProved: boolean) => {
    open.current?.resolve(isProved);
    open.current = null;
    setAsked(null);
  }, []);
  return useMemo(() => ({ asked, ask, settle }), [asked, ask, settle]);
}
