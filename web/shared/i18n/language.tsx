/** The page's language and typed texts: a missing translation or parameter does not compile. */
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import type { Language, Text } from "../api/types";

export const LANGUAGE_NAMES: Record<Language, string> = { en: "English", es: "Español" };
const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);

type Names<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Values<T extends string> = [Names<T>] extends [never] ? [] : [Record<Names<T>, string | number>];
export type Translate<M extends Record<string, string>> = <K extends keyof M & string>(key: K, ...values: Values<M[K]>) => string;

type Choice = { language: Language; setLanguage: (language: Language) => void };
const Context = createContext<Choice>({ language: "en", setLanguage: () => undefined });

/** The language asked for in the address, else the browser's, else English. */
export function firstLanguage(): Language {
  const asked = new URLSearchParams(location.search).get("lang");
  const wanted = asked ?? navigator.language;
  return wanted.toLowerCase().startsWith("es") ? "es" : "en";
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr";
  }, [language]);
  const choice = useMemo(() => ({ language, setLanguage: (next: Language) => { rememberInAddress(next); setLanguage(next); } }), [language]);
  return <Context value={choice}>{children}</Context>;
}

// Nothing is stored in the browser: the address keeps the choice over a reload and in a shared link.
function rememberInAddress(language: Language) {
  const url = new URL(location.href);
  url.searchParams.set("lang", language);
  history.replaceState(history.state, "", url);
}

export function useLanguage(): Choice {
  return useContext(Context);
}

/** Makes a hook that gives the translate function for one catalogue in the page's language. */
export function catalogue<const M extends Record<string, string>>(en: M, es: Record<keyof M, string>) {
  const texts: Record<Language, Record<string, string>> = { en, es };
  const translators = { en: translator<M>(texts.en), es: translator<M>(texts.es) };
  return (): Translate<M> => translators[useLanguage().language];
}

function translator<M extends Record<string, string>>(texts: Record<string, string>): Translate<M> {
  return (key, ...values) => {
    const given = (values as Record<string, string | number>[])[0] ?? {};
    return (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => (name in given ? String(given[name]) : whole));
  };
}

/** The text in the page's language, or whichever language it has. */
export function localized(text: string | (Text & { default?: string }) | null | undefined, language: Language): string {
  if (typeof text === "string") return text;
  if (!text) return "";
  return text[language] ?? text.default ?? Object.values(text)[0] ?? "";
}

/** A moment as day and time in the given zone. */
export function moment(iso: string, language: Language, timeZone?: string): string {
  const zone = timeZone ? { timeZone } : {};
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", ...zone }).format(new Date(iso));
}

/** The same for seconds since 1970, which people, sessions and shares are told in. */
export function momentAt(seconds: number, language: Language, timeZone?: string): string {
  return moment(new Date(seconds * 1000).toISOString(), language, timeZone);
}

export function numeral(value: number, language: Language, digits = 0): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}
