/** Languages by name, in the language of the page. */
import { useMemo } from "react";
import { useLanguage } from "../../shared/i18n/language";
import { MAIN } from "./model/languages";
import type { Block } from "./model/document";

/** Languages that a survey can be offered in: those in which the library speaks, and two that our districts need. */
export const OFFERED = ["en", "es", "ar", "ht", "vi", "zh-CN", "zh-TW", "ko", "ru", "uk", "so", "hmn", "tl", "pt", "pt-BR", "fr", "ur", "fa", "hi", "bn", "sw", "ja", "de", "it", "pl", "ro", "sq", "bs", "sr", "hr", "el", "he", "tr", "th", "id", "ka", "hy", "my", "ne"];

export const mainLanguage = (definition: Block): string => (typeof definition["locale"] === "string" && definition["locale"] ? definition["locale"] : "en");

/** The language that a text by "default" or by a code is in. */
export const codeOf = (definition: Block, language: string) => (language === MAIN ? mainLanguage(definition) : language);

export function useLanguageName(definition: Block): (language: string) => string {
  const { language: page } = useLanguage();
  return useMemo(() => {
    const names = new Intl.DisplayNames([page], { type: "language", fallback: "code" });
    return (language: string) => {
      const code = codeOf(definition, language);
      try {
        return names.of(code) ?? code;
      } catch {
        return code;
      }
    };
  }, [page, definition]);
}
