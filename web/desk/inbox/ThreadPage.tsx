/** One conversation: timeline, answer, note, owner and status. */
import { useState, type SyntheticEvent } from "react";
import { PayloadKey } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import type { Thread } from "../../shared/api/types";
import { SubmitButton, TextArea } from "../../shared/ui/fields";
import { Alert, ErrorSummary, Failure, Loading, PageHeading, type Mistake } from "../../shared/ui/parts";
import { Link } from "../router";
import { useDesk, useDeskLoad } from "../session";
import { useDirectory } from "./directory";
import { HandlePart } from "./HandlePart";
import { useText } from "./texts";
import { Timeline } from "./Timeline";

export function ThreadPage({ id }: { id: string }) {
  const t = useText();
  const path = `/threads/${encodeURIComponent(id)}`;
  const thread = useDeskLoad((call) => call<Thread>("GET", path), [path]);
  const directory = useDirectory();
  if (thread.error && !thread.value) return <><PageHeading title={t("inbox")} /><Failure error={thread.error} again={thread.reload} server /></>;
  if (!thread.value) return <Loading />;
  const topic = directory.topicName(thread.value.topic_id);
  return (
    <>
      <p><Link to="/inbox">{t("back")}</Link></p>
      <PageHeading title={topic ? t("conversation", { type: t(thread.value.type), topic }) : t(thread.value.type)} />
      <div className="split">
        <div>
          <Timeline thread={thread.value} directory={directory} />
          <WritePart id="reply" path={`${path}/replies`} title={t("answer")} label={t("answerLabel")} button={t("send")} sent={t("sent")} done={thread.reload} />
          <details>
            <summary>{t("addNote")}</summary>
            <WritePart id="note" path={`${path}/notes`} label={t("noteLabel")} button={t("saveNote")} sent={t("noteSaved")} done={thread.reload} />
          </details>
        </div>
        <HandlePart path={path} thread={thread.value} directory={directory} isLoading={thread.isLoading} done={thread.reload} />
      </div>
    </>
  );
}

type WriteProps = { id: string; path: string; title?: string; label: string; button: string; sent: string; done: () => void };

function WritePart({ id, path, title, label, button, sent, done }: WriteProps) {
  const t = useText();
  const { call } = useDesk();
  const [message, setMessage] = useState("");
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [isSent, setSent] = useState(false);
  const [key] = useState(() => new PayloadKey());
  const { isBusy, error, run } = useAction();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setSent(false);
    const text = message.trim();
    setMistakes(text ? [] : [{ target: id, text: t("needText") }]);
    if (!text) return;
    if (!(await run(async () => { await call("POST", path, { key: key.for({ path, text }), message: text }); }))) return;
    key.spend();
    setMessage("");
    setSent(true);
    done();
  };
  return (
    <section>
      {title ? <h2>{title}</h2> : null}
      <form onSubmit={(event) => void submit(event)} noValidate>
        {error ? <Failure error={error} server /> : null}
        <ErrorSummary mistakes={mistakes} />
        <TextArea id={id} label={label} required value={message} error={mistakes[0]?.text} onChange={(event) => setMessage(event.target.value)} />
        <div role="status">{isSent ? <Alert kind="success"><p>{sent}</p></Alert> : null}</div>
        <SubmitButton isBusy={isBusy} busyLabel={t("sending")}>{button}</SubmitButton>
      </form>
    </section>
  );
}
