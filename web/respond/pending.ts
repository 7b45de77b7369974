/** A finished answer waits in IndexedDB until the server has acknowledged it; after that nothing is left. */
import type { Answer } from "../shared/api/types";

const DATABASE = "parley-pending";
const STORE = "answers";

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return settled(request);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB failed"));
  });
}

async function inStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await settled(work(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

export async function readPending(survey: string): Promise<Answer | undefined> {
  try {
    const found = await inStore("readonly", (store) => store.get(survey) as IDBRequest<Answer | undefined>);
    // Looking makes the database; whoever only looks leaves none behind.
    if (!found) await dropPending(survey);
    return found;
  } catch {
    return undefined;
  }
}

/** Keeps the answer if the browser lets us; a private window may not, and then the open page is the only copy. */
export async function keepPending(survey: string, answer: Answer): Promise<void> {
  try {
    await inStore("readwrite", (store) => store.put(answer, survey));
  } catch {
    // The answer is still in memory and is being sent.
  }
}

export async function dropPending(survey: string): Promise<void> {
  try {
    await inStore("readwrite", (store) => store.delete(survey));
    const left = await inStore("readonly", (store) => store.count());
    if (!left) indexedDB.deleteDatabase(DATABASE);
  } catch {
    // Nothing was kept, so nothing has to go.
  }
}
