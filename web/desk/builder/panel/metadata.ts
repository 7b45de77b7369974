/** What can be set: survey-core's own description of each type, as far as the district profile allows it. */
import { Serializer } from "survey-core";
import profile from "../profile.json" with { type: "json" };
import type { Block } from "../model/document";

export type EditorKind =
  | { kind: "flag"; isOn: boolean }
  | { kind: "options"; options: (string | number | boolean)[]; usual: unknown }
  | { kind: "number"; least?: number; most?: number; usual: unknown }
  | { kind: "text" | "long" | "plain" | "condition" | "formula" | "entries" | "columns" | "rules" | "answer" | "bound" | "json" | "name" };
export type Described = { property: string; /** The other name that an old definition may use. */ alias: string; editor: EditorKind };

type Kinds = Record<string, unknown>;
const TYPES = profile.types as Record<string, Kinds>;
const RULES = profile.rules as Record<string, Kinds>;
const CELLS = profile.cells as Record<string, Kinds>;

/** Not set one by one: what they hold has a place of its own in the builder. */
const ELSEWHERE = new Set(["type", "elements", "templateElements", "pages", "logo", "clearInvisibleValues", "timeZone", "version", "locale"]);

export function allowedOf(type: string): Kinds {
  return type === "survey" ? profile.survey : type === "page" ? profile.page : (TYPES[type] ?? {});
}

function editorFor(name: string, spec: unknown, type: string, usual: unknown): EditorKind {
  if (name === "name") return { kind: "name" };
  if (Array.isArray(spec)) {
    const options = (spec as (string | number | boolean)[]).filter((each) => typeof each !== "boolean");
    return { kind: "options", options, usual };
  }
  if (typeof spec === "object" && spec !== null) return { kind: "number", usual, ...(spec as { least: number; most: number }) };
  switch (spec) {
    case "flag": return { kind: "flag", isOn: usual === true };
    case "texts": return { kind: type === "text" ? "long" : "text" };
    case "html": return { kind: "long" };
    case "number": return { kind: "number", usual };
    case "plain": case "scalar": return { kind: "plain" };
  }
  if (type === "condition") return { kind: "condition" };
  if (type === "expression") return { kind: "formula" };
  if (type === "matrixdropdowncolumns") return { kind: "columns" };
  if (type === "validators") return { kind: "rules" };
  if (type === "value") return { kind: "answer" };
  if (type.endsWith("[]") && type !== "string[]") return { kind: "entries" };
  if (name === "min" || name === "max") return { kind: "bound" };
  return { kind: "json" };
}

/** The properties of a type ("page", "survey" or a question's), in the library's order. */
export function describe(type: string): Described[] {
  const allowed = allowedOf(type);
  return Serializer.getProperties(type).flatMap((held) => {
    const name = [held.name, held.alternativeName].find((each) => each && each in allowed);
    if (!name || ELSEWHERE.has(held.name)) return [];
    const alias = name === held.name && held.alternativeName && held.alternativeName in allowed ? held.alternativeName : "";
    return [{ property: name, alias, editor: editorFor(held.name, allowed[name], held.type, held.defaultValue as unknown) }];
  });
}

/** What a property is set to, under either of its names. */
export const valueOf = (block: Block, { property, alias }: Described): unknown => block[property] ?? (alias ? block[alias] : undefined);

export const RULE_TYPES = Object.keys(RULES);
export const CELL_TYPES = Object.keys(CELLS);

/** The settings of a check, by its type. */
export function describeRule(type: string): Described[] {
  return Object.entries(RULES[type] ?? {}).flatMap(([property, spec]): Described[] => {
    if (property === "type") return [];
    const editor: EditorKind = property === "expression" ? { kind: "condition" } : property === "regex" ? { kind: "plain" } : editorFor(property, spec, "", property === "allowDigits");
    return [{ property, alias: "", editor }];
  });
}

/** What comes first, in this order; everything else is under "More". */
const FIRST = ["title", "html", "expression", "description", "inputType", "choices", "rateMin", "rateMax", "rateValues", "minRateDescription", "maxRateDescription", "labelTrue", "labelFalse", "rows", "columns", "min", "max", "imageLink", "items", "isRequired", "visibleIf"];
const FIRST_OF_RATING = new Set(["rateValues"]);

export function inOrder(type: string): { first: Described[]; more: Described[] } {
  const all = describe(type);
  const isFirst = ({ property }: Described) => FIRST.includes(property) && !(type === "rating" && FIRST_OF_RATING.has(property)) && type !== "survey";
  const place = ({ property }: Described) => FIRST.indexOf(property);
  return { first: all.filter(isFirst).sort((one, other) => place(one) - place(other)), more: all.filter((each) => !isFirst(each)) };
}
