/** The survey library's own words, each language fetched when a survey is shown in it. */

const DICTIONARIES: Record<string, () => Promise<unknown>> = {
  ar: () => import("survey-core/i18n/arabic"),
  de: () => import("survey-core/i18n/german"),
  el: () => import("survey-core/i18n/greek"),
  es: () => import("survey-core/i18n/spanish"),
  fa: () => import("survey-core/i18n/persian"),
  fr: () => import("survey-core/i18n/french"),
  he: () => import("survey-core/i18n/hebrew"),
  hi: () => import("survey-core/i18n/hindi"),
  hr: () => import("survey-core/i18n/croatian"),
  ht: () => import("survey-core/i18n/haitian-creole"),
  id: () => import("survey-core/i18n/indonesian"),
  it: () => import("survey-core/i18n/italian"),
  ja: () => import("survey-core/i18n/japanese"),
  ka: () => import("survey-core/i18n/georgian"),
  ko: () => import("survey-core/i18n/korean"),
  my: () => import("survey-core/i18n/burmese"),
  pl: () => import("survey-core/i18n/polish"),
  pt: () => import("survey-core/i18n/portuguese"),
  "pt-BR": () => import("survey-core/i18n/portuguese-br"),
  ro: () => import("survey-core/i18n/romanian"),
  ru: () => import("survey-core/i18n/russian"),
  sr: () => import("survey-core/i18n/serbian"),
  sw: () => import("survey-core/i18n/swahili"),
  th: () => import("survey-core/i18n/thai"),
  tl: () => import("survey-core/i18n/philippines"),
  tr: () => import("survey-core/i18n/turkish"),
  uk: () => import("survey-core/i18n/ukrainian"),
  ur: () => import("survey-core/i18n/urdu"),
  vi: () => import("survey-core/i18n/vietnamese"),
  "zh-CN": () => import("survey-core/i18n/simplified-chinese"),
  "zh-TW": () => import("survey-core/i18n/traditional-chinese"),
};

/** Fetches the words of a language; where there are none, or they do not come, the library speaks English. */
export async function loadDictionary(language: string): Promise<void> {
  await DICTIONARIES[language]?.().catch(() => undefined);
}
