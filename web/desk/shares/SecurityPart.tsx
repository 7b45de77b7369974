/** A survey's security in words, with the way up and, by a second person, the way down. */
import { useState, type SyntheticEvent } from "react";
import { PayloadKey } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import type { Survey } from "../../shared/api/types";
import { SubmitButton, TextArea } from "../../shared/ui/fields";
import { Alert, Failure, OpenedHeading } from "../../shared/ui/parts";
import { may, useDesk } from "../session";
import { useShareText } from "./texts";

/** How well a survey is protected, in a sentence. */
export function SecurityWords({ security }: { security: Survey["security"] }) {
  const t = useShareText();
  return <p className="hint">{t(security)}</p>;
}

export function SecurityPart({ survey }: { survey: Survey }) {
  const t = useShareText();
  const { call, user } = useDesk();
  const [security, setSecurity] = useState(survey.security);
  const [isAsked, setAsked] = useState(false);
  const [key] = useState(() => new PayloadKey());
  const { isBusy, error, run } = useAction();
  const set = (wanted: Survey["security"], reason: string) => run(async () => {
    const reply = await call<{ security: Survey["security"]; approval_id: string | null }>("PUT", `/surveys/${survey.survey_id}/security`, { key: key.for({ wanted, reason }), security: wanted, reason });
    setSecurity(reply.security);
    setAsked(reply.approval_id !== null);
  });
  return (
    <section>
      <h2>{t("security")}</h2>
      <p>{t(security)}</p>
      {error ? <Failure error={error} server /> : null}
      <div role="status">{isAsked ? <Alert kind="info"><p>{t("asked")}</p></Alert> : null}</div>
      {!may(user, "write_surveys") || isAsked ? null : security === "standard"
        ? <button type="button" className="button outline" aria-disabled={isBusy} onClick={() => { if (!isBusy) void set("enhanced", ""); }}>{t("raise")}</button>
        : <details><summary>{t("lower")}</summary><ReasonForm id="lower-reason" lead={t("lowerLead")} button={t("lower")} isBusy={isBusy} send={(reason) => void set("standard", reason)} /></details>}
    </section>
  );
}

/** Asks for a second person's agreement to an export. */
export function ExportApproval({ path }: { path: string }) {
  const t = useShareText();
  const { call } = useDesk();
  const [isAsked, setAsked] = useState(false);
  const [key] = useState(() => new PayloadKey());
  const { isBusy, error, run } = useAction();
  const ask = async (reason: string) => {
    setAsked(await run(async () => { await call("POST", `${path}/export-requests`, { key: key.for({ reason }), reason }); }));
  };
  return (
    <div className="card">
      <OpenedHeading>{t("exportNeeds")}</OpenedHeading>
      {error ? <Failure error={error} server /> : null}
      <div role="status">{isAsked ? <Alert kind="info"><p>{t("exportAsked")}</p></Alert> : null}</div>
      {isAsked ? null : <ReasonForm id="export-reason" lead="" button={t("askExport")} isBusy={isBusy} send={(reason) => void ask(reason)} />}
    </div>
  );
}

/** Why a second person should agree. */
export function ReasonForm({ id, lead, button, isBusy, send }: { id: string; lead: string; button: string; isBusy: boolean; send: (reason: string) => void }) {
  const t = useShareText();
  const [reason, setReason] = useState("");
  const [mistake, setMistake] = useState("");
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const isShort = reason.trim().length < 5;
    setMistake(isShort ? t("needReason") : "");
    if (!isBusy && !isShort) send(reason.trim());
  };
  return (
    <form onSubmit={submit} noValidate>
      {lead ? <p>{lead}</p> : null}
      <TextArea id={id} label={t("reason")} rows={2} value={reason} error={mistake || undefined} onChange={(event) => setReason(event.target.value)} />
      <SubmitButton isBusy={isBusy} busyLabel={t("working")}>{button}</SubmitButton>
    </form>
  );
}
