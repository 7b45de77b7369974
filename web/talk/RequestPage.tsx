/** Asking what is kept of oneself: the form, the confirmation by letter, and the file. */
import { useState } from "react";
import type { Call } from "../shared/api/client";
import { useAction } from "../shared/api/load";
import type { District } from "../shared/api/types";
import { moment, useLanguage } from "../shared/i18n/language";
import { Failure, PageHeading } from "../shared/ui/parts";
import { RequestForm } from "./RequestForm";
import { useRequestText } from "./requestTexts";

type Served = { call: Call; district: District | null };

export function RequestPage({ call, district }: Served) {
  const t = useRequestText();
  const [email, setEmail] = useState("");
  if (email) return <PageHeading title={t("sent")} site={district?.name} lead={t("sentLead", { email })} />;
  return (
    <>
      <PageHeading title={t("title")} site={district?.name} lead={t("lead")} />
      <h2>{t("cannot")}</h2>
      <p>{t("cannotLead")}</p>
      <RequestForm call={call} onSent={setEmail} />
    </>
  );
}

type Replies = { "/requests/confirm": { due_at: string }; "/requests/file": { document: unknown; text: string } };

/** A press, not the opening of the page, spends the link: programs that look through mail open links too. */
function usePress<P extends keyof Replies>(call: Call, path: P) {
  const [got, setGot] = useState<Replies[P] | null>(null);
  const { isBusy, error, run } = useAction();
  const press = async () => {
    if (isBusy) return;
    await run(async () => { setGot(await call<Replies[P]>("POST", path, { link: location.hash.slice(1) })); });
  };
  const isOver = error !== null && [400, 404, 410].includes(error.status);
  return { got, isBusy, error: isOver ? null : error, isOver, press };
}

function LinkOver({ district }: { district: District | null }) {
  const t = useRequestText();
  const address = location.pathname.replace(/\/requests\/.*$/, "/requests");
  return <><PageHeading title={t("linkOver")} site={district?.name} lead={t("linkOverLead")} /><p><a href={address}>{t("again")}</a></p></>;
}

export function ConfirmPage({ call, district }: Served) {
  const t = useRequestText();
  const { language } = useLanguage();
  const { got, isBusy, error, isOver, press } = usePress(call, "/requests/confirm");
  if (isOver) return <LinkOver key="over" district={district} />;
  if (got) return <PageHeading key="done" title={t("confirmed")} site={district?.name} lead={t("confirmedLead", { when: moment(got.due_at, language, district?.timezone) })} />;
  return (
    <>
      <PageHeading key="ask" title={t("confirm")} site={district?.name} lead={t("confirmLead")} />
      {error ? <Failure error={error} server /> : null}
      <div className="actions"><button type="button" className="button" aria-disabled={isBusy} onClick={() => void press()}>{isBusy ? t("sending") : t("confirmIt")}</button></div>
    </>
  );
}

function save(name: string, content: string, kind: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: kind }));
  link.download = name;
  link.click();
  setTimeout(() => { URL.revokeObjectURL(link.href); }, 10_000);
}

export function FilePage({ call, district }: Served) {
  const t = useRequestText();
  const { got, isBusy, error, isOver, press } = usePress(call, "/requests/file");
  if (isOver) return <LinkOver key="over" district={district} />;
  return (
    <>
      <PageHeading title={t("file")} site={district?.name} lead={t("fileLead")} />
      {error ? <Failure error={error} server /> : null}
      {got ? (
        <>
          <div className="actions">
            <button type="button" className="button" onClick={() => save("information.txt", got.text, "text/plain")}>{t("takeText")}</button>
            <button type="button" className="button outline" onClick={() => save("information.json", JSON.stringify(got.document, null, 2), "application/json")}>{t("takeData")}</button>
          </div>
          <p className="message-text">{got.text}</p>
        </>
      ) : <div className="actions"><button type="button" className="button" aria-disabled={isBusy} onClick={() => void press()}>{isBusy ? t("sending") : t("open")}</button></div>}
    </>
  );
}
