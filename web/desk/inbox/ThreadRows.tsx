/** Conversations as a list. */
import type { InboxRow } from "../../shared/api/types";
import { moment, useLanguage } from "../../shared/i18n/language";
import { Link } from "../router";
import { useDesk } from "../session";
import { useText } from "./texts";

type Names = { topicName?: (id: string) => string; userName?: (id: string) => string };

export function ThreadRows({ rows, topicName, userName }: { rows: InboxRow[] } & Names) {
  const t = useText();
  const { language } = useLanguage();
  const { district } = useDesk();
  const at = (iso: string) => moment(iso, language, district?.timezone);
  return (
    <ul className="rows" role="list">
      {rows.map((row) => (
        <li key={row.thread_id}>
          <p className="row-title"><Link to={`/threads/${row.thread_id}`}>{row.preview || t(row.type)}</Link></p>
          <p className="row-head">
            {row.overdue ? <span className="tag overdue">{t("overdue")}</span> : null}
            <span className={`tag ${row.status}`}>{t(row.status)}</span>
            <span>{t(row.type)}{topicName?.(row.topic_id) ? ` · ${topicName(row.topic_id)}` : ""}</span>
            <time dateTime={row.created_at}>{at(row.created_at)}</time>
            {row.due_at && row.status !== "closed" ? <span>{t("due", { at: at(row.due_at) })}</span> : null}
            {userName ? <span>{t("owner")}: {userName(row.owner_id) || t("noOwner")}</span> : null}
            {typeof row.rating === "number" ? <span>{t("rating", { score: row.rating })}</span> : null}
          </p>
        </li>
      ))}
    </ul>
  );
}
