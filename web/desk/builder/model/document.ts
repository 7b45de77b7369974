/** A survey as it is edited: its definition is the truth, and every part of it has a place. */

export type Block = Record<string, unknown>;
export type SurveyDocument = { title: string; definition: Block; segments: string[] };
/** The way to an element: the page's position, then the position in each container. One number alone is a page. */
export type Place = readonly number[];
export type Found = { place: Place; path: string; block: Block };

/** A value as a text field shows it; what is no plain value is shown as JSON. */
export const plainText = (value: unknown): string => (typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value));

const isBlock = (value: unknown): value is Block => typeof value === "object" && value !== null && !Array.isArray(value);

/** The property that holds what is inside of a page or panel; none where nothing can be. */
export function childrenKey(block: Block, isPage: boolean): "elements" | "templateElements" | null {
  if (isPage || block["type"] === "panel") return "elements";
  return block["type"] === "paneldynamic" ? "templateElements" : null;
}

export function blocksOf(value: unknown): Block[] {
  return Array.isArray(value) ? value.map((each) => (isBlock(each) ? each : {})) : [];
}

export const pagesOf = (definition: Block): Block[] => blocksOf(definition["pages"]);

export function childrenOf(block: Block, isPage: boolean): Block[] {
  const key = childrenKey(block, isPage);
  return key ? blocksOf(block[key]) : [];
}

/** The definition with its elements in pages, as every other function here expects it. */
export function inPages(definition: Block): Block {
  if (Array.isArray(definition["pages"])) return definition;
  const { elements, ...rest } = definition;
  return { ...rest, pages: [{ name: "page1", elements: elements ?? [] }] };
}

/** Every page and element, from the top to the bottom. */
export function walk(definition: Block): Found[] {
  return pagesOf(definition).flatMap((page, index) => walkBlock(page, [index], `pages[${index}]`));
}

function walkBlock(block: Block, place: Place, path: string): Found[] {
  const isPage = place.length === 1;
  const key = childrenKey(block, isPage) ?? "";
  const inner = childrenOf(block, isPage).flatMap((child, index) => walkBlock(child, [...place, index], `${path}.${key}[${index}]`));
  return [{ place, path, block }, ...inner];
}

export const samePlace = (one: Place | null, other: Place | null) => JSON.stringify(one) === JSON.stringify(other);
export const findAt = (definition: Block, place: Place) => walk(definition).find((each) => samePlace(each.place, place));
export const blockAt = (definition: Block, place: Place): Block | undefined => findAt(definition, place)?.block;
export const nameOf = (block: Block): string => (typeof block["name"] === "string" ? block["name"] : "");

/** The element, page or nothing that a path in a problem speaks of: the longest one that the path begins with. */
export function foundAtPath(definition: Block, path: string): Found | undefined {
  return walk(definition)
    .filter((each) => path === each.path || path.startsWith(`${each.path}.`) || path.startsWith(`${each.path}[`))
    .sort((one, other) => other.path.length - one.path.length)[0];
}

/** The same definition with what is at a place changed, or taken out where `change` gives null. */
export function withBlock(definition: Block, place: Place, change: (block: Block) => Block | null): Block {
  return { ...definition, pages: changed(pagesOf(definition), place, true, change) };
}

function changed(blocks: Block[], place: Place, isPage: boolean, change: (block: Block) => Block | null): Block[] {
  const [index = 0, ...rest] = place;
  return blocks.flatMap((block, position) => {
    if (position !== index) return [block];
    if (!rest.length) {
      const after = change(block);
      return after ? [after] : [];
    }
    const key = childrenKey(block, isPage) ?? "elements";
    return [{ ...block, [key]: changed(childrenOf(block, isPage), rest, false, change) }];
  });
}

/** The same definition with something put in at a place; what was there comes after it. */
export function withInserted(definition: Block, place: Place, block: Block): Block {
  const parent = place.slice(0, -1);
  const index = place.at(-1) ?? 0;
  const put = (list: Block[]) => [...list.slice(0, index), block, ...list.slice(index)];
  if (!parent.length) return { ...definition, pages: put(pagesOf(definition)) };
  return withBlock(definition, parent, (container) => {
    const key = childrenKey(container, parent.length === 1) ?? "elements";
    return { ...container, [key]: put(childrenOf(container, parent.length === 1)) };
  });
}

/** Every name that is taken, in small letters: survey-core and the server do not tell cases apart. */
export function takenNames(definition: Block): Set<string> {
  const calculated = blocksOf(definition["calculatedValues"]).map(nameOf);
  return new Set([...walk(definition).map(({ block }) => nameOf(block)), ...calculated].map((name) => name.toLowerCase()));
}

/** The first free name of "question1", "question2", … */
export function freeName(taken: ReadonlySet<string>, stem: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${stem}${number}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

/** Whether two values are the same as JSON, in whatever order their properties stand. */
export function sameJson(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (isBlock(part) ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1))) : part));
}
