/** Permission levels in a form. */
import type { Field, Level, Role, Verb } from "../../shared/api/types";

export const ROLES: Role[] = ["administrator", "author", "reader", "member"];
export const FIELDS: Field[] = ["free_text", "contact"];
/** The kinds of act that a role has at all. */
export const VERBS: Record<Role, Verb[]> = {
  administrator: ["read", "write", "export", "share", "manage"],
  author: ["read", "write", "export", "share"],
  reader: ["read"],
  member: ["read", "write", "share"],
};
export const MOST_LEVELS = 10;
/** What a role's reach can be cut down by. */
export type Limit = "schools" | "surveys" | "topics";
export const LIMITS: Record<Role, Limit[]> = {
  administrator: ["schools", "surveys", "topics"],
  author: ["schools", "surveys"],
  reader: ["schools", "surveys"],
  member: ["topics"],
};

/** A level while it is being edited; of `limits`, each named kind is cut down to its list, and an empty list is nothing. */
export type Draft = { role: Role; isPart: boolean; limits: Limit[]; schools: string; surveys: string[]; topics: string[]; verbs: Verb[]; fields: Field[]; kept: Level | null };

export function emptyDraft(role: Role = "member"): Draft {
  return { role, isPart: false, limits: [], schools: "", surveys: [], topics: [], verbs: VERBS[role], fields: FIELDS, kept: null };
}

export function draftOf(given: Partial<Level> & { role: Role }): Draft {
  const { role, verbs = null, schools = null, surveys = null, topics = null, fields = null } = given;
  const kept: Level = { role, verbs, schools, surveys, topics, fields };
  const limits = LIMITS[role].filter((limit) => kept[limit] !== null);
  return {
    role, limits, kept,
    isPart: limits.length > 0,
    schools: (schools ?? []).join("\n"),
    surveys: surveys ?? [],
    topics: topics ?? [],
    verbs: (verbs ?? VERBS[role]).filter((verb) => VERBS[role].includes(verb)),
    fields: fields ?? FIELDS,
  };
}

export function withRole(draft: Draft, role: Role): Draft {
  const possible = LIMITS[role];
  const limits = draft.isPart && possible.length === 1 ? possible : draft.limits.filter((limit) => possible.includes(limit));
  return { ...draft, role, limits, verbs: VERBS[role] };
}

/** The mistake in a draft, if there is one: nothing may be left to chance, least of all how far it reaches. */
export function mistakeIn({ role, isPart, limits, schools, verbs }: Draft): "needVerb" | "needLimit" | "needSchool" | null {
  if (!verbs.length) return "needVerb";
  if (isPart && !limits.some((limit) => LIMITS[role].includes(limit))) return "needLimit";
  return isPart && limits.includes("schools") && !linesOf(schools).length ? "needSchool" : null;
}

/** The field of the editor at which each mistake is shown. */
export const PLACES = { needVerb: "verbs", needLimit: "limits", needSchool: "schools" } as const;

/** The sentences for one editor's fields, found by their ids. */
export function mistakesAt(id: string, textFor: (target: string) => string | undefined) {
  return { role: textFor(`${id}-role`), limits: textFor(`${id}-limits`), schools: textFor(`${id}-schools`), verbs: textFor(`${id}-verbs`) };
}

export function linesOf(text: string): string[] {
  return [...new Set(text.split("\n").map((line) => line.trim()).filter(Boolean))];
}

export function levelOf(draft: Draft): Level {
  const { role, isPart, limits, kept } = draft;
  const lists = { schools: linesOf(draft.schools), surveys: draft.surveys, topics: draft.topics };
  const part = (limit: Limit) => {
    // What a role has no field for stays as it was: saving never widens what nobody saw.
    if (!LIMITS[role].includes(limit)) return kept?.role === role ? kept[limit] : null;
    return isPart && limits.includes(limit) ? lists[limit] : null;
  };
  const isAll = <T,>(some: T[], all: T[]) => all.every((each) => some.includes(each));
  return {
    role,
    verbs: isAll(draft.verbs, VERBS[role]) ? null : draft.verbs,
    schools: part("schools"),
    surveys: part("surveys"),
    topics: part("topics"),
    fields: isAll(draft.fields, FIELDS) ? null : draft.fields,
  };
}
