/** Loads from the API into a page: value, error and a way to try again. */
import { useCallback, useEffect, useState, type DependencyList } from "react";
import { asApiError, type ApiError } from "./client";

export type Loaded<T> = { value: T | null; error: ApiError | null; isLoading: boolean; reload: () => void; set: (value: T) => void };

/** Runs `load` whenever its inputs change; a newer run makes an older answer void. */
export function useLoad<T>(load: () => Promise<T>, inputs: DependencyList): Loaded<T> {
  const [state, setState] = useState<Pick<Loaded<T>, "value" | "error" | "isLoading">>({ value: null, error: null, isLoading: true });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    setState((before) => ({ ...before, error: null, isLoading: true }));
    load().then(
      (value) => { if (isCurrent) setState({ value, error: null, isLoading: false }); },
      (cause: unknown) => { if (isCurrent) setState({ value: null, error: asApiError(cause), isLoading: false }); },
    );
    return () => { isCurrent = false; };
    // The caller names the inputs of `load`, as for any effect.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [...inputs, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  const set = useCallback((value: T) => setState({ value, error: null, isLoading: false }), []);
  return { ...state, reload, set };
}

/** One write at a time: busy while it runs, the error when it failed, true when it worked. */
export function useAction() {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const run = useCallback(async (work: () => Promise<void>): Promise<boolean> => {
    setBusy(true);
    setError(null);
    try {
      await work();
      return true;
    } catch (cause) {
      setError(asApiError(cause));
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  return { isBusy, error, setError, run };
}
