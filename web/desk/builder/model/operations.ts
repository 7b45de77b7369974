/** What an author does to a survey. Each operation gives a new document and the place to look at next. */
import { blockAt, blocksOf, childrenKey, childrenOf, findAt, freeName, nameOf, pagesOf, takenNames, walk, withBlock, withInserted, type Block, type Place, type SurveyDocument } from "./document";
import { copyWithNames, renameEverywhere, renameWithin } from "./references";

export type Done = { document: SurveyDocument; place: Place | null };
type Change = (definition: Block) => { definition: Block; place: Place | null };

const apply = (document: SurveyDocument, change: Change): Done => {
  const { definition, place } = change(document.definition);
  return { document: { ...document, definition }, place };
};

/** Where something new goes: after an element, at the end of a page or panel, or at the end of the last page. */
export function placeAfter(definition: Block, selected: Place | null): Place {
  const block = selected && blockAt(definition, selected);
  if (!selected || !block) {
    const last = Math.max(pagesOf(definition).length - 1, 0);
    return [last, childrenOf(pagesOf(definition)[last] ?? {}, true).length];
  }
  if (childrenKey(block, selected.length === 1)) return [...selected, childrenOf(block, selected.length === 1).length];
  return [...selected.slice(0, -1), (selected.at(-1) ?? 0) + 1];
}

export function addElement(document: SurveyDocument, selected: Place | null, element: Block, stem: string): Done {
  return apply(document, (definition) => {
    const start = pagesOf(definition).length ? definition : { ...definition, pages: [{ name: "page1", elements: [] }] };
    const place = placeAfter(start, selected);
    const named = { type: element["type"], name: freeName(takenNames(start), stem), ...element };
    return { definition: withInserted(start, place, named), place };
  });
}

/** A new page after the one that the selected element is on. */
export function addPage(document: SurveyDocument, selected: Place | null): Done {
  return apply(document, (definition) => {
    const place = [selected ? (selected[0] ?? 0) + 1 : pagesOf(definition).length];
    return { definition: withInserted(definition, place, { name: freeName(takenNames(definition), "page"), elements: [] }), place };
  });
}

export function change(document: SurveyDocument, place: Place, edit: (block: Block) => Block): Done {
  return apply(document, (definition) => ({ definition: withBlock(definition, place, edit), place }));
}

/** Sets properties; what is undefined is taken out. */
export function setProperties(block: Block, values: Block): Block {
  return Object.fromEntries(Object.entries({ ...block, ...values }).filter(([, value]) => value !== undefined));
}

/** Takes something out; the place to look at next is what comes after it, or before it, or its container. */
export function remove(document: SurveyDocument, place: Place): Done {
  return apply(document, (definition) => {
    const result = withBlock(definition, place, () => null);
    const index = place.at(-1) ?? 0;
    const parent = place.slice(0, -1);
    const before = [...parent, index - 1];
    const next = blockAt(result, place) ? place : index > 0 && blockAt(result, before) ? before : parent.length ? parent : null;
    return { definition: result, place: next };
  });
}

/** A copy right after the original; everything in it has a name of its own. */
export function duplicate(document: SurveyDocument, place: Place): Done {
  return apply(document, (definition) => {
    const block = blockAt(definition, place);
    if (!block) return { definition, place };
    const taken = takenNames(definition);
    const free = (name: string) => {
      const now = freeName(taken, `${name.replace(/_\d+$/, "")}_`);
      taken.add(now.toLowerCase());
      return now;
    };
    const copied = copyWithNames(block, place.length === 1, free);
    const after = [...place.slice(0, -1), (place.at(-1) ?? 0) + 1];
    return { definition: withInserted(definition, after, copied), place: after };
  });
}

/** Moves something to a place as the survey is now; nothing moves into itself. */
export function moveTo(document: SurveyDocument, from: Place, to: Place): Done {
  return apply(document, (definition) => {
    const block = blockAt(definition, from);
    const isInside = from.every((index, depth) => to[depth] === index);
    const isPageMove = from.length === 1 || to.length === 1;
    if (!block || isInside || (isPageMove && from.length !== to.length)) return { definition, place: from };
    const target = shifted(from, to);
    return { definition: withInserted(withBlock(definition, from, () => null), target, block), place: target };
  });
}

/** The same place once something before it is gone. */
function shifted(gone: Place, place: Place): Place {
  const depth = gone.length - 1;
  const isBehind = place.length >= gone.length && gone.slice(0, depth).every((index, at) => place[at] === index) && (place[depth] ?? 0) > (gone[depth] ?? 0);
  return isBehind ? place.map((index, at) => (at === depth ? index - 1 : index)) : place;
}

/** One step up or down through the whole survey: past a neighbour, into a panel or out of it, on to the next page. */
export function step(document: SurveyDocument, place: Place, by: -1 | 1): Done {
  const target = by < 0 ? stepUp(document.definition, place) : stepDown(document.definition, place);
  return target ? moveTo(document, place, target) : { document, place };
}

function stepUp(definition: Block, place: Place): Place | null {
  const index = place.at(-1) ?? 0;
  const parent = place.slice(0, -1);
  if (index > 0) {
    const neighbour = [...parent, index - 1];
    const block = blockAt(definition, neighbour) ?? {};
    return place.length > 1 && childrenKey(block, false) ? [...neighbour, childrenOf(block, false).length] : neighbour;
  }
  if (parent.length > 1) return parent;
  const page = (place[0] ?? 0) - 1;
  return place.length > 1 && page >= 0 ? [page, childrenOf(blockAt(definition, [page]) ?? {}, true).length] : null;
}

function stepDown(definition: Block, place: Place): Place | null {
  const index = place.at(-1) ?? 0;
  const parent = place.slice(0, -1);
  const neighbour = blockAt(definition, [...parent, index + 1]);
  if (neighbour && place.length > 1 && childrenKey(neighbour, false)) return [...parent, index + 1, 0];
  if (neighbour) return [...parent, index + 2];
  if (parent.length > 1) return [...parent.slice(0, -1), (parent.at(-1) ?? 0) + 1];
  const page = (place[0] ?? 0) + 1;
  return place.length > 1 && page < pagesOf(definition).length ? [page, 0] : null;
}

/** Gives an element another name; whatever speaks of it goes along. The old name stays where the new one is taken or empty. */
export function rename(document: SurveyDocument, place: Place, wanted: string): Done {
  const found = findAt(document.definition, place);
  const name = wanted.trim();
  const old = found ? nameOf(found.block) : "";
  const isTaken = name.toLowerCase() !== old.toLowerCase() && takenNames(document.definition).has(name.toLowerCase());
  if (!found || !name || name === old || isTaken) return { document, place };
  const repeated = walk(document.definition).find((each) => each.block["type"] === "paneldynamic" && each.place.length < place.length && each.place.every((index, at) => place[at] === index));
  const inner = repeated ? withBlock(document.definition, repeated.place, (block) => renameWithin(block, old, name, "panel")) : document.definition;
  const spoken = old ? renameEverywhere(inner, old, name) : inner;
  const definition = withBlock(spoken, place, (block) => ({ ...block, name }));
  return { document: { ...document, definition, segments: document.segments.map((each) => (each === old ? name : each)) }, place };
}

/** Gives a column or field another name; {row.old} in its table goes along. */
export function renameColumn(block: Block, property: "columns" | "items", index: number, name: string): Block {
  const columns = blocksOf(block[property]);
  const old = nameOf(columns[index] ?? {});
  const spoken = old ? renameWithin(block, old, name, "row") : block;
  return { ...spoken, [property]: blocksOf(spoken[property]).map((column, at) => (at === index ? { ...column, name } : column)) };
}
