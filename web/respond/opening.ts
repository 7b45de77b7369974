/** How a survey begins: its first question, to be read before anybody agrees to anything. */
import type { Definition } from "../shared/api/types";
import { localized } from "../shared/i18n/language";

export type First = { title: string; choices: string[] };

type Element = Record<string, unknown>;
const UNASKED = new Set(["html", "image", "expression", "panel", "paneldynamic"]);
const MOST = 12;

const listOf = (part: unknown): Element[] => (Array.isArray(part) ? part.filter((each): each is Element => typeof each === "object" && each !== null) : []);

/** The first question that everybody is asked; what it takes from other answers is left open. */
export function firstOf(definition: Definition, language: string): First | null {
  const said = (text: unknown) => localized(text as string, language).replace(/\{[^{}]+\}/g, "…");
  const waiting: Element[] = [definition];
  for (let element = waiting.shift(); element; element = waiting.shift()) {
    if (element["visible"] === false || element["visibleIf"]) continue;
    if (typeof element["type"] === "string" && !UNASKED.has(element["type"])) {
      const texts = Array.isArray(element["choices"]) ? element["choices"].map((choice) => said(textOf(choice))) : [];
      return { title: said(element["title"] ?? element["name"]), choices: texts.slice(0, MOST) };
    }
    waiting.unshift(...listOf(element["pages"]), ...listOf(element["elements"]));
  }
  return null;
}

/** A choice is written "value", "value|text", or as an object. */
function textOf(choice: unknown): unknown {
  if (typeof choice === "object" && choice !== null) return (choice as Element)["text"] ?? String((choice as Element)["value"]);
  const [value, text] = String(choice).split("|");
  return text ?? value;
}
