/** Where one part of a survey speaks of another by its name: {name}, {name.row}, {panel.name}, and a few properties. */
import { blocksOf, childrenKey, nameOf, type Block } from "./document";
import { renamedIn } from "./scales";

/** Properties whose text is a name or a value, never an expression or a text with names in it. */
const PLAIN = new Set(["name", "value", "type", "valueName", "regex"]);
/** Properties whose whole text is the name of a question. */
const NAMING = new Set(["setToName", "fromName", "gotoName", "choicesFromQuestion", "valueName"]);

/** Lists of the names of questions, of a scale. */
const LISTING = new Set(["items", "reversed"]);

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A function that renames in one text. `prefix` is "panel." or "row." for what lies in a repeated panel or table. */
function renamer(old: string, now: string, prefix: string) {
  const pattern = new RegExp(`\\{(\\s*#?${escaped(prefix)})${escaped(old)}(?=\\s*\\}|[.[]|-Comment)`, "gi");
  return (text: string) => text.replace(pattern, (_, before: string) => `{${before}${now}`);
}

type Rename = (text: string) => string;

function through(value: unknown, key: string, rename: Rename, old: string, now: string): unknown {
  if (typeof value === "string") {
    if (NAMING.has(key) && value.toLowerCase() === old.toLowerCase()) return now;
    return PLAIN.has(key) ? value : rename(value);
  }
  if (LISTING.has(key) && Array.isArray(value) && value.some((each) => typeof each === "string")) return renamedIn(value, old, now);
  if (Array.isArray(value)) return value.map((each) => through(each, key, rename, old, now));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, through(part, name, rename, old, now)]));
}

/** Everything that speaks of a question by its old name speaks of it by its new one. */
export function renameEverywhere(definition: Block, old: string, now: string): Block {
  return through(definition, "", renamer(old, now, ""), old, now) as Block;
}

/** The same inside of one repeated panel or table only, where it is {panel.name} or {row.name}. */
export function renameWithin(block: Block, old: string, now: string, scope: "panel" | "row"): Block {
  return through(block, "", renamer(old, now, `${scope}.`), old, now) as Block;
}

/** Whether something anywhere speaks of a name. */
export function isSpokenOf(definition: Block, name: string): boolean {
  return JSON.stringify(renameEverywhere(definition, name, `${name}\u0000`)) !== JSON.stringify(definition);
}

/** A copy in which everything has a name of its own, and what speaks of each other inside still does. */
export function copyWithNames(block: Block, isPage: boolean, free: (name: string) => string): Block {
  const renames: [string, string][] = [];
  const renamed = (part: Block, isTop: boolean): Block => {
    const name = nameOf(part);
    const now = name ? free(name) : name;
    if (name) renames.push([name, now]);
    const key = childrenKey(part, isTop);
    return { ...part, ...(name ? { name: now } : {}), ...(key && part[key] ? { [key]: blocksOf(part[key]).map((child) => renamed(child, false)) } : {}) };
  };
  const copied = renamed(structuredClone(block), isPage);
  return renames.reduce((result, [old, now]) => renameEverywhere(result, old, now), copied);
}
