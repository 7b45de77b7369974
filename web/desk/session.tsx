/** Who is signed in. A call that finds the session gone brings the sign-in page to the front; the work behind it stays. */
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type DependencyList, type ReactNode } from "react";
import { ApiError, asApiError, connect, type Call } from "../shared/api/client";
import { useLoad } from "../shared/api/load";
import type { District, Role, Session, User } from "../shared/api/types";
import { Failure, Loading } from "../shared/ui/parts";
import { SignIn } from "./pages/SignIn";
import { Welcome } from "./pages/Welcome";
import { useRouter } from "./router";

type Desk = { call: Call; user: User; district: District | null; round: number; signOut: () => Promise<void> };
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

export function hasRole(user: User, ...roles: Role[]): boolean {
  return user.roles.some((role) => role === "administrator" || roles.includes(role));
}

type State = { session: Session | null; round: number; isKnown: boolean; error: ApiError | null };

export function SessionGate({ children }: { children: ReactNode }) {
  const { slug, path, go } = useRouter();
  const [state, setState] = useState<State>({ session: null, round: 0, isKnown: false, error: null });
  const [last, setLast] = useState<User | null>(null);
  const csrf = useRef("");
  const district = useLoad(() => connect(slug)<District>("GET", ""), [slug]);

  const accept = useCallback((session: Session) => {
    csrf.current = session.csrf;
    setLast(session.user);
    setState((before) => ({ session, round: before.round + 1, isKnown: true, error: null }));
  }, []);
  const call = useMemo<Call>(() => {
    const plain = connect(slug, () => csrf.current);
    return async (...args) => {
      try {
        return await plain(...args);
      } catch (cause) {
        if (asApiError(cause).status === 401) setState((before) => ({ ...before, session: null, isKnown: true }));
        throw cause;
      }
    };
  }, [slug]);
  const check = useCallback(() => {
    connect(slug)<Session>("GET", "/session").then(accept, (cause: unknown) => {
      const error = asApiError(cause);
      setState((before) => ({ ...before, isKnown: true, error: error.status === 401 ? null : error }));
    });
  }, [slug, accept]);
  useEffect(check, [check]);
  const signOut = useCallback(async () => {
    await call("DELETE", "/session");
    csrf.current = "";
    setLast(null);
    setState((before) => ({ ...before, session: null }));
    go("/");
  }, [call, go]);

  const desk = useMemo<Desk | null>(() => (last ? { call, user: last, district: district.value, round: state.round, signOut } : null), [last, call, district.value, state.round, signOut]);
  if (!state.isKnown) return <Loading />;
  if (state.error) return <Failure error={state.error} again={check} />;
  if (path === "/welcome") return <Welcome accept={(session) => { accept(session); go("/"); }} />;
  return (
    <>
      {state.session ? null : <SignIn accept={accept} isReturn={last !== null} />}
      {desk ? <div hidden={!state.session}><Context key={desk.user.user_id} value={desk}>{children}</Context></div> : null}
    </>
  );
}
