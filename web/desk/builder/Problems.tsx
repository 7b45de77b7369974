/** What the server would refuse to publish, each a way to its place. */
import { foundAtPath } from "./model/document";
import { useBuilding } from "./store";
import { useText } from "./texts";
import { useTitles } from "./titles";
import { useWords } from "./words";

/** The property that a problem's path speaks of, below its element: "choices" of pages[0].elements[1].choices[3].text. */
export const propertyOf = (path: string, owner: string) => /^\.?([^.[\]]+)/.exec(path.slice(owner.length))?.[1] ?? "";

export function Problems() {
  const t = useText();
  const words = useWords();
  const titles = useTitles();
  const { checked, document, go } = useBuilding();
  const problems = Object.entries(checked.problems);
  if (checked.isAway) return <p className="hint">{t("unchecked")}</p>;
  if (!checked.document) return <p className="hint">{t("checking")}</p>;
  if (!problems.length) return <p className="hint" role="status">{t("fine")}</p>;
  return (
    <details className="problems">
      <summary>{t("problems", { count: problems.length })}</summary>
      <p className="hint">{t("problemsLead")}</p>
      <ul>
        {problems.map(([path, text]) => {
          const found = foundAtPath(document.definition, path);
          const property = propertyOf(path, found?.path ?? "");
          const owner = found ? titles.title(found.block, found.place.length === 1) : t("settings");
          return <li key={path}><button type="button" className="link-button" onClick={() => go(found?.place ?? null, { at: "field", property })}>{owner}{property ? ` – ${words("properties", property, found ? (found.place.length === 1 ? "page" : String(found.block["type"])) : "survey")}` : ""}: {text}</button></li>;
        })}
      </ul>
    </details>
  );
}
