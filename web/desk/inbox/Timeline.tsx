/** Everything that happened in a conversation, oldest first. */
import type { Thread, TimelineEntry } from "../../shared/api/types";
import { moment, useLanguage } from "../../shared/i18n/language";
import { useDesk } from "../session";
import type { Directory } from "./directory";
import { useText } from "./texts";

const LOOKS: Partial<Record<TimelineEntry["kind"], string>> = { message: "message", reply: "message ours", note: "message note", rating: "message" };

export function Timeline({ thread, directory }: { thread: Thread; directory: Directory }) {
  const { language } = useLanguage();
  const { district } = useDesk();
  const headline = useHeadline(thread, directory);
  return (
    <ol className="plain-list" role="list">
      {thread.timeline.map((entry, index) => (
        <li key={`${entry.at}-${index}`} className={LOOKS[entry.kind] ?? "event"}>
          <p className="message-head"><strong>{headline(entry)}</strong> · <time dateTime={entry.at}>{moment(entry.at, language, district?.timezone)}</time></p>
          {entry.text ? <p className="message-text">{entry.text}</p> : null}
        </li>
      ))}
    </ol>
  );
}

function useHeadline(thread: Thread, directory: Directory): (entry: TimelineEntry) => string {
  const t = useText();
  return (entry) => {
    const name = entry.by === "writer" ? t("theWriter") : directory.userName(entry.by) || t("somebody");
    switch (entry.kind) {
      case "message": return t("message", { name: thread.writer.name || t("theWriter") });
      case "assigned": return t("assigned", { name, owner: directory.userName(entry.owner_id) || t("somebody") });
      case "status": return t("statusChanged", { name, status: t(entry.status || "in_progress") });
      case "rating": return t("rated", { score: entry.score });
      default: return t(entry.kind, { name });
    }
  };
}
