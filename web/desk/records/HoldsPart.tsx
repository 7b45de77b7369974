/** Legal holds: those there are, placing one, and asking a second person for a release. */
import { useState, type SyntheticEvent } from "react";
import { PayloadKey } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import type { List } from "../../shared/api/types";
import { moment, useLanguage } from "../../shared/i18n/language";
import { Radios, SubmitButton, TextField } from "../../shared/ui/fields";
import { Alert, Failure, Loading } from "../../shared/ui/parts";
import { Dialog } from "../../shared/ui/Dialog";
import { useDesk, useDeskLoad } from "../session";
import type { Hold, HoldKind } from "./shapes";
import { useRecordsText } from "./texts";

export function HoldsPart() {
  const t = useRecordsText();
  const { language } = useLanguage();
  const { district } = useDesk();
  const holds = useDeskLoad((call) => call<List<Hold>>("GET", "/holds"), []);
  const [done, setDone] = useState("");
  const at = (iso: string) => moment(iso, language, district?.timezone);
  const changed = (text: string) => { setDone(text); holds.reload(); };
  return (
    <section>
      <h2>{t("holds")}</h2>
      <p>{t("holdsLead")}</p>
      <div role="status">{done ? <Alert kind="success"><p>{done}</p></Alert> : null}</div>
      {holds.error ? <Failure error={holds.error} again={holds.reload} server /> : null}
      {holds.isLoading && !holds.value ? <Loading /> : null}
      {holds.value?.items.length === 0 ? <p>{t("noHolds")}</p> : null}
      <ul className="rows">
        {holds.value?.items.map((one) => (
          <li key={one.hold_id}>
            <p className="row-head">{t(one.kind)} · {one.state === "active" ? t("active", { when: at(one.placed_at) }) : t("released", { when: at(one.released_at) })}</p>
            <p className="row-title">{one.email || one.target}</p>
            <p>{one.reason}</p>
            <p className="hint"><code>{one.hold_id}</code></p>
            {one.state === "active" ? <Release hold={one} asked={() => changed(t("asked"))} /> : null}
          </li>
        ))}
      </ul>
      <PlaceForm placed={() => changed(t("placed"))} />
    </section>
  );
}

function PlaceForm({ placed }: { placed: () => void }) {
  const t = useRecordsText();
  const { call } = useDesk();
  const [kind, setKind] = useState<HoldKind>("person");
  const [target, setTarget] = useState("");
  const [reason, setReason] = useState("");
  const [key] = useState(() => new PayloadKey());
  const { isBusy, error, run } = useAction();
  const place = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const body = { kind, target: target.trim(), reason: reason.trim() };
    if (await run(async () => { await call("POST", "/holds", { key: key.for(body), ...body }); })) {
      key.spend();
      setTarget("");
      setReason("");
      placed();
    }
  };
  return (
    <form className="narrow-part" onSubmit={(event) => void place(event)} noValidate>
      <h3>{t("place")}</h3>
      {error ? <Failure error={error} server /> : null}
      <Radios id="hold-kind" legend={t("target")} value={kind} options={(["person", "thread", "survey"] as const).map((value) => ({ value, label: t(value) }))} onChange={setKind} />
      <TextField id="hold-target" label={t(kind)} hint={t(`${kind}Hint`)} value={target} error={error?.fields["target"]} onChange={(event) => setTarget(event.target.value)} />
      <TextField id="hold-reason" label={t("reason")} hint={t("reasonHint")} value={reason} error={error?.fields["reason"]} onChange={(event) => setReason(event.target.value)} />
      <SubmitButton isBusy={isBusy} busyLabel={t("working")}>{t("placeIt")}</SubmitButton>
    </form>
  );
}

function Release({ hold, asked }: { hold: Hold; asked: () => void }) {
  const t = useRecordsText();
  const { call } = useDesk();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [key] = useState(() => new PayloadKey());
  const { isBusy, error, run } = useAction();
  const title = t("releaseNamed", { what: hold.email || hold.target });
  const ask = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const body = { reason: reason.trim() };
    if (await run(async () => { await call("POST", `/holds/${hold.hold_id}/release-requests`, { key: key.for(body), ...body }); })) {
      setOpen(false);
      asked();
    }
  };
  return (
    <>
      <button type="button" className="button outline small" aria-label={title} onClick={() => setOpen(true)}>{t("release")}</button>
      {isOpen ? (
        <Dialog title={title} close={() => setOpen(false)}>
          <form onSubmit={(event) => void ask(event)} noValidate>
            <p>{t("releaseLead")}</p>
            {error ? <Failure error={error} server /> : null}
            <TextField id="release-reason" label={t("reason")} hint={t("reasonHint")} value={reason} error={error?.fields["reason"]} onChange={(event) => setReason(event.target.value)} />
            <div className="actions">
              <SubmitButton isBusy={isBusy} busyLabel={t("working")}>{t("askRelease")}</SubmitButton>
              <button type="button" className="button plain" onClick={() => setOpen(false)}>{t("cancel")}</button>
            </div>
          </form>
        </Dialog>
      ) : null}
    </>
  );
}
