/** Sends an answer until the server takes or refuses it: the same key every time, longer waits, at once when back online. */
import { ApiError, asApiError, type Call } from "../shared/api/client";
import type { Answer } from "../shared/api/types";

export type Try = { count: number; isOffline: boolean };
export type Sender = { stop: () => void; now: () => void };

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;

/** Milliseconds before try `count + 1`: doubled each time, spread so that a whole school does not return at once. */
function wait(count: number, error: ApiError): number {
  const doubled = Math.min(FIRST_WAIT * 2 ** (count - 1), LONGEST_WAIT);
  return Math.max(doubled * (0.5 + Math.random() / 2), error.retryAfter * 1_000);
}

export function sendAnswer(
  call: Call,
  path: string,
  answer: Answer,
  on: { accepted: (receipt: string) => void; refused: (error: ApiError) => void; waiting: (state: Try) => void },
): Sender {
  let count = 0;
  let timer = 0;
  let isStopped = false;
  let isTrying = false;
  const attempt = async () => {
    if (isStopped || isTrying) return;
    isTrying = true;
    clearTimeout(timer);
    count += 1;
    try {
      const { receipt } = await call<{ receipt: string }>("POST", path, answer);
      finish(() => on.accepted(receipt));
    } catch (cause) {
      const error = asApiError(cause);
      if (error.isPassing) pause(error);
      else finish(() => on.refused(error));
    } finally {
      isTrying = false;
    }
  };
  const pause = (error: ApiError) => {
    if (isStopped) return;
    on.waiting({ count, isOffline: error.status === 0 && !navigator.onLine });
    timer = window.setTimeout(() => void attempt(), wait(count, error));
  };
  const stop = () => {
    isStopped = true;
    clearTimeout(timer);
    removeEventListener("online", now);
  };
  const finish = (report: () => void) => {
    if (isStopped) return;
    stop();
    report();
  };
  const now = () => void attempt();
  addEventListener("online", now);
  now();
  return { stop, now };
}
