/** What a writer agrees to by sending, with the way to the privacy notice. */
import type { District } from "../shared/api/types";
import { useText } from "./texts";

export function Agreement({ district }: { district: District }) {
  const t = useText();
  return <p className="hint">{t("agree")} <a href={`/d/${encodeURIComponent(district.slug)}/privacy`} target="_blank" rel="noreferrer">{t("notice")}</a></p>;
}
