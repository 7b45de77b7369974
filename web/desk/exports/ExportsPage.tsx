/** Exports of the whole district: asking for one, watching it, fetching it, and those before. */
import { useEffect, useState } from "react";
import { PayloadKey } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import type { List, StaffUser } from "../../shared/api/types";
import { Alert, Failure, Loading, OpenedHeading, PageHeading } from "../../shared/ui/parts";
import { may, useDesk, useDeskLoad } from "../session";
import { ReasonForm } from "../shares/SecurityPart";
import { ExportCard, type Export } from "./ExportCard";
import { useExportsText } from "./texts";

const LOOK_AGAIN = 2_000, MOST_LOOKS = 300;

export default function ExportsPage() {
  const t = useExportsText();
  const { user } = useDesk();
  const exports = useDeskLoad((call) => call<List<Export>>("GET", "/exports"), []);
  const users = useDeskLoad((call) => (may(user, "manage_people") ? call<List<StaffUser>>("GET", "/users") : Promise.resolve({ items: [], next: null })), []).value?.items ?? [];
  const [said, setSaid] = useState("");
  const items = exports.value?.items ?? [];
  const isRunning = items.some((one) => one.state === "running");
  const { reload } = exports;
  useEffect(() => {
    if (!isRunning) return undefined;
    let looks = 0;
    const timer = setInterval(() => {
      looks += 1;
      if (looks > MOST_LOOKS) clearInterval(timer);
      else reload();
    }, LOOK_AGAIN);
    return () => { clearInterval(timer); };
  }, [isRunning, reload]);
  const changed = (text: string) => { setSaid(text); reload(); };
  return (
    <>
      <PageHeading title={t("title")} lead={t("lead")} />
      <Inside />
      {isRunning ? null : <OrderPart changed={changed} />}
      <div role="status">{said ? <Alert kind="success"><p>{said}</p></Alert> : null}</div>
      <section>
        <h2>{t("exports")}</h2>
        {exports.error ? <Failure error={exports.error} again={reload} server /> : null}
        {exports.isLoading && !exports.value ? <Loading /> : null}
        {exports.value && !items.length ? <p>{t("none")}</p> : null}
        {items.map((one) => <ExportCard key={one.export_id} one={one} by={users.find((each) => each.user_id === one.asked_by)?.name ?? t("someone")} changed={changed} />)}
        {isRunning ? <p><button type="button" className="button plain" onClick={reload}>{t("reload")}</button></p> : null}
      </section>
    </>
  );
}

function Inside() {
  const t = useExportsText();
  return (
    <section>
      <h2>{t("inside")}</h2>
      <ul><li>{t("insideSurveys")}</li><li>{t("insideDialogues")}</li><li>{t("insidePeople")}</li><li>{t("insideRecords")}</li></ul>
      <p className="hint">{t("insideFormats")}</p>
      <Alert kind="warning"><p>{t("careful")}</p></Alert>
    </section>
  );
}

function OrderPart({ changed }: { changed: (text: string) => void }) {
  const t = useExportsText();
  const { call } = useDesk();
  const [key] = useState(() => new PayloadKey());
  const { isBusy, error, run } = useAction();
  const order = async () => {
    if (isBusy || !(await run(async () => { await call("POST", "/exports", { key: key.for({}) }); }))) return;
    key.spend();
    changed(t("started"));
  };
  return (
    <div>
      {error?.code === "approval_needed" ? <ApprovalPart /> : error ? <Failure error={error} server /> : null}
      <p><button type="button" className="button" aria-disabled={isBusy} onClick={() => void order()}>{isBusy ? t("starting") : t("start")}</button></p>
    </div>
  );
}

function ApprovalPart() {
  const t = useExportsText();
  const { call } = useDesk();
  const [isAsked, setAsked] = useState(false);
  const [key] = useState(() => new PayloadKey());
  const { isBusy, error, run } = useAction();
  const ask = async (reason: string) => {
    setAsked(await run(async () => { await call("POST", "/exports/approval", { key: key.for({ reason }), reason }); }));
  };
  return (
    <div className="card">
      <OpenedHeading>{t("needs")}</OpenedHeading>
      {error ? <Failure error={error} server /> : null}
      <div role="status">{isAsked ? <Alert kind="info"><p>{t("askedNow")}</p></Alert> : null}</div>
      {isAsked ? null : <ReasonForm id="export-reason" lead="" button={t("ask")} isBusy={isBusy} send={(reason) => void ask(reason)} />}
    </div>
  );
}
