/** Who is signed in. A call that finds the session gone brings the sign-in page to the front; the work behind it stays. */
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type DependencyList, type ReactNode } from "react";
import { ApiError, asApiError, connect, type Call } from "../shared/api/client";
import { useLoad } from "../shared/api/load";
import type { District, Permission, Session, User } from "../shared/api/types";
import { UNPROVED } from "../shared/i18n/texts";
import { Failure, Loading } from "../shared/ui/parts";
import { SignIn } from "./pages/SignIn";
import { Welcome } from "./pages/Welcome";
import { useRouter } from "./router";
import { ResetPage } from "./signing/ResetPage";
import { ReturnPage } from "./signing/ReturnPage";
import { StepUp } from "./signing/StepUp";
import { PROOF_NEEDED, useStepUp } from "./signing/useStepUp";

type Desk = { call: Call; user: User; district: District | null; round: number; signOut: () => Promise<void>; refresh: () => Promise<void> };
const Context = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(Context);
  if (!desk) throw new Error("used outside the desk");
  return desk;
}

/** Loads with the session's calls, and again after a new sign-in. */
export function useDeskLoad<T>(load: (call: Call) => Promise<T>, inputs: DependencyList) {
  const { call, round } = useDesk();
  return useLoad(() => load(call), [call, round, ...inputs]);
}

/** Whether somebody has one of the permissions anywhere; what they may not reach, the server refuses. */
export function may(user: User, ...permissions: Permission[]): boolean {
  return permissions.some((permission) => user.permissions.includes(permission));
}

/** The calls of a session: `live` tells when it is gone; `call` also asks for a new proof where one is needed, and then repeats once. */
function useCalls(slug: string, csrf: () => string, lose: () => void, ask: (error: ApiError) => Promise<boolean>) {
  const live = useMemo<Call>(() => {
    const plain = connect(slug, csrf);
    return async (...args) => {
      try {
        return await plain(...args);
      } catch (cause) {
        if (asApiError(cause).status === 401) lose();
        throw cause;
      }
    };
  }, [slug, csrf, lose]);
  const call = useMemo<Call>(() => async (...args) => {
    try {
      return await live(...args);
    } catch (cause) {
      const error = asApiError(cause);
      if (error.code !== PROOF_NEEDED) throw cause;
      if (!(await ask(error))) throw new ApiError(403, "", {}, "", 0, UNPROVED);
      return await live(...args);
    }
  }, [live, ask]);
  return { live, call };
}

type State = { session: Session | null; round: number; isKnown: boolean; error: ApiError | null };

function useSession(slug: string) {
  const [state, setState] = useState<State>({ session: null, round: 0, isKnown: false, error: null });
  const [last, setLast] = useState<User | null>(null);
  const token = useRef("");
  const csrf = useCallback(() => token.current, []);
  const hold = useCallback((session: Session, isNew: boolean) => {
    token.current = session.csrf;
    setLast(session.user);
    setState((before) => ({ session, round: before.round + (isNew ? 1 : 0), isKnown: true, error: null }));
  }, []);
  const accept = useCallback((session: Session) => { hold(session, true); }, [hold]);
  const lose = useCallback(() => { setState((before) => ({ ...before, session: null, isKnown: true })); }, []);
  const forget = useCallback(() => { token.current = ""; setLast(null); lose(); }, [lose]);
  const refresh = useCallback(async () => { hold(await connect(slug)<Session>("GET", "/session"), false); }, [slug, hold]);
  const check = useCallback(() => {
    connect(slug)<Session>("GET", "/session").then(accept, (cause: unknown) => {
      const error = asApiError(cause);
      setState((before) => ({ ...before, isKnown: true, error: error.status === 401 ? null : error }));
    });
  }, [slug, accept]);
  useEffect(check, [check]);
  return { state, last, csrf, hold, accept, lose, forget, refresh, check };
}

export function SessionGate({ children }: { children: ReactNode }) {
  const { slug, path, go } = useRouter();
  const { state, last, csrf, hold, accept, lose, forget, refresh, check } = useSession(slug);
  const { asked, ask, settle } = useStepUp();
  const district = useLoad(() => connect(slug)<District>("GET", ""), [slug]);
  const loseAll = useCallback(() => { settle(false); lose(); }, [settle, lose]);
  const { live, call } = useCalls(slug, csrf, loseAll, ask);
  const signOut = useCallback(async () => {
    await call("DELETE", "/session");
    forget();
    go("/");
  }, [call, forget, go]);

  const desk = useMemo<Desk | null>(
    () => (last ? { call, user: last, district: district.value, round: state.round, signOut, refresh } : null),
    [last, call, district.value, state.round, signOut, refresh],
  );
  const { session } = state;
  if (!state.isKnown) return <Loading />;
  if (path === "/password") return <ResetPage />;
  if (state.error) return <Failure error={state.error} again={check} />;
  if (path === "/welcome") return <Welcome accept={(accepted) => { accept(accepted); go("/"); }} />;
  if (path === "/single-sign-on") return <ReturnPage csrf={csrf} accept={(accepted) => { accept(accepted); go("/"); }} linked={() => { void refresh(); go("/account?linked"); }} />;
  return (
    <>
      {session ? null : <SignIn accept={accept} isReturn={last !== null} />}
      {desk ? <div hidden={!session}><Context key={desk.user.user_id} value={desk}>{children}</Context></div> : null}
      {session && asked ? (
        <StepUp
          user={session.user}
          call={live}
          isPasskeyOnly={asked.isPasskeyOnly}
          proved={(proved) => { hold({ ...session, ...proved }, false); settle(true); }}
          cancel={() => { settle(false); }}
          goToAccount={() => { settle(false); go("/account"); }}
        />
      ) : null}
    </>
  );
}
