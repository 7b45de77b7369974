/** Undo and redo: every state of the document, and where the author was looking. */
import type { Place, SurveyDocument } from "./document";

export type State = { document: SurveyDocument; place: Place | null };
export type History = { past: State[]; present: State; future: State[]; tag: string };

const MOST_STEPS = 200;

export const begin = (document: SurveyDocument): History => ({ past: [], present: { document, place: null }, future: [], tag: "" });

/** A new state; what is typed into one field on end, told by its tag, is one step. */
export function commit(history: History, state: State, tag = ""): History {
  if (state.document === history.present.document) return { ...history, present: state };
  const isGoingOn = tag !== "" && tag === history.tag;
  const past = isGoingOn ? history.past : [...history.past, history.present].slice(-MOST_STEPS);
  return { past, present: state, future: [], tag };
}

/** Another place is looked at; typing there is a step of its own. */
export const look = (history: History, place: Place | null): History => ({ ...history, present: { ...history.present, place }, tag: "" });

export function undo(history: History): History {
  const before = history.past.at(-1);
  return before ? { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future], tag: "" } : history;
}

export function redo(history: History): History {
  const [after, ...future] = history.future;
  return after ? { past: [...history.past, history.present], present: after, future, tag: "" } : history;
}
