/** The page's language and typed texts: a missing translation or parameter does not compile. */
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import type { Language, Text } from "../api/types";

export const LANGUAGE_NAMES: Record<Language, string> = { en: "English", es: "Español", ar: "العربية" };
const RIGHT_TO_LEFT = new Set(["ar", "dv", "fa", "he", "ps", "ur", "yi"]);

export const directionOf = (language: string): "rtl" | "ltr" => (RIGHT_TO_LEFT.has(language.split("-")[0] ?? "") ? "rtl" : "ltr");

type Names<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Values<T extends string> = [Names<T>] extends [never] ? [] : [Record<Names<T>, string | number>];
export type Translate<M extends Record<string, string>> = <K extends keyof M & string>(key: K, ...values: Values<M[K]>) => string;

/** The page speaks `language`; `wanted` is what was asked for, which a survey may have where the page has not. */
type Choice = { language: Language; wanted: string; setLanguage: (language: string) => void };
const Context = createContext<Choice>({ language: "en", wanted: "en", setLanguage: () => undefined });
const STAFFED: Language[] = ["en", "es"];

/** The language asked for in the address, else the browser's. */
export const wantedLanguage = () => new URLSearchParams(location.search).get("lang") ?? navigator.language;

/** Of some languages the one that is wanted, else the same language of another country. */
export function among<T extends string>(languages: readonly T[], wanted: string): T | undefined {
  const [exact, plain] = [wanted.toLowerCase(), wanted.toLowerCase().split("-")[0]];
  return languages.find((each) => each.toLowerCase() === exact) ?? languages.find((each) => each.toLowerCase().split("-")[0] === plain);
}

/** Gives the page its language: the wanted one where the page has it, else English. */
export function LanguageProvider({ languages = STAFFED, children }: { languages?: Language[]; children: ReactNode }) {
  const [wanted, setWanted] = useState(wantedLanguage);
  const language = among(languages, wanted) ?? "en";
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
  }, [language]);
  const choice = useMemo(() => ({ language, wanted, setLanguage: (next: string) => { rememberInAddress(next); setWanted(next); } }), [language, wanted]);
  return <Context value={choice}>{children}</Context>;
}

// Nothing is stored in the browser: the address keeps the choice over a reload and in a shared link.
function rememberInAddress(language: string) {
  const url = new URL(location.href);
  url.searchParams.set("lang", language);
  history.replaceState(history.state, "", url);
}

export function useLanguage(): Choice {
  return useContext(Context);
}

/** Makes a hook that gives the translate function for one catalogue in the page's language; families' pages have Arabic. */
export function catalogue<const M extends Record<string, string>>(en: M, es: Record<keyof M, string>, ar?: Record<keyof M, string>) {
  const texts: Record<Language, Record<string, string>> = { en, es, ar: ar ?? en };
  const translators = { en: translator<M>(texts.en), es: translator<M>(texts.es), ar: translator<M>(texts.ar) };
  return (): Translate<M> => translators[useLanguage().language];
}

function translator<M extends Record<string, string>>(texts: Record<string, string>): Translate<M> {
  return (key, ...values) => {
    const given = (values as Record<string, string | number>[])[0] ?? {};
    return (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => (name in given ? String(given[name]) : whole));
  };
}

/** The text in the page's language, or whichever language it has. */
export function localized(text: string | (Text & { default?: string }) | null | undefined, language: string): string {
  if (typeof text === "string") return text;
  if (!text) return "";
  return (text as Record<string, string>)[language] ?? text.default ?? Object.values(text)[0] ?? "";
}

/** A moment as day and time in the given zone. */
export function moment(iso: string, language: Language, timeZone?: string): string {
  const zone = timeZone ? { timeZone } : {};
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", ...zone }).format(new Date(iso));
}

/** A day in the given zone, written out. */
export function day(iso: string, language: Language, timeZone?: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "long", ...(timeZone ? { timeZone } : {}) }).format(new Date(iso));
}

/** The same for seconds since 1970, which people, sessions and shares are told in. */
export function momentAt(seconds: number, language: Language, timeZone?: string): string {
  return moment(new Date(seconds * 1000).toISOString(), language, timeZone);
}

export function numeral(value: number, language: Language, digits = 0): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}
