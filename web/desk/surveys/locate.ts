/** Finds where in a JSON text a path such as pages[0].elements[2].visibleIf begins and ends. */

export type Span = { start: number; end: number };

/** The place of the path, or of the nearest parent that exists; the whole text when it is not valid JSON. */
export function locate(text: string, path: string): Span {
  const spans = new Map<string, Span>();
  try {
    new Walker(text, spans).value("");
  } catch {
    return { start: 0, end: 0 };
  }
  for (let rest = path; rest; rest = parent(rest)) {
    const span = spans.get(rest);
    if (span) return span;
  }
  return { start: 0, end: 0 };
}

const parent = (path: string) => path.replace(/(\[\d+\]|\.?[^.[\]]+)$/, "");

class Walker {
  private at = 0;

  constructor(private readonly text: string, private readonly spans: Map<string, Span>) {}

  value(path: string): void {
    this.space();
    const start = this.at;
    const sign = this.text[this.at];
    if (sign === "{") this.members("}", () => this.member(path));
    else if (sign === "[") this.members("]", (index) => this.value(`${path}[${index}]`));
    else if (sign === '"') this.string();
    else this.at = this.text.slice(this.at).search(/[,\]}\s]|$/) + this.at;
    this.spans.set(path, { start, end: this.at });
  }

  private member(path: string): void {
    this.space();
    const name = this.string();
    this.space();
    this.at += 1;
    this.value(path ? `${path}.${name}` : name);
  }

  private members(end: string, each: (index: number) => void): void {
    this.at += 1;
    this.space();
    for (let index = 0; this.text[this.at] !== end; index += 1) {
      if (this.at >= this.text.length) throw new Error("unfinished");
      each(index);
      this.space();
      if (this.text[this.at] === ",") this.at += 1;
      this.space();
    }
    this.at += 1;
  }

  private string(): string {
    const found = /"(?:[^"\\]|\\.)*"/y;
    found.lastIndex = this.at;
    const [literal] = found.exec(this.text) ?? [];
    if (literal === undefined) throw new Error("no string");
    this.at += literal.length;
    return JSON.parse(literal) as string;
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? "")) this.at += 1;
  }
}
