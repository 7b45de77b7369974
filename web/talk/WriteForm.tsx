/** The form that starts a conversation. */
import { useRef, useState, type SyntheticEvent } from "react";
import { PayloadKey, type Call, type Fields } from "../shared/api/client";
import { useAction } from "../shared/api/load";
import type { District, PublicTopic, ThreadCreated, ThreadType } from "../shared/api/types";
import { localized, useLanguage } from "../shared/i18n/language";
import { Radios, Select, SubmitButton, TextArea, TextField } from "../shared/ui/fields";
import { ErrorSummary, Failure } from "../shared/ui/parts";
import { Agreement } from "./Agreement";
import { useText } from "./texts";

export type Sent = ThreadCreated & { hasEmail: boolean };
type Draft = { topic_id: string; type: ThreadType | ""; message: string; name: string; email: string; website: string };

const TYPES: ThreadType[] = ["question", "comment", "concern", "suggestion", "compliment"];
const EMPTY: Draft = { topic_id: "", type: "", message: "", name: "", email: "", website: "" };
const LONGEST = 5_000;

function mistakesIn(draft: Draft, t: ReturnType<typeof useText>): Fields {
  return {
    ...(draft.topic_id ? {} : { topic_id: t("needTopic") }),
    ...(draft.type ? {} : { type: t("needType") }),
    ...(draft.message.trim() ? {} : { message: t("needMessage") }),
    ...(draft.message.length > LONGEST ? { message: t("longMessage", { max: LONGEST }) } : {}),
    ...(!draft.email || /^\S+@\S+\.\S+$/.test(draft.email) ? {} : { email: t("badEmail") }),
  };
}

function payloadOf({ name, email, ...rest }: Draft, language: string) {
  return { ...rest, language, message: rest.message.trim(), ...(name.trim() ? { name: name.trim() } : {}), ...(email ? { email } : {}) };
}

type Props = { call: Call; district: District; topics: PublicTopic[]; onSent: (sent: Sent) => void };

export function WriteForm({ call, district, topics, onSent }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const [draft, setDraft] = useState(EMPTY);
  const [mistakes, setMistakes] = useState<Fields>({});
  const [key] = useState(() => new PayloadKey());
  const honeypot = useRef<HTMLInputElement>(null);
  const { isBusy, error, run } = useAction();
  const put = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const fields = { ...(error?.fields ?? {}), ...mistakes };

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const found = mistakesIn(draft, t);
    setMistakes(found);
    if (Object.keys(found).length) return;
    const consent = { version: district.privacy_version, reply_email: Boolean(draft.email) };
    const payload = { ...payloadOf({ ...draft, website: honeypot.current?.value ?? "" }, language), consent };
    await run(async () => onSent({ ...(await call<ThreadCreated>("POST", "/threads", { key: key.for(payload), ...payload })), hasEmail: Boolean(draft.email) }));
  };

  const description = localized(topics.find(({ topic_id }) => topic_id === draft.topic_id)?.description, language);
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      {error && !Object.keys(error.fields).length ? <Failure error={error} server /> : null}
      <Summary fields={fields} />
      <Select id="topic_id" label={t("topic")} value={draft.topic_id} error={fields["topic_id"]} required hint={description} onChange={(event) => put({ topic_id: event.target.value })}>
        <option value="">{t("chooseTopic")}</option>
        {topics.map((topic) => <option key={topic.topic_id} value={topic.topic_id}>{localized(topic.name, language)}</option>)}
      </Select>
      <Radios id="type" legend={t("type")} value={draft.type} error={fields["type"]} options={TYPES.map((value) => ({ value, label: t(value) }))} onChange={(type) => put({ type })} />
      <TextArea id="message" label={t("message")} hint={t("messageHint")} value={draft.message} error={fields["message"]} required onChange={(event) => put({ message: event.target.value })} />
      <TextField id="name" label={t("name")} isOptional autoComplete="name" value={draft.name} error={fields["name"]} onChange={(event) => put({ name: event.target.value })} />
      <TextField id="email" type="email" label={t("email")} isOptional hint={t("emailHint")} autoComplete="email" value={draft.email} error={fields["email"]} onChange={(event) => put({ email: event.target.value })} />
      <div className="trap" aria-hidden="true">
        <label htmlFor="website">{t("website")}</label>
        <input id="website" name="website" ref={honeypot} tabIndex={-1} autoComplete="off" defaultValue="" />
      </div>
      <p className="hint">{t("emergency")}</p>
      <Agreement district={district} />
      <div className="actions"><SubmitButton isBusy={isBusy} busyLabel={t("sending")}>{t("send")}</SubmitButton></div>
    </form>
  );
}

function Summary({ fields }: { fields: Fields }) {
  const [shown, setShown] = useState<{ text: string; mistakes: { target: string; text: string }[] }>({ text: "{}", mistakes: [] });
  const text = JSON.stringify(fields);
  // The summary takes the focus when its content changes, so it must keep its identity while typing.
  if (text !== shown.text) setShown({ text, mistakes: Object.entries(fields).map(([target, sentence]) => ({ target, text: sentence })) });
  return <ErrorSummary mistakes={shown.mistakes} />;
}
