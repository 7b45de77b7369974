/** Shared dialogues: a list, and one of them with what was said. */
import { useEffect, useState } from "react";
import type { Call } from "../shared/api/client";
import { useLoad } from "../shared/api/load";
import type { SharedContent, SharedThread } from "../shared/api/types";
import { localized, moment, useLanguage } from "../shared/i18n/language";
import { Failure, Loading, OpenedHeading } from "../shared/ui/parts";
import { useText } from "./texts";

type ListProps = { call: Call; threads: SharedThread[]; timezone: string | undefined; onEnd: () => void };

export function DialogueList({ call, threads, timezone, onEnd }: ListProps) {
  const t = useText();
  const { language } = useLanguage();
  const [opened, setOpened] = useState("");
  if (opened) return <Dialogue call={call} id={opened} timezone={timezone} onBack={() => setOpened("")} onEnd={onEnd} />;
  if (!threads.length) return <p>{t("noDialogues")}</p>;
  return (
    <ul className="plain-list" role="list">
      {threads.map((thread) => (
        <li key={thread.thread_id} className="message">
          <p className="message-head">{t("about", { type: t(thread.type), topic: localized(thread.topic, language), at: moment(thread.created_at, language, timezone) })} · {t(thread.status)}</p>
          {thread.preview ? <p className="message-text">{thread.preview}</p> : null}
          <p><button type="button" className="button plain" onClick={() => setOpened(thread.thread_id)}>{t("read")}<span className="visually-hidden"> {thread.preview || moment(thread.created_at, language, timezone)}</span></button></p>
        </li>
      ))}
    </ul>
  );
}

type Props = { call: Call; id: string; timezone: string | undefined; onBack: () => void; onEnd: () => void };

function Dialogue({ call, id, timezone, onBack, onEnd }: Props) {
  const t = useText();
  const shared = useLoad(() => call<SharedContent>("GET", `/shared/content?thread_id=${encodeURIComponent(id)}`), [call, id]);
  const hasEnded = shared.error?.status === 404;
  useEffect(() => { if (hasEnded) onEnd(); }, [hasEnded, onEnd]);
  return (
    <>
      {shared.error && !hasEnded ? <Failure error={shared.error} again={shared.reload} /> : null}
      {shared.isLoading ? <Loading /> : null}
      {shared.value?.thread ? <Said thread={shared.value.thread} timezone={timezone} /> : null}
      <button type="button" className="button outline" onClick={onBack}>{t("back")}</button>
    </>
  );
}

function Said({ thread, timezone }: { thread: SharedThread; timezone: string | undefined }) {
  const t = useText();
  const { language } = useLanguage();
  const writer = [thread.writer_name, thread.writer_email].filter(Boolean).join(", ");
  return (
    <section>
      <OpenedHeading level={2}>{t("about", { type: t(thread.type), topic: localized(thread.topic, language), at: moment(thread.created_at, language, timezone) })}</OpenedHeading>
      {writer ? <p>{t("writtenBy", { writer })}</p> : null}
      <ol className="plain-list" role="list">
        {thread.timeline.map((entry) => (
          <li key={entry.at + entry.kind} className={entry.kind === "note" ? "message note" : entry.by === "district" ? "message ours" : "message"}>
            <p className="message-head"><strong>{t(entry.kind === "note" ? "note" : entry.by)}</strong> · <time dateTime={entry.at}>{moment(entry.at, language, timezone)}</time></p>
            {entry.kind === "rating" ? <p>{t("rated", { score: entry.score })}</p> : null}
            {entry.text ? <p className="message-text">{entry.text}</p> : null}
            {!entry.text && entry.kind !== "rating" ? <p className="hint">{t("noWords")}</p> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
