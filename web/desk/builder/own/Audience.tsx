/** Whom the survey asks, and which of its questions are about what the law protects when students answer. */
import { Checkboxes } from "../../../shared/ui/fields";
import { blocksOf, walk, type Block } from "../model/document";
import { setProperties } from "../model/operations";
import profile from "../profile.json" with { type: "json" };
import { useBuilding } from "../store";
import { useTitles } from "../titles";
import { useOwnText } from "./texts";

export const AREAS = profile.areas;
export const AUDIENCES = profile.audiences;
type OwnKey = Parameters<ReturnType<typeof useOwnText>>[0];
type AreaKey = Extract<OwnKey, `area_${string}`>;
type AudienceKey = Extract<OwnKey, `audience_${string}`>;

const listIn = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : []);

/** An element's own areas and those of its columns, in the law's order. */
export function areasOf(block: Block): string[] {
  const named = new Set([block, ...blocksOf(block["columns"])].flatMap((part) => listIn(part["ppra"])));
  return AREAS.filter((area) => named.has(area));
}

export function useAreaWords(): (areas: readonly string[]) => string {
  const t = useOwnText();
  return (areas) => areas.map((area) => (AREAS.includes(area) ? t(`area_${area}` as AreaKey) : area)).join(", ");
}

export function useAudienceWord(): (audience: string) => string {
  const t = useOwnText();
  return (audience) => t(`audience_${audience}` as AudienceKey);
}

export function Audience() {
  const t = useOwnText();
  const who = useAudienceWord();
  const { document, place, act } = useBuilding();
  const values = listIn(document.definition["audience"]);
  const options = AUDIENCES.map((value) => ({ value, label: who(value) }));
  const set = (audience: string[]) => {
    const kept = audience.length ? AUDIENCES.filter((each) => audience.includes(each)) : undefined;
    act({ document: { ...document, definition: setProperties(document.definition, { audience: kept }) }, place });
  };
  return (
    <>
      <div id="p-audience" tabIndex={-1}><Checkboxes id="audience" legend={t("audience")} hint={t("audienceHint")} values={values} options={options} onChange={set} /></div>
      <ProtectedList />
    </>
  );
}

/** The tagged questions and what words hint at, each a way to its place. */
function ProtectedList() {
  const t = useOwnText();
  const titles = useTitles();
  const said = useAreaWords();
  const { document, go, checked } = useBuilding();
  const elements = walk(document.definition).filter(({ place }) => place.length > 1);
  const tagged = elements.flatMap((found) => (areasOf(found.block).length ? [{ ...found, areas: areasOf(found.block), word: "" }] : []));
  const hinted = checked.hints.flatMap(({ path, area, word }) => elements.filter((each) => each.path === path && !areasOf(each.block).includes(area)).map((found) => ({ ...found, areas: [area], word })));
  if (!tagged.length && !hinted.length) return null;
  const list = (entries: typeof tagged) => (
    <ul>{entries.map(({ place, path, block, areas, word }) => <li key={`${path}${areas.join()}`}><button type="button" className="link-button" onClick={() => go(place, { at: "field", property: "ppra" })}>{titles.title(block)}</button>: {said(areas)}{word ? ` (“${word}”)` : ""}</li>)}</ul>
  );
  return (
    <section aria-labelledby="protected-heading">
      <h3 id="protected-heading">{t("protectedItems")}</h3>
      {tagged.length ? list(tagged) : <p className="hint">{t("noneTagged")}</p>}
      {hinted.length ? <><h4>{t("hints")}</h4><p className="hint">{t("hintsLead")}</p>{list(hinted)}</> : null}
    </section>
  );
}

/** The areas of one question. */
export function AreasField({ block, path, set, error }: { block: Block; path: string; set: (values: Block) => void; error: string | undefined }) {
  const t = useOwnText();
  const said = useAreaWords();
  const { checked } = useBuilding();
  const values = listIn(block["ppra"]);
  const hinted = checked.hints.filter((each) => each.path === path && !areasOf(block).includes(each.area));
  const hint = [t("areasHint"), ...hinted.map(({ area, word }) => t("areaHinted", { word, area: said([area]) }))].join(" ");
  const options = AREAS.map((value) => ({ value, label: said([value]) }));
  return (
    <details open={values.length > 0 || hinted.length > 0} id="p-ppra" tabIndex={-1}>
      <summary>{t("areas")}</summary>
      <Checkboxes id="ppra" legend={t("areas")} hint={hint} error={error} values={values} options={options} onChange={(areas) => set({ ppra: areas.length ? AREAS.filter((each) => areas.includes(each)) : undefined })} />
    </details>
  );
}
