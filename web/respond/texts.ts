/** What a person who takes a survey reads, in the language of the page. */
import { catalogue } from "../shared/i18n/language";
import { ar, en, es } from "./words";

export const useText = catalogue(en, es, ar);
export type TextKey = keyof typeof en;
