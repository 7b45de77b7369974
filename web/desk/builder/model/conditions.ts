/** Conditions as rows of question, operator and value: written as an expression, and read back where it is that simple. */

export const OPERATORS = ["=", "<>", ">", ">=", "<", "<=", "contains", "notcontains", "anyof", "allof", "noneof", "empty", "notempty"] as const;
export type Operator = (typeof OPERATORS)[number];
export type Value = string | number | boolean;
/** `value` is a list for anyof, allof and noneof, and nothing for empty and notempty. */
export type Row = { name: string; operator: Operator; value: Value | Value[] | null };
export type Condition = { join: "and" | "or"; rows: Row[] };

const LISTS = new Set<Operator>(["anyof", "allof", "noneof"]);
const ALONE = new Set<Operator>(["empty", "notempty"]);
export const takesList = (operator: Operator) => LISTS.has(operator);
export const standsAlone = (operator: Operator) => ALONE.has(operator);

export function writeCondition({ join, rows }: Condition): string {
  return rows.filter(({ name }) => name).map(writeRow).join(` ${join} `);
}

function writeRow({ name, operator, value }: Row): string {
  if (standsAlone(operator)) return `{${name}} ${operator}`;
  if (takesList(operator)) return `{${name}} ${operator} [${(Array.isArray(value) ? value : []).map(writeValue).join(", ")}]`;
  return `{${name}} ${operator} ${writeValue(Array.isArray(value) ? (value[0] ?? "") : (value ?? ""))}`;
}

const writeValue = (value: Value): string => (typeof value === "string" ? `'${value.replace(/["']/g, (sign) => `\\${sign}`)}'` : String(value));

const TOKEN = /\s*(?:(\{[^{}]+\})|('(?:\\'|\\"|[^"'])*'|"(?:\\'|\\"|[^"'])*")|(-?\d+(?:\.\d+)?)(?![\w.])|([[\],()])|(<>|!=|==|>=|<=|=|>|<)|([a-z]+))/iy;
const SPELLINGS: Record<string, Operator> = { "==": "=", equal: "=", equals: "=", "!=": "<>", notequal: "<>", greater: ">", greaterorequal: ">=", less: "<", lessorequal: "<=", contain: "contains", notcontain: "notcontains" };
const KNOWN = new Set<string>(OPERATORS);

type Token = { kind: "name" | "value" | "sign" | "word"; text: string; value?: Value };

function tokens(text: string): Token[] | null {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (!match) return null;
    const [, name, quoted, number, sign, operator, word] = match;
    if (name) found.push({ kind: "name", text: name.slice(1, -1).trim() });
    else if (quoted) found.push({ kind: "value", text: quoted, value: quoted.slice(1, -1).replace(/\\(["'])/g, "$1") });
    else if (number) found.push({ kind: "value", text: number, value: Number(number) });
    else if (word && /^(true|false)$/i.test(word)) found.push({ kind: "value", text: word, value: word.toLowerCase() === "true" });
    else found.push(sign ? { kind: "sign", text: sign } : { kind: "word", text: (operator ?? word ?? "").toLowerCase() });
  }
  return found;
}

/** The rows of an expression, or null where it says more than rows can. An empty text has no rows. */
export function readCondition(text: string): Condition | null {
  const all = tokens(text);
  return all && new Reader(all).condition();
}

class Reader {
  private at = 0;

  constructor(private readonly all: Token[]) {}

  condition(): Condition | null {
    const rows: Row[] = [];
    let join: Condition["join"] | "" = "";
    while (this.at < this.all.length) {
      if (rows.length) {
        const word = this.take("word")?.text;
        if ((word !== "and" && word !== "or") || (join && word !== join)) return null;
        join = word;
      }
      const row = this.row();
      if (!row) return null;
      rows.push(row);
    }
    return { join: join || "and", rows };
  }

  private take(kind: Token["kind"], text?: string): Token | undefined {
    const token = this.all[this.at];
    if (token?.kind !== kind || (text !== undefined && token.text !== text)) return undefined;
    this.at += 1;
    return token;
  }

  private row(): Row | null {
    const name = this.take("name")?.text;
    const word = this.take("word")?.text ?? "";
    const operator = SPELLINGS[word] ?? word;
    // A name after # or $ means something else than the question's value.
    if (!name || /^[#$]/.test(name) || !KNOWN.has(operator)) return null;
    const known = operator as Operator;
    if (standsAlone(known)) return { name, operator: known, value: null };
    const value = takesList(known) ? this.list() : this.take("value")?.value;
    return value === undefined || value === null ? null : { name, operator: known, value };
  }

  private list(): Value[] | null {
    if (!this.take("sign", "[")) return null;
    const values: Value[] = [];
    while (!this.take("sign", "]")) {
      if (values.length && !this.take("sign", ",")) return null;
      const value = this.take("value")?.value;
      if (value === undefined) return null;
      values.push(value);
    }
    return values;
  }
}
