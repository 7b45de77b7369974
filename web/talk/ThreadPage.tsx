/** A writer's own conversation, opened by the signed link in the fragment; the address keeps it for a bookmark. */
import { useEffect, useState, type SyntheticEvent } from "react";
import { CONSENT_NEEDED, PayloadKey, type Call } from "../shared/api/client";
import { useAction, useLoad, type Loaded } from "../shared/api/load";
import type { District, WriterThread } from "../shared/api/types";
import { localized, moment, useLanguage } from "../shared/i18n/language";
import { Radios, SubmitButton, TextArea } from "../shared/ui/fields";
import { Alert, ErrorSummary, Failure, Loading, PageHeading, type Mistake } from "../shared/ui/parts";
import { Agreement } from "./Agreement";
import { useText } from "./texts";
import { WithdrawPart } from "./WithdrawPart";

function useFragment(): string {
  const [fragment, setFragment] = useState(() => location.hash.slice(1));
  useEffect(() => {
    const read = () => { if (location.hash.slice(1) !== "main") setFragment(location.hash.slice(1)); };
    addEventListener("hashchange", read);
    return () => { removeEventListener("hashchange", read); };
  }, []);
  return fragment;
}

export function ThreadPage({ call, district }: { call: Call; district: District | null }) {
  const link = useFragment();
  const thread = useLoad(() => call<WriterThread>("POST", "/talk/thread", { link }), [call, link]);
  const t = useText();
  const [isWithdrawn, setWithdrawn] = useState(false);
  if (isWithdrawn) return <PageHeading title={t("withdrawn")} lead={t("withdrawnLead")} />;
  if (thread.error?.status === 410) return <PageHeading title={t("withdrawn")} lead={t("withdrawnLead")} />;
  if (thread.error && [400, 401, 403, 404].includes(thread.error.status)) return <PageHeading title={t("linkMissing")} lead={t("linkMissingLead")} />;
  if (thread.error) return <><PageHeading title={t("thread")} /><Failure error={thread.error} again={thread.reload} /></>;
  if (!thread.value) return <Loading />;
  return <Conversation call={call} link={link} thread={thread.value} reload={thread.reload} district={district} withdrawn={() => setWithdrawn(true)} />;
}

type ConversationProps = { call: Call; link: string; thread: WriterThread; reload: Loaded<WriterThread>["reload"]; district: District | null; withdrawn: () => void };

function Conversation({ call, link, thread, reload, district, withdrawn }: ConversationProps) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <>
      <PageHeading title={t("thread")} site={district?.name} lead={t("threadAbout", { type: t(thread.type), topic: localized(thread.topic, language) })} />
      <p>{t("status")}: <strong>{t(thread.status)}</strong></p>
      <ol className="plain-list" role="list">
        {thread.messages.map((message) => (
          <li key={message.at + message.from} className={message.from === "district" ? "message ours" : "message"}>
            <p className="message-head"><strong>{message.from === "district" ? (district?.name ?? t("district")) : t("you")}</strong> · <time dateTime={message.at}>{moment(message.at, language, district?.timezone)}</time></p>
            <p className="message-text">{message.text}</p>
          </li>
        ))}
      </ol>
      {thread.rating ? <Alert kind="success"><p>{t("rated", { score: thread.rating.score })}</p></Alert> : null}
      {thread.may_rate ? <RatingForm call={call} link={link} done={reload} /> : null}
      <ReplyForm call={call} link={link} done={reload} district={district} />
      <WithdrawPart call={call} link={link} done={withdrawn} />
    </>
  );
}

type FormProps = { call: Call; link: string; done: () => void };

function ReplyForm({ call, link, done, district }: FormProps & { district: District | null }) {
  const t = useText();
  const [message, setMessage] = useState("");
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [isSent, setSent] = useState(false);
  const [key] = useState(() => new PayloadKey());
  const { isBusy, error, run } = useAction();
  // The server knows whether the writer's consent still covers this; where it does not, the next press agrees anew.
  const isAsked = error?.code === CONSENT_NEEDED;
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setSent(false);
    const text = message.trim();
    setMistakes(text ? [] : [{ target: "reply", text: t("needMessage") }]);
    if (!text) return;
    const isDone = await run(async () => { await call("POST", "/talk/messages", { link, key: key.for({ link, text }), message: text, consent: { version: isAsked ? (district?.privacy_version ?? "") : "" } }); });
    if (!isDone) return;
    key.spend();
    setMessage("");
    setSent(true);
    done();
  };
  return (
    <section aria-labelledby="reply-title">
      <h2 id="reply-title">{t("reply")}</h2>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {error && !isAsked ? <Failure error={error} server /> : null}
        {isAsked && district ? <Alert kind="warning" title={t("noticeChanged")} live><Agreement district={district} /></Alert> : null}
        <ErrorSummary mistakes={mistakes} />
        <TextArea id="reply" label={t("replyLabel")} value={message} required error={mistakes[0]?.text} onChange={(event) => setMessage(event.target.value)} />
        <div role="status">{isSent ? <Alert kind="success"><p>{t("replySent")}</p></Alert> : null}</div>
        <SubmitButton isBusy={isBusy} busyLabel={t("sending")}>{t("replySend")}</SubmitButton>
      </form>
    </section>
  );
}

const SCORES = Array.from({ length: 10 }, (_, index) => String(index + 1));

function RatingForm({ call, link, done }: FormProps) {
  const t = useText();
  const [score, setScore] = useState("");
  const [comment, setComment] = useState("");
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [key] = useState(() => new PayloadKey());
  const { isBusy, error, run } = useAction();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setMistakes(score ? [] : [{ target: "score", text: t("rateNeed") }]);
    if (!score) return;
    const rating = { score: Number(score), ...(comment.trim() ? { comment: comment.trim() } : {}) };
    if (await run(async () => { await call("POST", "/talk/rating", { link, key: key.for({ link, ...rating }), ...rating }); })) done();
  };
  return (
    <section aria-labelledby="rate-title">
      <h2 id="rate-title">{t("rate")}</h2>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {error ? <Failure error={error} server /> : null}
        <ErrorSummary mistakes={mistakes} />
        <Radios id="score" legend={t("rateLegend")} isRow value={score} error={mistakes[0]?.text} options={SCORES.map((value) => ({ value, label: value }))} onChange={setScore} />
        <TextArea id="rating-comment" label={t("rateComment")} isOptional rows={3} value={comment} onChange={(event) => setComment(event.target.value)} />
        <SubmitButton isBusy={isBusy} busyLabel={t("sending")}>{t("rateSend")}</SubmitButton>
      </form>
    </section>
  );
}
