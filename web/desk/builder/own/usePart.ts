/** One list of the survey's own parts (its scales, its quotas), read and written as the rest of the definition is. */
import type { Block } from "../model/document";
import { setProperties } from "../model/operations";
import { freePartName, partsOf, withParts } from "../model/scales";
import { useBuilding } from "../store";

export function useParts(property: string, stem: string) {
  const { document, place, act, checked } = useBuilding();
  const parts = partsOf(document.definition, property);
  const write = (next: Block[], tag = "") => act({ document: { ...document, definition: withParts(document.definition, property, next) }, place }, tag && `${property}.${tag}`);
  const problemsAt = (start: string) => Object.entries(checked.problems).flatMap(([path, text]) => (path === start || path.startsWith(`${start}.`) || path.startsWith(`${start}[`) ? [{ path, text }] : []));
  return {
    parts,
    problems: (index: number) => problemsAt(`${property}[${index}]`),
    own: problemsAt(property).filter(({ path }) => path === property),
    set: (index: number, values: Block, tag = "") => write(parts.map((part, at) => (at === index ? setProperties(part, values) : part)), tag && `${index}.${tag}`),
    add: (values: Block) => write([...parts, { name: freePartName(parts, stem), ...values }]),
    remove: (index: number) => write(parts.filter((_, at) => at !== index)),
  };
}
