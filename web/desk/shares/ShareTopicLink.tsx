/** Leads to sharing the messages of a topic, where somebody may share messages at all. */
import type { Topic } from "../../shared/api/types";
import { localized, useLanguage } from "../../shared/i18n/language";
import { Link } from "../router";
import { may, useDesk } from "../session";
import { useShareText } from "./texts";

export function ShareTopicLink({ topic }: { topic: Topic }) {
  const t = useShareText();
  const { user } = useDesk();
  const { language } = useLanguage();
  if (!may(user, "share_dialogues")) return null;
  return <Link to={`/inbox/topics/${encodeURIComponent(topic.topic_id)}/share`} className="button outline small" aria-label={t("shareMessagesNamed", { name: localized(topic.name, language) })}>{t("shareMessages")}</Link>;
}
