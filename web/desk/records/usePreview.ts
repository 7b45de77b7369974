/** Counts what would go, page by page, until the whole of it is known. */
import { useState } from "react";
import { useAction } from "../../shared/api/load";
import { pageOf } from "../paging";
import { useDesk } from "../session";
import type { Going } from "./shapes";

type Chosen = { kind: string; school_id: string; days: string; by: string };

function added(all: Going[], more: Going[]): Going[] {
  const sums = new Map(all.map((one) => [`${one.period}|${one.school_id}`, one]));
  for (const one of more) {
    const place = `${one.period}|${one.school_id}`;
    sums.set(place, { ...one, records: one.records + (sums.get(place)?.records ?? 0) });
  }
  // "now" comes before every month and day.
  return [...sums.values()].sort((left, right) => Number(right.period === "now") - Number(left.period === "now") || left.period.localeCompare(right.period));
}

export function usePreview() {
  const { call } = useDesk();
  const [going, setGoing] = useState<Going[] | null>(null);
  const { isBusy, error, run } = useAction();
  const count = async ({ kind, school_id, days, by }: Chosen) => {
    if (isBusy) return;
    const query = new URLSearchParams({ kind, school_id, days: String(Number(days) || 0), by });
    await run(async () => {
      let found: Going[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const page: { items: Going[]; next: string | null } = await call("GET", pageOf(`/retention/preview?${query.toString()}`, cursor));
        found = added(found, page.items);
        cursor = page.next;
      }
      setGoing(found);
    });
  };
  return { going, isBusy, error, count, clear: () => { setGoing(null); } };
}
