/** The kinds of questions, in groups and plain words; found by typing, chosen by Enter. */
import { useState, type SyntheticEvent } from "react";
import { TextField } from "../../shared/ui/fields";
import { Dialog } from "../../shared/ui/Dialog";
import { ALL_TYPES, beginning, GROUPS, paletteOf, stemOf } from "./kinds";
import { addElement, placeAfter } from "./model/operations";
import { useBuilding } from "./store";
import { useText } from "./texts";
import { useTitles } from "./titles";
import { useWords } from "./words";

const folded = (text: string) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

export function Palette({ close, added }: { close: () => void; added: () => void }) {
  const t = useText();
  const words = useWords();
  const titles = useTitles();
  const { document, place, act, say } = useBuilding();
  const [wanted, setWanted] = useState("");
  const fits = (type: string) => folded(words("types", type)).includes(folded(wanted.trim()));
  const first = wanted.trim() ? ALL_TYPES.find(fits) : undefined;
  const where = titles.where(document.definition, placeAfter(document.definition, place));
  const add = (type: string) => {
    added();
    act(addElement(document, place, beginning(type), stemOf(type)), "", { at: "field", property: type === "html" ? "html" : "title" }, true);
    say(t("added", { title: words("types", type), where }));
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (first) add(first);
  };
  return (
    <Dialog title={t("addTo", { where })} close={close}>
      <form onSubmit={submit}>
        <TextField id="palette-filter" type="search" label={t("filter")} autoComplete="off" value={wanted} onChange={(event) => setWanted(event.target.value)} />
      </form>
      {ALL_TYPES.some(fits) ? null : <p role="status">{t("nothingFits")}</p>}
      {GROUPS.map((group) => {
        const types = paletteOf(group).filter(fits);
        return types.length ? (
          <section key={group} aria-label={t(group)}>
            <h3>{t(group)}</h3>
            <ul className="palette" role="list">{types.map((type) => <li key={type}><button type="button" className={type === first ? "button outline small first" : "button outline small"} onClick={() => add(type)}>{words("types", type)}</button></li>)}</ul>
          </section>
        ) : null;
      })}
      <div className="actions"><button type="button" className="button plain" onClick={close}>{t("close")}</button></div>
    </Dialog>
  );
}
