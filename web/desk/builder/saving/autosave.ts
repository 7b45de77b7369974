/**
 * Saves a draft by itself and loses nothing: every edit is kept in this browser first, and stays there until the server
 * has it. Where the server does not answer, it is asked again after longer waits; where somebody else saved meanwhile,
 * nothing is overwritten before the author has chosen.
 */
import { sameJson, type SurveyDocument } from "../model/document";

export type Held = { document: SurveyDocument; revision: number };
/** What waits in the browser: the edits, and what the server had when they were made. */
export type Kept = { document: SurveyDocument; base: SurveyDocument; revision: number };
export type Failed = { status: number; message: string; isPassing: boolean; retryAfter: number };
export type SaveState =
  | { kind: "saved" }
  | { kind: "saving" }
  | { kind: "away"; isOffline: boolean }
  | { kind: "refused"; message: string }
  | { kind: "conflict"; theirs: Held };

export type Doors = {
  put: (document: SurveyDocument, revision: number) => Promise<number>;
  get: () => Promise<Held>;
  keep: (kept: Kept) => Promise<void>;
  drop: () => Promise<void>;
  failure: (cause: unknown) => Failed;
  later: (work: () => void, milliseconds: number) => () => void;
  isOffline: () => boolean;
};

export const AFTER_EDIT = 1_000;
export const LONGEST_DELAY = 5_000;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
const SIGNED_OUT = 401;
const CONFLICT = 409;

export class Autosave {
  state: SaveState = { kind: "saved" };
  private wanted: SurveyDocument;
  private isBusy = false;
  private tries = 0;
  private cancel: () => void = () => undefined;
  private editedFirst = 0;
  private listeners = new Set<() => void>();
  private waiting: ((isSaved: boolean) => void)[] = [];

  constructor(private base: SurveyDocument, private revision: number, private readonly doors: Doors, private readonly now: () => number = Date.now) {
    this.wanted = base;
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => { this.listeners.delete(listener); };
  };

  read = () => this.state;

  get isSaved(): boolean {
    return this.state.kind === "saved";
  }

  get currentRevision(): number {
    return this.revision;
  }

  /** A new state of the document: kept at once, sent once the author pauses, or after some seconds of typing on. */
  edit(document: SurveyDocument): void {
    if (document === this.wanted) return;
    this.wanted = document;
    if (!this.isBusy && sameJson(document, this.base) && this.state.kind !== "conflict") { this.settle(); return; }
    void this.doors.keep({ document, base: this.base, revision: this.revision });
    if (this.state.kind === "conflict" || this.state.kind === "away") return;
    this.say({ kind: "saving" });
    this.editedFirst ||= this.now();
    this.schedule(Math.max(0, Math.min(AFTER_EDIT, this.editedFirst + LONGEST_DELAY - this.now())));
  }

  /** Sends what is not saved yet; true once the server has it, false where it cannot be sent now. */
  flush(): Promise<boolean> {
    if (this.isSaved) return Promise.resolve(true);
    const settled = new Promise<boolean>((resolve) => this.waiting.push(resolve));
    if (this.state.kind === "conflict") this.answer(false);
    else void this.send();
    return settled;
  }

  retry(): void {
    if (this.state.kind === "away" || this.state.kind === "refused") void this.send();
  }

  /** Takes up edits that an earlier visit could not send. */
  resume({ document, base, revision }: Kept): void {
    this.base = base;
    this.revision = revision;
    this.edit(document);
  }

  /** The survey's head changed by another act of this page. */
  follow(revision: number): void {
    this.revision = revision;
  }

  /** Ends a conflict: with this author's text, which is sent, or with the other's, which is given back. */
  resolve(choice: "mine" | "theirs"): SurveyDocument {
    if (this.state.kind !== "conflict") return this.wanted;
    const { document, revision } = this.state.theirs;
    this.base = document;
    this.revision = revision;
    if (choice === "theirs") {
      this.wanted = document;
      this.settle();
    } else {
      void this.doors.keep({ document: this.wanted, base: document, revision });
      this.say({ kind: "saving" });
      void this.send();
    }
    return this.wanted;
  }

  stop(): void {
    this.cancel();
  }

  private schedule(milliseconds: number): void {
    this.cancel();
    this.cancel = this.doors.later(() => void this.send(), milliseconds);
  }

  private say(state: SaveState): void {
    this.state = state;
    this.listeners.forEach((listener) => listener());
    if (state.kind !== "saving") this.answer(state.kind === "saved");
  }

  private answer(isSaved: boolean): void {
    this.waiting.splice(0).forEach((resolve) => resolve(isSaved));
  }

  private settle(): void {
    this.cancel();
    this.editedFirst = 0;
    void this.doors.drop();
    this.say({ kind: "saved" });
  }

  private async send(): Promise<void> {
    if (this.isBusy || this.state.kind === "conflict") return;
    this.cancel();
    this.isBusy = true;
    this.editedFirst = 0;
    const sent = this.wanted;
    if (this.state.kind !== "away") this.say({ kind: "saving" });
    try {
      this.acknowledge({ document: sent, revision: await this.doors.put(sent, this.revision) });
    } catch (cause) {
      await this.fail(sent, this.doors.failure(cause));
    }
    this.isBusy = false;
    if (this.state.kind === "saving") this.schedule(this.waiting.length ? 0 : AFTER_EDIT);
  }

  /** The server has this much; what was typed since is still to be sent. */
  private acknowledge(held: Held): void {
    this.base = held.document;
    this.revision = held.revision;
    this.tries = 0;
    if (sameJson(this.wanted, held.document)) { this.settle(); return; }
    void this.doors.keep({ document: this.wanted, base: this.base, revision: this.revision });
    this.say({ kind: "saving" });
  }

  private async fail(sent: SurveyDocument, failed: Failed): Promise<void> {
    if (failed.status === CONFLICT) return this.reconcile(sent);
    // Whoever is signed out signs in again over this page, which then goes on.
    if (!failed.isPassing && failed.status !== SIGNED_OUT) { this.say({ kind: "refused", message: failed.message }); return; }
    this.tries += 1;
    const doubled = Math.min(FIRST_WAIT * 2 ** (this.tries - 1), LONGEST_WAIT);
    this.say({ kind: "away", isOffline: this.doors.isOffline() });
    this.schedule(Math.max(doubled, failed.retryAfter * 1_000));
  }

  /** The revision is not the newest. An own save whose reply was lost, or a change of other things, is no conflict. */
  private async reconcile(sent: SurveyDocument): Promise<void> {
    try {
      const theirs = await this.doors.get();
      if (sameJson(theirs.document, sent)) { this.acknowledge(theirs); return; }
      if (!sameJson(theirs.document, this.base)) { this.say({ kind: "conflict", theirs }); return; }
      this.revision = theirs.revision;
      this.say({ kind: "saving" });
    } catch (cause) {
      const failed = this.doors.failure(cause);
      if (failed.status === CONFLICT) { this.say({ kind: "refused", message: failed.message }); return; }
      await this.fail(sent, failed);
    }
  }
}
