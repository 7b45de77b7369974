/** The definition as JSON: to read, to change, to take along. */
import { useRef, useState } from "react";
import { TextArea } from "../../shared/ui/fields";
import { locate } from "../surveys/locate";
import { inPages, type Block } from "./model/document";
import { useBuilding } from "./store";
import { useText } from "./texts";

function parsed(text: string): Block | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? inPages(value as Block) : null;
  } catch {
    return null;
  }
}

export default function JsonView() {
  const t = useText();
  const { document, act, say, checked } = useBuilding();
  const [typed, setTyped] = useState<string | null>(null);
  const [isBroken, setBroken] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const text = typed ?? JSON.stringify(document.definition, null, 2);
  const apply = () => {
    const definition = parsed(text);
    setBroken(!definition);
    if (!definition) return;
    act({ document: { ...document, definition }, place: null });
    setTyped(null);
    say(t("applied"));
  };
  const jump = (path: string) => {
    const area = box.current?.querySelector("textarea");
    const { start, end } = locate(text, path);
    area?.focus();
    area?.setSelectionRange(start, end);
    // Browsers do not scroll to a selection set by a script, so the line is worked out.
    if (area) area.scrollTop = (text.slice(0, start).split("\n").length - 4) * (area.scrollHeight / text.split("\n").length);
  };
  return (
    <section aria-labelledby="json-heading" ref={box}>
      <h2 id="json-heading">{t("json")}</h2>
      <TextArea id="definition" label={t("jsonLead")} className="input code" spellCheck={false} autoCapitalize="none" rows={24} value={text} error={isBroken ? t("badJson") : undefined} onChange={(event) => setTyped(event.target.value)} />
      <div className="actions">
        <button type="button" className="button" aria-disabled={typed === null} onClick={() => { if (typed !== null) apply(); }}>{t("apply")}</button>
        <button type="button" className="button plain" aria-disabled={typed === null} onClick={() => { setTyped(null); setBroken(false); }}>{t("reset")}</button>
      </div>
      <ul>{Object.entries(checked.problems).map(([path, words]) => <li key={path}><button type="button" className="link-button" onClick={() => jump(path)}><code>{path}</code>: {words}</button></li>)}</ul>
    </section>
  );
}
