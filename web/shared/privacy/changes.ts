/** What changed between two versions of the privacy notice, in words. */
import type { Notice, NoticeChange } from "../api/types";
import { catalogue, localized, useLanguage } from "../i18n/language";

const en = {
  "purpose": "New purpose: {what} ({whom})", "class": "New kind of data: {what} ({whom})", "reader": "Somebody else sees it: {what} ({whom})", "processor": "New sub-processor or new data for one: {whom}, {what}",
  "longer": "Kept longer: {what} ({whom})", "shorter": "Kept shorter: {what} ({whom})",
  "no purpose": "No longer used: {what} ({whom})", "no class": "No longer kept: {what} ({whom})", "no reader": "No longer seen: {what} ({whom})", "no processor": "No longer there: {whom}, {what}", "words": "The words are clearer; nothing else changed.",
} as const;
const es: Record<keyof typeof en, string> = {
  "purpose": "Nuevo fin: {what} ({whom})", "class": "Nuevo tipo de datos: {what} ({whom})", "reader": "Alguien más lo ve: {what} ({whom})", "processor": "Nuevo subcontratista o nuevos datos para uno: {whom}, {what}",
  "longer": "Se guarda más tiempo: {what} ({whom})", "shorter": "Se guarda menos tiempo: {what} ({whom})",
  "no purpose": "Ya no se usa: {what} ({whom})", "no class": "Ya no se guarda: {what} ({whom})", "no reader": "Ya no lo ve: {what} ({whom})", "no processor": "Ya no está: {whom}, {what}", "words": "Las palabras son más claras; nada más cambió.",
};
const useKnown = catalogue(en, es);

/** A change as a sentence; names that the notice does not explain stay as they are. */
export function useChangeWords(notice: Notice | null): (change: NoticeChange) => string {
  const t = useKnown();
  const { language } = useLanguage();
  const named = (name: string) => {
    const found = notice?.people[name] ?? notice?.purposes[name] ?? notice?.classes[name];
    return found ? localized(found, language) : name;
  };
  return ({ kind, whom, what }) => (kind in en ? t(kind as "purpose", { whom: named(whom), what: named(what) }) : kind);
}
