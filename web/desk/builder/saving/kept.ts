/**
 * Edits that the server does not have yet wait in this browser's database, for the person who made them, and go once they
 * are saved. They are questions, never answers or names; docs/adr/0012 says why they may wait here.
 */
import type { Kept } from "./autosave";

const DATABASE = "parley-unsaved";
const STORE = "drafts";
const LONGEST_DAYS = 30;
type Stored = Kept & { at: number };

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB failed"));
  });
}

async function inStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await settled(opening);
  try {
    return await settled(work(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

/** Reads and writes of one survey's draft, one after the other, so that an old one never comes after a newer one. */
export class Keeper {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly key: string) {}

  keep(kept: Kept): Promise<void> {
    return this.after(async () => { await inStore("readwrite", (store) => store.put({ ...kept, at: Date.now() }, this.key)); });
  }

  drop(): Promise<void> {
    return this.after(() => this.remove());
  }

  async read(): Promise<Kept | undefined> {
    let found: Stored | undefined;
    await this.after(async () => {
      found = await inStore("readonly", (store) => store.get(this.key) as IDBRequest<Stored | undefined>);
      if (found && Date.now() - found.at > LONGEST_DAYS * 86_400_000) found = undefined;
      // Looking makes the database; whoever only looks leaves none behind, in the same turn, before an edit is kept.
      if (!found) await this.remove();
    });
    return found;
  }

  private async remove(): Promise<void> {
    await inStore("readwrite", (store) => store.delete(this.key));
    const left = await inStore("readonly", (store) => store.count());
    if (!left) await settled(indexedDB.deleteDatabase(DATABASE));
  }

  // A private window may refuse; then the open page is the only copy, and says so when it is left.
  private after(work: () => Promise<void>): Promise<void> {
    const next = this.last.then(work).catch(() => undefined);
    this.last = next;
    return next;
  }
}
