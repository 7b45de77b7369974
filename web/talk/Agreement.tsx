/** What a writer agrees to by sending, with the way to the privacy notice. */
import type { District } from "../shared/api/types";
import { useLanguage } from "../shared/i18n/language";
import { useText } from "./texts";

export function Agreement({ district }: { district: District }) {
  const t = useText();
  const { language } = useLanguage();
  return <p className="hint">{t("agree")} <a href={`/d/${encodeURIComponent(district.slug)}/privacy?lang=${language}`} target="_blank" rel="noreferrer">{t("notice")}</a></p>;
}
