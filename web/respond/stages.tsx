/** The single screens of a visit. */
import { useEffect, useRef, useState } from "react";
import type { ApiError, Call } from "../shared/api/client";
import type { Answer } from "../shared/api/types";
import { localized, useLanguage } from "../shared/i18n/language";
import { Alert, PageHeading } from "../shared/ui/parts";
import { sendAnswer, type Sender, type Try } from "./sending";
import { useText } from "./texts";

type SendingProps = {
  call: Call;
  path: string;
  answer: Answer;
  accept: (receipt: string) => void;
  refuse: (answer: Answer, error: ApiError) => void;
  discard: () => void;
};

export function Sending({ call, path, answer, accept, refuse, discard }: SendingProps) {
  const t = useText();
  const [waiting, setWaiting] = useState<Try | null>(null);
  const sender = useRef<Sender>(null);
  const on = useRef({ accept, refuse });
  useEffect(() => { on.current = { accept, refuse }; });
  useEffect(() => {
    const running = sendAnswer(call, path, answer, {
      accepted: (receipt) => on.current.accept(receipt),
      refused: (error) => on.current.refuse(answer, error),
      waiting: setWaiting,
    });
    sender.current = running;
    return running.stop;
  }, [call, path, answer]);
  return (
    <>
      <PageHeading title={t("sending")} lead={waiting ? undefined : t("sendingLead")} />
      <div role="status">{waiting ? <Alert kind="warning"><p>{t(waiting.isOffline ? "waitingOffline" : "waitingServer")}</p></Alert> : null}</div>
      {waiting ? (
        <>
          <p className="hint">{t("nextTry", { count: waiting.count })}</p>
          <div className="actions">
            <button type="button" className="button" onClick={() => sender.current?.now()}>{t("sendNow")}</button>
            <button type="button" className="button plain" onClick={() => { sender.current?.stop(); discard(); }}>{t("discard")}</button>
          </div>
        </>
      ) : null}
    </>
  );
}

export function Thanks({ receipt, again }: { receipt: string; again: (() => void) | undefined }) {
  const t = useText();
  return (
    <>
      <PageHeading title={t("thanks")} />
      <Alert kind="success"><p>{t("thanksLead")}</p></Alert>
      <h2>{t("receipt")}</h2>
      <p><code>{receipt}</code></p>
      <p className="hint">{t("receiptHint")}</p>
      {again ? <div className="actions"><button type="button" className="button outline" onClick={again}>{t("again")}</button></div> : null}
    </>
  );
}

export function Discarded({ again }: { again: () => void }) {
  const t = useText();
  return (
    <>
      <PageHeading title={t("discarded")} lead={t("discardedLead")} />
      <div className="actions"><button type="button" className="button" onClick={again}>{t("reload")}</button></div>
    </>
  );
}

/** There are enough answers of this group; nothing was stored. */
export function Complete({ message }: { message: string | Record<string, string> }) {
  const t = useText();
  const { language } = useLanguage();
  return <PageHeading title={t("full")} lead={<>{localized(message, language) || t("fullLead")} {t("fullStored")}</>} />;
}

/** The visit ends here: closed, used, not found. */
export function Stop({ reason }: { reason: "missing" | "closed" | "used" | "linkMissing" | "linkNeeded" | "discarded" | "withdrawn" | "removed" | "kept" }) {
  const t = useText();
  return <PageHeading title={t(reason)} lead={t(`${reason}Lead`)} />;
}
