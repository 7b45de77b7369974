/** The questions that a condition can speak of, with the values that each can have. */
import { choicesOf, labelOf } from "./choices";
import { blocksOf, nameOf, samePlace, walk, type Block, type Place } from "./document";
import { MAIN, textIn } from "./languages";
import type { Operator, Value } from "./conditions";

export type SubjectKind = "one" | "several" | "yes" | "number" | "day" | "text";
export type Subject = { name: string; label: string; kind: SubjectKind; options: { value: Value; label: string }[] };

const SEVERAL = new Set(["checkbox", "tagbox", "ranking"]);
const ONE = new Set(["radiogroup", "dropdown", "buttongroup", "imagepicker"]);

/** Everything that has an answer, but the element itself. */
export function subjectsOf(definition: Block, except: Place | null): Subject[] {
  const elements = walk(definition).filter(({ place }) => place.length > 1 && !samePlace(place, except));
  const repeated = elements.filter(({ block }) => block["type"] === "paneldynamic").map(({ place }) => place);
  const isWithin = (outer: Place, inner: Place) => outer.length < inner.length && outer.every((index, at) => inner[at] === index);
  return elements.flatMap(({ place, block }) => {
    const panel = repeated.find((outer) => isWithin(outer, place));
    if (panel && !(except && isWithin(panel, except))) return [];
    return subjects(block, panel ? "panel." : "");
  });
}

function subjects(block: Block, prefix: string): Subject[] {
  const name = `${prefix}${nameOf(block)}`;
  const label = textIn(block["title"], MAIN) || nameOf(block);
  const type = typeof block["type"] === "string" ? block["type"] : "";
  const one = (kind: SubjectKind, options: Subject["options"] = []): Subject[] => [{ name, label, kind, options }];
  if (type === "imagepicker" && block["multiSelect"] === true) return one("several", optionsOf(block["choices"]));
  if (type === "multipletext") return blocksOf(block["items"]).map((item) => ({ name: `${name}.${nameOf(item)}`, label: `${label}: ${textIn(item["title"], MAIN) || nameOf(item)}`, kind: item["inputType"] === "number" ? "number" : "text", options: [] }));
  if (ONE.has(type)) return one("one", optionsOf(block["choices"]));
  if (SEVERAL.has(type)) return one("several", optionsOf(block["choices"]));
  if (type === "boolean") return one("yes");
  if (type === "rating") return one("number", rates(block));
  if (type === "slider" || type === "expression") return one("number");
  if (type === "comment") return one("text");
  if (type === "text") return one(block["inputType"] === "number" ? "number" : block["inputType"] === "date" ? "day" : "text");
  if (type !== "matrix") return [];
  const columns = optionsOf(block["columns"]);
  return choicesOf(block["rows"]).map((row) => ({ name: `${name}.${String(row.value)}`, label: `${label}: ${labelOf(row, MAIN)}`, kind: "one", options: columns }));
}

const isValue = (value: unknown): value is Value => ["string", "number", "boolean"].includes(typeof value);

export function optionsOf(list: unknown): Subject["options"] {
  return choicesOf(list).flatMap((choice) => (isValue(choice.value) ? [{ value: choice.value, label: labelOf(choice, MAIN) || String(choice.value) }] : []));
}

function rates(block: Block): Subject["options"] {
  if (Array.isArray(block["rateValues"])) return optionsOf(block["rateValues"]);
  const number = (key: string, otherwise: number) => (typeof block[key] === "number" ? block[key] : otherwise);
  const least = number("rateMin", 1);
  const step = Math.max(1, number("rateStep", 1));
  const count = Math.min(20, Math.floor((number("rateMax", 5) - least) / step) + 1);
  return Array.from({ length: Math.max(0, count) }, (_, index) => least + index * step).map((value) => ({ value, label: String(value) }));
}

const COMPARED: Operator[] = ["=", "<>", ">", ">=", "<", "<="];
const ALONE: Operator[] = ["notempty", "empty"];

/** The comparisons that make sense for a kind of answer. */
export function operatorsOf(kind: SubjectKind | undefined): Operator[] {
  if (kind === "one") return ["=", "<>", "anyof", "noneof", ...ALONE];
  if (kind === "several") return ["contains", "notcontains", "anyof", "allof", "noneof", ...ALONE];
  if (kind === "yes") return ["=", "<>", ...ALONE];
  if (kind === "number" || kind === "day") return [...COMPARED, ...ALONE];
  return ["=", "<>", "contains", "notcontains", ...ALONE];
}
