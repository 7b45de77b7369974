/** Groups of whose answers there are enough: nobody is to answer in vain. The server judges in the end. */
import type { FullQuota } from "../api/types";

type Judge = { getValue: (name: string) => unknown; runCondition: (condition: string) => boolean };

const isAnswered = (value: unknown) => value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);

/** The full group that the answers so far belong to. Before the end only what is answered can be judged. */
export function groupThatIsFull(model: Judge, full: readonly FullQuota[], isEnd: boolean): FullQuota | undefined {
  return full.find(({ condition, reads }) => {
    if (!condition) return true;
    const isKnown = isEnd || (reads.length > 0 && reads.every((name) => isAnswered(model.getValue(name))));
    return isKnown && model.runCondition(condition);
  });
}
