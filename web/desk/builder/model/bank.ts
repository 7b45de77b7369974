/** Taking an item of the bank into a survey: its element after what is selected, and its scale where it is one. */
import { freeName, nameOf, takenNames, type Block, type Place, type SurveyDocument } from "./document";
import { addElement, type Done } from "./operations";
import { freePartName, partsOf, renamedIn, withParts } from "./scales";

export type BankText = { default: string; es: string };
export type BankEntry = { id: string; kind: "scale" | "question"; title: BankText; about: BankText; sources: string[]; audience: string[]; recommended: BankText; ppra: string[] };
export type BankItem = BankEntry & { element: Block; scale: Block | null };

/** A name as it stands in the bank, or the first free one of its kind; it stays the same where the survey has none yet. */
const free = (name: string, taken: ReadonlySet<string>) => (taken.has(name.toLowerCase()) ? freeName(taken, `${name}_`) : name);

export function addFromBank(document: SurveyDocument, selected: Place | null, item: BankItem): Done {
  const old = nameOf(item.element);
  const now = free(old, takenNames(document.definition));
  const added = addElement(document, selected, { ...item.element, name: now }, now);
  if (!item.scale) return added;
  const scales = partsOf(added.document.definition, "scales");
  const isTaken = scales.some((scale) => nameOf(scale).toLowerCase() === nameOf(item.scale ?? {}).toLowerCase());
  const scale: Block = {
    ...item.scale,
    name: isTaken ? freePartName(scales, `${nameOf(item.scale)}_`) : item.scale["name"],
    items: renamedIn(item.scale["items"], old, now),
    ...(item.scale["reversed"] ? { reversed: renamedIn(item.scale["reversed"], old, now) } : {}),
  };
  return { ...added, document: { ...added.document, definition: withParts(added.document.definition, "scales", [...scales, scale]) } };
}
