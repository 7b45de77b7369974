/** When a request is due; red once it is late. */
import { moment, useLanguage } from "../../shared/i18n/language";
import { useDesk } from "../session";
import type { RequestLine } from "./shapes";
import { useRecordsText } from "./texts";

export function Clock({ line }: { line: RequestLine }) {
  const t = useRecordsText();
  const { language } = useLanguage();
  const { district } = useDesk();
  const at = (iso: string) => moment(iso, language, district?.timezone);
  if (line.closed_at) return <span className="tag">{t("closedAt", { when: at(line.closed_at) })}</span>;
  return <span className={line.overdue ? "tag overdue" : "tag"}>{t(line.overdue ? "overdue" : "due", { when: at(line.due_at) })}</span>;
}
