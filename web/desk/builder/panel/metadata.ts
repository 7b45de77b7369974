/** What can be set: survey-core's own description of each type, as far as the district profile allows it. */
import { Serializer } from "survey-core";
import profile from "../profile.json" with { type: "json" };
import type { Block } from "../model/document";

export type EditorKind =
  | { kind: "flag"; isOn: boolean }
  | { kind: "options"; options: (string | number | boolean)[]; usual: unknown }
  | { kind: "number"; least?: number; most?: number; usual: unknown }
  | { kind: "text" | "long" | "plain" | "condition" | "formula" | "entries" | "pictures" | "columns" | "items" | "rules" | "answer" | "bound" | "json" | "name" };
export type Described = { property: string; /** The other name that an old definition may use. */ alias: string; editor: EditorKind };

type Kinds = Record<string, unknown>;
const TYPES = profile.types as Record<string, Kinds>;
const RULES = profile.rules as Record<string, Kinds>;
const CELLS = profile.cells as Record<string, Kinds>;

/** Not set one by one: what they hold has a place of its own in the builder. */
const ELSEWHERE = new Set(["type", "sjsVersion", "mode", "storeDataAsText", "elements", "templateElements", "pages", "logo", "clearInvisibleValues", "timeZone", "version", "locale"]);

export function allowedOf(type: string): Kinds {
  return type === "survey" ? profile.survey : type === "page" ? profile.page : (TYPES[type] ?? {});
}

const BY_WORD: Record<string, Exclude<EditorKind["kind"], "flag" | "options" | "number">> = {
  html: "long", plain: "plain", scalar: "plain", measure: "plain", link: "plain", pattern: "plain", name: "plain", condition: "condition", expression: "formula",
  choice: "entries", picture: "pictures", column: "columns", item: "items", validator: "rules",
};

/** The field for a property: `spec` is what the profile says of it, `type` what the library calls it. */
function editorFor(name: string, spec: unknown, type: string, usual: unknown): EditorKind {
  if (name === "name") return { kind: "name" };
  if (Array.isArray(spec)) return { kind: "options", options: (spec as (string | number | boolean)[]).filter((each) => typeof each !== "boolean"), usual };
  if (typeof spec === "object" && spec !== null) return { kind: "number", usual, ...(spec as { least: number; most: number }) };
  if (spec === "flag") return { kind: "flag", isOn: usual === true };
  if (spec === "number") return { kind: "number", usual };
  if (spec === "texts") return { kind: type === "text" ? "long" : "text" };
  if (name === "defaultValue") return { kind: "answer" };
  if (name === "min" || name === "max") return { kind: "bound" };
  return { kind: BY_WORD[String(spec)] ?? "json" };
}

/** The properties of a type ("page", "survey" or a question's), in the library's order. */
export function describe(type: string): Described[] {
  const allowed = allowedOf(type);
  return Serializer.getProperties(type).flatMap((held) => {
    const name = [held.name, held.alternativeName].find((each) => each && each in allowed);
    // A property with one value that it may have is no choice.
    const isFixed = name !== undefined && Array.isArray(allowed[name]) && (allowed[name] as unknown[]).filter((each) => typeof each !== "boolean").length < 2;
    if (!name || isFixed || ELSEWHERE.has(held.name)) return [];
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
    return [{ property, alias: "", editor: editorFor(property, spec, "", property === "allowDigits") }];
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
