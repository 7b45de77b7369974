/** Lists of choices, rows and rates: bare values, "value|text", or objects with a text by language. */
import type { Block } from "./document";
import { MAIN, textIn, withText } from "./languages";

export type Choice = Block & { value: unknown };

export function choicesOf(list: unknown): Choice[] {
  return (Array.isArray(list) ? list : []).map((entry: unknown) => {
    if (typeof entry === "object" && entry !== null) return { value: undefined, ...(entry as Block) };
    if (typeof entry !== "string" || !entry.includes("|")) return { value: entry };
    const [value = "", ...text] = entry.split("|");
    return { value, text: text.join("|") };
  });
}

/** As short as it may be written: a bare value where there is nothing more to say. */
export function written(choices: Choice[]): unknown[] {
  return choices.map((choice) => (Object.keys(choice).length === 1 && !String(choice.value).includes("|") ? choice.value : choice));
}

export const labelOf = (choice: Choice, language: string) => textIn(choice["text"] ?? choice.value, language);

/** A value made of a text: small letters, digits and _, and not one that is taken. */
export function valueFor(text: string, taken: ReadonlySet<string>): string {
  const plain = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 60);
  const stem = plain || "choice";
  if (!taken.has(stem) && stem !== "other" && stem !== "none") return stem;
  for (let number = 2; ; number += 1) if (!taken.has(`${stem}_${number}`)) return `${stem}_${number}`;
}

const takenValues = (choices: Choice[]) => new Set(choices.map(({ value }) => String(value).trim().toLowerCase()));

/** One choice for each line that says something. A whole number is its own value. */
export function withLines(choices: Choice[], at: number, lines: string, language = MAIN): Choice[] {
  const taken = takenValues(choices);
  const made = lines.split(/\r?\n/).map((line) => line.replace(/^\s*[-*•]\s+/, "").trim()).filter(Boolean).map((line) => {
    const value = /^\d{1,9}$/.test(line) && !taken.has(line) ? Number(line) : valueFor(line, taken);
    taken.add(String(value));
    return String(value) === line ? { value } : { value, text: withText(undefined, language, line) };
  });
  return [...choices.slice(0, at), ...made, ...choices.slice(at)];
}

export function withLabel(choices: Choice[], at: number, language: string, text: string): Choice[] {
  return choices.map((choice, index) => {
    if (index !== at) return choice;
    const label = withText(choice["text"] ?? choice.value, language, text);
    const bare = Object.fromEntries(Object.entries(choice).filter(([key]) => key !== "text")) as Choice;
    return label === undefined || label === bare.value ? bare : { ...bare, text: label };
  });
}

export function moved<T>(list: T[], from: number, to: number): T[] {
  if (to < 0 || to >= list.length) return list;
  const rest = list.filter((_, index) => index !== from);
  return [...rest.slice(0, to), list[from] as T, ...rest.slice(to)];
}
