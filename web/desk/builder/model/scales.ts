/** Scales and quotas: what an author may put into them, and what they are made of. */
import { choicesOf, labelOf } from "./choices";
import { blocksOf, nameOf, walk, type Block } from "./document";
import { MAIN, textIn } from "./languages";

export type Scorable = { name: string; label: string };

const CHOSEN: Record<string, string> = { radiogroup: "choices", dropdown: "choices", buttongroup: "choices", rating: "rateValues" };
const isNumber = (value: unknown) => (typeof value === "number" || (typeof value === "string" && value.trim() !== "")) && Number.isFinite(Number(value));
const areNumbers = (list: unknown) => choicesOf(list).length > 0 && choicesOf(list).every(({ value }) => isNumber(value));

/** The questions, and rows of tables, whose answers are numbers. */
export function scorables(definition: Block): Scorable[] {
  const elements = walk(definition).filter(({ place }) => place.length > 1);
  const repeated = elements.filter(({ block }) => block["type"] === "paneldynamic");
  return elements.filter(({ path }) => !repeated.some((outer) => path.startsWith(`${outer.path}.`))).flatMap(({ block }) => scorable(block));
}

function scorable(block: Block): Scorable[] {
  const type = String(block["type"]);
  const name = nameOf(block);
  const label = textIn(block["title"], MAIN) || name;
  if (type === "matrix") return areNumbers(block["columns"]) && block["cellType"] !== "checkbox" ? choicesOf(block["rows"]).map((row) => ({ name: `${name}.${String(row.value)}`, label: `${label}: ${labelOf(row, MAIN)}` })) : [];
  const list = CHOSEN[type];
  const isRange = type === "rating" && !block["rateValues"];
  const isBounded = type === "slider" ? block["sliderType"] !== "range" : type === "text" && block["inputType"] === "number" && isNumber(block["min"]) && isNumber(block["max"]);
  return isRange || isBounded || (list && areNumbers(block[list])) ? [{ name, label }] : [];
}

/** Parts of the survey that have a list of their own, such as scales. */
export const partsOf = (definition: Block, property: string): Block[] => blocksOf(definition[property]);

/** The definition with the list changed; an empty list is taken out. */
export function withParts(definition: Block, property: string, parts: Block[]): Block {
  const rest = Object.fromEntries(Object.entries(definition).filter(([key]) => key !== property));
  return parts.length ? { ...rest, [property]: parts } : rest;
}

/** A name that none of the parts has. */
export function freePartName(parts: Block[], stem: string): string {
  const taken = new Set(parts.map((part) => nameOf(part).toLowerCase()));
  for (let number = 1; ; number += 1) if (!taken.has(`${stem}${number}`)) return `${stem}${number}`;
}

/** A list of names in which a question's name, or that of its rows, is another now. */
export function renamedIn(names: unknown, old: string, now: string): unknown {
  if (!Array.isArray(names)) return names;
  return names.map((each: unknown) => (each === old ? now : typeof each === "string" && each.startsWith(`${old}.`) ? `${now}${each.slice(old.length)}` : each));
}
