/** The languages of a survey's own texts. */
import type { Definition } from "../api/types";

const ownLanguage = (definition: Definition): string => (typeof definition["locale"] === "string" && definition["locale"] ? definition["locale"] : "en");

/** By code, the survey's own first. */
export function languagesOf(definition: Definition): string[] {
  const found = new Set([ownLanguage(definition)]);
  const look = (part: unknown) => {
    if (Array.isArray(part)) part.forEach(look);
    else if (part && typeof part === "object") {
      const values = Object.entries(part);
      if ("default" in part && values.every(([, text]) => typeof text === "string")) values.forEach(([code]) => { if (code !== "default") found.add(code); });
      values.forEach(([, value]) => { look(value); });
    }
  };
  look(definition);
  return [...found];
}
