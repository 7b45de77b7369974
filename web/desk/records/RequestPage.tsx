/** One request: who asks, what is kept of them, and the answer. */
import { useState, type SyntheticEvent } from "react";
import { useAction } from "../../shared/api/load";
import { SubmitButton, TextArea, TextField } from "../../shared/ui/fields";
import { Alert, Failure, Loading, PageHeading } from "../../shared/ui/parts";
import { ConfirmButton } from "../account/parts";
import { Link } from "../router";
import { useDesk, useDeskLoad } from "../session";
import { Clock } from "./Clock";
import type { RequestShown } from "./shapes";
import { useRecordsText } from "./texts";

const FOUND = ["participations", "answers", "dialogues", "letters", "consents"] as const;

export default function RequestPage({ id }: { id: string }) {
  const t = useRecordsText();
  const held = useDeskLoad((call) => call<RequestShown>("GET", `/requests/${id}`), [id]);
  const [isMoved, setMoved] = useState(false);
  const moved = () => { setMoved(true); held.reload(); };
  const shown = held.value;
  if (held.error) return <><PageHeading title={t("request")} /><Failure error={held.error} again={held.reload} server /><p><Link to="/requests">{t("back")}</Link></p></>;
  if (!shown) return <Loading />;
  const { request } = shown;
  return (
    <>
      <PageHeading title={t("request")} lead={t("asks", { name: request.name, what: t(request.kind) })} />
      <p><span className="tag">{t(request.state)}</span> <Clock line={request} /> {request.closed_at || request.overdue ? null : t("daysLeft", { days: shown.days_left })}</p>
      <p>{request.email}</p>
      {shown.message ? <p className="message-text">{shown.message}</p> : null}
      {shown.reason ? <p><strong>{t("whyRefused")}:</strong> {shown.reason}</p> : null}
      <div role="status">{isMoved ? <Alert kind="success"><p>{t("moved")}</p></Alert> : null}</div>
      {request.state === "received" ? <Alert kind="info"><p>{t("waits")}</p></Alert> : null}
      {shown.found ? <Found found={shown.found} /> : null}
      {shown.is_held ? <Alert kind="warning"><p>{t("isHeld")}</p></Alert> : null}
      {request.state === "verified" ? <Start id={id} moved={moved} /> : null}
      {request.state === "in_progress" ? <Answer shown={shown} moved={moved} /> : null}
      {request.closed_at ? null : <Refuse id={id} moved={moved} />}
      <p><Link to="/requests">{t("back")}</Link></p>
    </>
  );
}

function Found({ found }: { found: NonNullable<RequestShown["found"]> }) {
  const t = useRecordsText();
  return (
    <section>
      <h2>{t("found")}</h2>
      {Object.keys(found).length ? <ul>{FOUND.map((name) => <li key={name}>{t(name)}: {found[name]}</li>)}</ul> : <p>{t("foundNothing")}</p>}
      <p className="hint">{t("notFound")}</p>
    </section>
  );
}

type Step = { id: string; moved: () => void };

function Start({ id, moved }: Step) {
  const t = useRecordsText();
  const { call } = useDesk();
  const { isBusy, error, run } = useAction();
  const start = async () => { if (!isBusy && (await run(async () => { await call("POST", `/requests/${id}/start`); }))) moved(); };
  return <>{error ? <Failure error={error} server /> : null}<p><button type="button" className="button" aria-disabled={isBusy} onClick={() => void start()}>{isBusy ? t("working") : t("start")}</button></p></>;
}

function Answer({ shown, moved }: { shown: RequestShown; moved: () => void }) {
  const t = useRecordsText();
  const { call } = useDesk();
  const [right, setRight] = useState({ name: "", email: "" });
  const { isBusy, error, run } = useAction();
  const { kind, request_id } = shown.request;
  const answer = async (body: Record<string, string>) => { await call("POST", `/requests/${request_id}/answer`, body); };
  const send = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (!isBusy && (await run(() => answer(kind === "correction" ? right : {})))) moved();
  };
  if (kind === "erasure") return shown.is_held ? null : <p><ConfirmButton label={t("erase")} title={t("eraseTitle")} lead={t("eraseLead")} yes={t("erase")} busy={t("working")} work={() => answer({})} done={moved} /></p>;
  return (
    <form className="narrow-part" onSubmit={(event) => void send(event)} noValidate>
      {error ? <Failure error={error} server /> : null}
      {kind === "correction" ? (
        <>
          <TextField id="right-name" label={t("rightName")} hint={t("rightHint")} value={right.name} error={error?.fields["name"]} onChange={(event) => setRight({ ...right, name: event.target.value })} />
          <TextField id="right-email" label={t("rightEmail")} hint={t("rightHint")} type="email" value={right.email} error={error?.fields["email"]} onChange={(event) => setRight({ ...right, email: event.target.value })} />
        </>
      ) : null}
      <SubmitButton isBusy={isBusy} busyLabel={t("working")}>{t(kind === "correction" ? "correct" : "send")}</SubmitButton>
    </form>
  );
}

function Refuse({ id, moved }: Step) {
  const t = useRecordsText();
  const { call } = useDesk();
  const [reason, setReason] = useState("");
  const [mistake, setMistake] = useState("");
  const { isBusy, error, run } = useAction();
  const refuse = async (event: SyntheticEvent) => {
    event.preventDefault();
    const isShort = reason.trim().length < 5;
    setMistake(isShort ? t("needReason") : "");
    if (isBusy || isShort) return;
    if (await run(async () => { await call("POST", `/requests/${id}/refuse`, { reason: reason.trim() }); })) moved();
  };
  return (
    <details>
      <summary>{t("refuse")}</summary>
      <form className="narrow-part" onSubmit={(event) => void refuse(event)} noValidate>
        {error ? <Failure error={error} server /> : null}
        <TextArea id="refuse-reason" label={t("refuseReason")} value={reason} error={mistake || undefined} onChange={(event) => setReason(event.target.value)} />
        <SubmitButton isBusy={isBusy} busyLabel={t("working")}>{t("refuseIt")}</SubmitButton>
      </form>
    </details>
  );
}
