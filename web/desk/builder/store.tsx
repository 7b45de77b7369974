/** The survey being built: document and history, what is looked at, what the server says of it, and whether it is saved. */
import { createContext, useCallback, useContext, useEffect, useMemo, useReducer, useRef, useState, useSyncExternalStore } from "react";
import { asApiError, type Call } from "../../shared/api/client";
import type { Check, Survey, SurveyHead } from "../../shared/api/types";
import { useRouter } from "../router";
import { useDesk } from "../session";
import { inPages, samePlace, type Place, type SurveyDocument } from "./model/document";
import { begin, commit, look, redo, undo, type History } from "./model/history";
import { MAIN } from "./model/languages";
import type { Done } from "./model/operations";
import { Autosave, type Doors, type SaveState } from "./saving/autosave";
import { Keeper } from "./saving/kept";

/** Where the focus goes once something is shown: a field by its property, the part's heading, or the row in the list. */
export type Aim = { at: "field"; property: string } | { at: "panel" } | { at: "row" } | null;
export type Checked = { problems: Record<string, string>; hints: NonNullable<Check["hints"]>; document: SurveyDocument | null; isAway: boolean };

type State = { history: History; aim: Aim; turn: number; isPanelOpen: boolean };
type Action =
  | { kind: "commit"; done: Done; tag: string; aim?: Aim; isOpening?: boolean }
  | { kind: "look"; place: Place | null; aim: Aim; isOpening: boolean }
  | { kind: "undo" } | { kind: "redo" } | { kind: "list" } | { kind: "aimed" };

function reduce(state: State, action: Action): State {
  const { history } = state;
  switch (action.kind) {
    case "commit": {
      const isSame = samePlace(action.done.place, history.present.place) && !action.isOpening;
      const next = commit(history, action.done, action.tag);
      return { ...state, history: next, turn: isSame ? state.turn : state.turn + 1, aim: action.aim ?? null, isPanelOpen: action.isOpening ?? state.isPanelOpen };
    }
    case "look": return { ...state, history: look(history, action.place), turn: state.turn + 1, aim: action.aim, isPanelOpen: action.isOpening };
    case "undo": case "redo": {
      const next = action.kind === "undo" ? undo(history) : redo(history);
      return next === history ? state : { ...state, history: next, turn: state.turn + 1, aim: null };
    }
    case "list": return { ...state, isPanelOpen: false, aim: { at: "row" } };
    case "aimed": return { ...state, aim: null };
  }
}

export type Builder = ReturnType<typeof useBuilder>;
const Context = createContext<Builder | null>(null);
export const BuilderProvider = Context;

export function useBuilding(): Builder {
  const builder = useContext(Context);
  if (!builder) throw new Error("used outside the builder");
  return builder;
}

const documentOf = ({ title, definition, segments }: Survey): SurveyDocument => ({ title, definition: inPages(definition), segments });

/** What is sent: a survey always has a title, so an empty one leaves the last one there. */
const sendable = (document: SurveyDocument, lastTitle: string): SurveyDocument => {
  const title = document.title.trim() || lastTitle;
  return title === document.title ? document : { ...document, title };
};

const LONGEST_SILENCE = 20_000;
const SILENT = { status: 0, message: "", isPassing: true, retryAfter: 0 };

/** A call that is given up once the server has been silent for too long; whatever it did then shows at the next try. */
async function within<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), LONGEST_SILENCE);
  try {
    return await work(stop.signal);
  } finally {
    clearTimeout(timer);
  }
}

function doorsOf(path: string, call: () => Call, keeper: Keeper): Doors {
  return {
    put: async (document, revision) => (await within((signal) => call()<SurveyHead>("PUT", path, { ...document, revision }, signal))).revision,
    get: async () => {
      const survey = await within((signal) => call()<Survey>("GET", path, undefined, signal));
      return { document: documentOf(survey), revision: survey.revision };
    },
    keep: (kept) => keeper.keep(kept),
    drop: () => keeper.drop(),
    failure: (cause) => {
      if (cause instanceof DOMException && cause.name === "AbortError") return SILENT;
      const { status, message, fields, isPassing, retryAfter } = asApiError(cause);
      return { status, message: [message, ...Object.values(fields)].join(" "), isPassing, retryAfter };
    },
    later: (work, wait) => {
      const timer = window.setTimeout(work, wait);
      return () => { window.clearTimeout(timer); };
    },
    isOffline: () => !navigator.onLine,
  };
}

function useAutosave(survey: Survey) {
  const { call, user, round } = useDesk();
  const { slug } = useRouter();
  const latest = useRef(call);
  useEffect(() => { latest.current = call; }, [call]);
  const path = `/surveys/${survey.survey_id}`;
  const [keeper] = useState(() => new Keeper(`${slug}/${user.user_id}/${survey.survey_id}`));
  const [autosave] = useState(() => new Autosave(documentOf(survey), survey.revision, doorsOf(path, () => latest.current, keeper)));
  const state = useSyncExternalStore<SaveState>(autosave.subscribe, autosave.read);
  useEffect(() => { autosave.retry(); }, [autosave, round]);
  useEffect(() => {
    const retry = () => { autosave.retry(); };
    const warn = (event: BeforeUnloadEvent) => { if (!autosave.isSaved) event.preventDefault(); };
    addEventListener("online", retry);
    addEventListener("beforeunload", warn);
    return () => {
      removeEventListener("online", retry);
      removeEventListener("beforeunload", warn);
      // Leaving sends at once; what cannot be sent is kept, and goes on at the next visit.
      void autosave.flush();
      autosave.stop();
    };
  }, [autosave]);
  return { autosave, keeper, state };
}

const AFTER_TYPING = 700;

/** The server's problems with a document, asked for whenever the author pauses. */
function useChecked(document: SurveyDocument, isSaved: boolean): Checked {
  const { call } = useDesk();
  const [checked, setChecked] = useState<Checked>({ problems: {}, hints: [], document: null, isAway: false });
  const { definition } = document;
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      call<Check>("POST", "/surveys/check", { definition }, stop.signal).then(
        ({ problems, hints }) => setChecked({ problems, hints: hints ?? [], document: { title: "", segments: [], definition }, isAway: false }),
        () => { if (!stop.signal.aborted) setChecked((before) => ({ ...before, isAway: true })); },
      );
    }, AFTER_TYPING);
    return () => { clearTimeout(timer); stop.abort(); };
    // Once saving works again, the check is asked for again.
  }, [call, definition, isSaved]);
  return checked;
}

export function useBuilder(survey: Survey) {
  const [{ history, aim, turn, isPanelOpen }, dispatch] = useReducer(reduce, survey, (given): State => ({ history: begin(documentOf(given)), aim: null, turn: 0, isPanelOpen: false }));
  const { document, place } = history.present;
  const { autosave, keeper, state: save } = useAutosave(survey);
  const [language, setLanguage] = useState(MAIN);
  const [said, setSaid] = useState("");
  const [isBroughtBack, setBroughtBack] = useState(false);
  const [lastTitle, setLastTitle] = useState(survey.title);
  const [head, setHead] = useState({ state: survey.state, version: survey.version });
  const checked = useChecked(document, save.kind === "saved");
  const title = document.title.trim() || lastTitle;
  if (title !== lastTitle) setLastTitle(title);

  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) autosave.edit(sendable(document, title));
    isFirst.current = false;
  }, [autosave, document, title]);

  useEffect(() => {
    void keeper.read().then((kept) => {
      if (!kept) return;
      setBroughtBack(true);
      autosave.resume(kept);
      dispatch({ kind: "commit", done: { document: kept.document, place: null }, tag: "" });
    });
  }, [keeper, autosave]);

  const act = useCallback((done: Done, tag = "", aim: Aim = null, isOpening?: boolean) => dispatch({ kind: "commit", done, tag, aim, ...(isOpening === undefined ? {} : { isOpening }) }), []);
  const go = useCallback((to: Place | null, aim: Aim = null, isOpening = true) => dispatch({ kind: "look", place: to, aim, isOpening }), []);
  const turnBack = useCallback(() => dispatch({ kind: "undo" }), []);
  const turnForth = useCallback(() => dispatch({ kind: "redo" }), []);
  const toList = useCallback(() => dispatch({ kind: "list" }), []);
  const aimed = useCallback(() => dispatch({ kind: "aimed" }), []);
  // The same words twice are two announcements.
  const say = useCallback((words: string) => setSaid((before) => (before === words ? `${words}\u00a0` : words)), []);

  return useMemo(() => ({
    document, place, aim, turn, isPanelOpen, canUndo: history.past.length > 0, canRedo: history.future.length > 0,
    act, go, undo: turnBack, redo: turnForth, toList, aimed,
    save, autosave, checked, language, setLanguage, said, say, isBroughtBack, head, setHead, survey,
  }), [document, place, aim, turn, isPanelOpen, history.past.length, history.future.length, act, go, turnBack, turnForth, toList, aimed, save, autosave, checked, language, said, say, isBroughtBack, head, survey]);
}
