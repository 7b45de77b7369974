/** Shares the messages of one topic with one named person, inside or outside, until a day. */
import { useState } from "react";
import type { Field, List, Topic } from "../../shared/api/types";
import { localized, useLanguage } from "../../shared/i18n/language";
import { Checkboxes } from "../../shared/ui/fields";
import { Alert, Failure, Loading, PageHeading } from "../../shared/ui/parts";
import { Link } from "../router";
import { useDeskLoad } from "../session";
import { ShareForm } from "./ShareForm";
import { useShareText } from "./texts";

export default function ShareTopicPage({ id }: { id: string }) {
  const t = useShareText();
  const { language } = useLanguage();
  const topics = useDeskLoad((call) => call<List<Topic>>("GET", "/desk/topics"), []);
  const topic = topics.value?.items.find(({ topic_id }) => topic_id === id);
  if (topics.error) return <><PageHeading title={t("shareMessages")} /><Failure error={topics.error} again={topics.reload} server /></>;
  if (!topics.value) return <Loading />;
  if (!topic) return <><PageHeading title={t("shareMessages")} /><Alert kind="warning"><p>{t("noTopic")}</p></Alert></>;
  return (
    <>
      <p><Link to={`/inbox?topic=${encodeURIComponent(id)}`}>{t("toMessages")}</Link></p>
      <PageHeading title={t("shareMessagesNamed", { name: localized(topic.name, language) })} lead={t("shareMessagesLead")} />
      <TopicForm topicId={id} />
    </>
  );
}

function TopicForm({ topicId }: { topicId: string }) {
  const t = useShareText();
  const [fields, setFields] = useState<Field[]>([]);
  const options = [
    { value: "free_text" as const, label: t("messageWords"), hint: t("messageWordsHint") },
    { value: "contact" as const, label: t("messageContact"), hint: t("messageContactHint") },
  ];
  return (
    <ShareForm thing={{ kind: "dialogues", topic_id: topicId, verbs: ["read"], fields }}>
      {(problem) => <Checkboxes id="share-fields" legend={t("messageFields")} hint={t("messageFieldsHint")} values={fields} error={problem("share-fields", "fields")} onChange={setFields} options={options} />}
    </ShareForm>
  );
}
