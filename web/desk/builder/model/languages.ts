/** The texts of a survey in its languages. A text is a string, or an object by language with "default" for the main one. */
import profile from "../profile.json" with { type: "json" };
import { blocksOf, nameOf, walk, type Block } from "./document";

export const MAIN = "default";
type Kinds = Record<string, unknown>;
const TYPES = profile.types as Record<string, Kinds>;
const CELLS = profile.cells as Record<string, Kinds>;
const isText = (kind: unknown) => kind === "texts" || kind === "html";

/** What stands in a language; in the main one also where the text knows no languages. */
export function textIn(value: unknown, language: string): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return language === MAIN ? String(value) : "";
  const text = (value as Block | null | undefined)?.[language];
  return typeof text === "string" ? text : "";
}

/** The text with one language changed; undefined once nothing is left of it. */
export function withText(value: unknown, language: string, text: string): unknown {
  const before: Block = typeof value === "object" && value !== null ? (value as Block) : value === undefined ? {} : { [MAIN]: value };
  const after = Object.fromEntries(Object.entries({ ...before, [language]: text }).filter(([, each]) => each !== ""));
  const keys = Object.keys(after);
  if (!keys.length) return undefined;
  return keys.length === 1 && keys[0] === MAIN ? after[MAIN] : after;
}

/** One text: where it stands, and how to read and write it. `keys` lead from the definition to it. */
export type TextPlace = { keys: (string | number)[]; owner: string; property: string; value: unknown };

function textsOf(block: Block, kinds: Kinds, keys: TextPlace["keys"], owner: string): TextPlace[] {
  const own = Object.keys(kinds).filter((name) => isText(kinds[name]) && block[name] !== undefined && block[name] !== "");
  return own.map((property) => ({ keys: [...keys, property], owner, property, value: block[property] }));
}

const LISTS = ["choices", "rateValues", "rows", "columns", "items"];

function listTexts(block: Block, keys: TextPlace["keys"], owner: string): TextPlace[] {
  return LISTS.flatMap((list) => {
    const entries = Array.isArray(block[list]) ? (block[list] as unknown[]) : [];
    return entries.flatMap((entry, index) => {
      const at = [...keys, list, index];
      if (typeof entry !== "object" || entry === null) return typeof entry === "string" ? [{ keys: at, owner, property: list, value: entry }] : [];
      const part = entry as Block;
      if ((list === "columns" || list === "items") && "name" in part) return [...columnTitle(part, list, at, owner), ...listTexts(part, at, owner)];
      return [{ keys: [...at, "text"], owner, property: list, value: part["text"] ?? part["value"] }];
    });
  });
}

function columnTitle(column: Block, property: string, keys: TextPlace["keys"], owner: string): TextPlace[] {
  const kind = typeof column["cellType"] === "string" ? column["cellType"] : "dropdown";
  const texts = textsOf(column, property === "items" ? profile.item : (CELLS[kind] ?? {}), keys, owner);
  return column["title"] === undefined ? [{ keys: [...keys, "title"], owner, property, value: column["name"] }, ...texts] : texts;
}

function keysOf(path: string): TextPlace["keys"] {
  return [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => (index === undefined ? (name ?? "") : Number(index)));
}

/** The texts of what the survey has beside its questions: scales with their bands, quotas. */
function ownTexts(definition: Block): TextPlace[] {
  const quotas = blocksOf(definition["quotas"]).flatMap((quota, index) => textsOf(quota, { title: "texts", message: "texts" }, ["quotas", index], nameOf(quota)));
  const scales = blocksOf(definition["scales"]).flatMap((scale, index) => {
    const at = ["scales", index];
    const owner = nameOf(scale);
    const bands = blocksOf(scale["bands"]).flatMap((band, number) => textsOf(band, { title: "texts" }, [...at, "bands", number], owner));
    return [...textsOf(scale, { title: "texts" }, at, owner), ...bands];
  });
  return [...scales, ...quotas];
}

/** Every text that somebody who answers may read, from the top to the bottom. */
export function allTexts(definition: Block): TextPlace[] {
  const survey = textsOf(definition, profile.survey, [], "");
  const parts = walk(definition).flatMap(({ place, path, block }) => {
    const keys = keysOf(path);
    const owner = typeof block["name"] === "string" ? block["name"] : "";
    if (place.length === 1) return textsOf(block, profile.page, keys, owner);
    const type = typeof block["type"] === "string" ? block["type"] : "";
    const rules = blocksOf(block["validators"]).flatMap((rule, index) => textsOf(rule, { text: "texts" }, [...keys, "validators", index], owner));
    return [...textsOf(block, TYPES[type] ?? {}, keys, owner), ...listTexts(block, keys, owner), ...rules];
  });
  return [...survey, ...parts, ...ownTexts(definition)];
}

/** The languages that any text of the survey has, the main one first. */
export function languagesOf(definition: Block): string[] {
  const found = new Set<string>();
  for (const { value } of allTexts(definition)) if (typeof value === "object" && value !== null) Object.keys(value).forEach((key) => found.add(key));
  found.delete(MAIN);
  return [MAIN, ...[...found].sort()];
}

/** How many texts a language lacks. */
export function missingIn(definition: Block, language: string): number {
  return allTexts(definition).filter(({ value }) => !isSign(value) && !textIn(value, language)).length;
}

/** A number needs no translation. */
export const isSign = (value: unknown) => /^[\d\s.,%–-]*$/.test(textIn(value, MAIN));

/** The definition with one text changed in one language. A choice that was a bare value gets a text beside it. */
export function withTextAt(definition: Block, place: TextPlace, language: string, text: string): Block {
  return setAt(definition, place.keys, (held) => {
    const last = place.keys.at(-1);
    if (typeof last === "number") return { value: held, text: withText(held, language, text) };
    return withText(held ?? place.value, language, text);
  }) as Block;
}

function setAt(value: unknown, keys: (string | number)[], change: (held: unknown) => unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return change(value);
  if (Array.isArray(value)) return value.map((each: unknown, index) => (index === key ? setAt(each, rest, change) : each));
  const block = value as Block;
  const after = { ...block, [key]: setAt(block[key], rest, change) };
  return Object.fromEntries(Object.entries(after).filter(([, each]) => each !== undefined));
}

/** The definition without a language. */
export function withoutLanguage(definition: Block, language: string): Block {
  return allTexts(definition).reduce((result, place) => (textIn(place.value, language) && language !== MAIN ? withTextAt(result, place, language, "") : result), definition);
}
