/** A list that comes in pages: the first by itself, each further one by a press. */
import { useState } from "react";
import { asApiError, type ApiError } from "../shared/api/client";
import type { List } from "../shared/api/types";
import { useDesk, useDeskLoad } from "./session";

const MOST_PAGES = 20;

/** The same path with a cursor. */
export function pageOf(path: string, cursor: string): string {
  return cursor ? `${path}${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(cursor)}` : path;
}

/** All pages of a list that is short enough to choose from. */
export async function everyPage<T>(load: (path: string) => Promise<List<T>>, path: string): Promise<T[]> {
  let items: T[] = [];
  let cursor: string | null = "";
  for (let number = 0; number < MOST_PAGES && cursor !== null; number += 1) {
    const page: List<T> = await load(pageOf(path, cursor));
    items = [...items, ...page.items];
    cursor = page.next;
  }
  return items;
}

type Later<T> = { path: string; items: T[]; next: string | null; isBusy: boolean; error: ApiError | null };

type Pages<T> = { items: T[] | null; isLoading: boolean; isBusy: boolean; error: ApiError | null; laterError: ApiError | null; reload: () => void; more: (() => void) | null };

/** What a path lists so far, and `more` while there is more. */
export function usePages<T>(path: string): Pages<T> {
  const { call } = useDesk();
  const first = useDeskLoad((load) => load<List<T>>("GET", path), [path]);
  const empty: Later<T> = { path, items: [], next: null, isBusy: false, error: null };
  const [held, setLater] = useState(empty);
  // Later pages belong to the path, and to the first page, that they follow.
  const later = held.path === path ? held : empty;
  const next = later.items.length ? later.next : first.value?.next ?? null;
  const load = async (cursor: string) => {
    setLater({ ...later, isBusy: true, error: null });
    try {
      const page = await call<List<T>>("GET", pageOf(path, cursor));
      setLater({ ...later, items: [...later.items, ...page.items], next: page.next, isBusy: false });
    } catch (cause) {
      setLater({ ...later, isBusy: false, error: asApiError(cause) });
    }
  };
  return {
    items: first.value ? [...first.value.items, ...later.items] : null,
    isLoading: first.isLoading,
    isBusy: later.isBusy,
    error: first.error,
    laterError: later.error,
    reload: () => { setLater(empty); first.reload(); },
    more: next ? () => { if (!later.isBusy) void load(next); } : null,
  };
}
