/** The palette: every type that the district profile allows, in groups, with what a new one begins with. */
import profile from "./profile.json" with { type: "json" };
import type { Block } from "./model/document";

export const GROUPS = ["choice", "textGroup", "scale", "table", "other"] as const;
export type Group = (typeof GROUPS)[number];

const IN_GROUPS: Record<Group, string[]> = {
  choice: ["radiogroup", "checkbox", "dropdown", "tagbox", "buttongroup", "boolean", "imagepicker", "ranking"],
  textGroup: ["text", "comment", "multipletext"],
  scale: ["rating", "slider"],
  table: ["matrix", "matrixdropdown", "matrixdynamic"],
  other: ["panel", "paneldynamic", "html", "image", "expression", "file", "signaturepad"],
};

const TYPES = new Set(Object.keys(profile.types));

/** Types by group; one that has no group yet is among the others. */
export function paletteOf(group: Group): string[] {
  const placed = new Set(Object.values(IN_GROUPS).flat());
  const loose = group === "other" ? [...TYPES].filter((type) => !placed.has(type)) : [];
  return [...IN_GROUPS[group], ...loose].filter((type) => TYPES.has(type));
}

export const ALL_TYPES = GROUPS.flatMap(paletteOf);

const COLUMNS = [{ name: "column1", cellType: "text" }];

/** What a new element of a type needs before it says anything. */
export function beginning(type: string): Block {
  switch (type) {
    case "matrix": return { type, columns: [], rows: [] };
    case "matrixdropdown": return { type, columns: COLUMNS, rows: [] };
    case "matrixdynamic": return { type, columns: COLUMNS };
    case "multipletext": return { type, items: [{ name: "text1" }] };
    case "rating": return { type, rateMin: 1, rateMax: 5 };
    case "panel": return { type, elements: [] };
    case "paneldynamic": return { type, templateElements: [] };
    case "html": return { type, html: "" };
    case "expression": return { type, expression: "" };
    case "radiogroup": case "checkbox": case "dropdown": case "tagbox": case "buttongroup": case "ranking": case "imagepicker": return { type, choices: [] };
    default: return { type };
  }
}

/** The stem of a new element's name. */
export const stemOf = (type: string) => (type === "panel" ? "group" : type === "html" ? "text" : type === "expression" ? "value" : "question");
