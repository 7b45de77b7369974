/** Publishing: first everything is saved, then what will change is told, then it is done. */
import { useState } from "react";
import { useAction } from "../../shared/api/load";
import type { SurveyHead } from "../../shared/api/types";
import { Dialog } from "../../shared/ui/Dialog";
import { Radios } from "../../shared/ui/fields";
import { Alert, Failure } from "../../shared/ui/parts";
import { useDesk } from "../session";
import { useAreaWords } from "./own/Audience";
import { useOwnText } from "./own/texts";
import { useBuilding } from "./store";
import { useText } from "./texts";

type Change = { name: string; title: string; change: "added" | "removed" | "meaning" | "reworded" | "adjusted"; parts: string[] };
type Protected = { name: string; title: string; areas: string[] };
type Changes = { version: number; is_new: boolean; items: Change[]; protected: Protected[]; needs_notice: boolean };
type ParentalNotice = "notice_and_opt_out" | "prior_consent";

export function Publish() {
  const t = useText();
  const { call } = useDesk();
  const { autosave, survey, say, setHead, head } = useBuilding();
  const [changes, setChanges] = useState<Changes | null>(null);
  const [isUnsaved, setUnsaved] = useState(false);
  const [isDone, setDone] = useState(false);
  const [notice, setNotice] = useState<ParentalNotice | "">("");
  const [isNoticeMissing, setNoticeMissing] = useState(false);
  const { isBusy, error, run } = useAction();
  const path = `/surveys/${survey.survey_id}`;
  const ask = () => run(async () => {
    setDone(false);
    setNotice("");
    setNoticeMissing(false);
    const isSaved = await autosave.flush();
    setUnsaved(!isSaved);
    if (isSaved) setChanges(await call<Changes>("GET", `${path}/changes`));
  });
  const publish = () => run(async () => {
    setNoticeMissing(Boolean(changes?.needs_notice) && !notice);
    if (changes?.needs_notice && !notice) { window.document.getElementById("parental-notice")?.focus(); return; }
    if (!(await autosave.flush())) { setUnsaved(true); return; }
    const published = await call<SurveyHead>("POST", `${path}/publish`, { revision: autosave.currentRevision, ...(changes?.needs_notice ? { parental_notice: notice } : {}) });
    autosave.follow(published.revision);
    setHead({ state: published.state, version: published.version });
    setChanges(null);
    setDone(true);
    say(t("published"));
  });
  return (
    <>
      <button type="button" className="button small" aria-disabled={isBusy} onClick={() => { if (!isBusy) void ask(); }}>{t("publish")}</button>
      {isDone && head.state === "open" ? <div className="bar-wide"><Alert kind="success"><p>{t("published")}</p></Alert></div> : null}
      {isUnsaved ? <div className="bar-wide"><Alert kind="warning" live><p>{t("unsaved")}</p></Alert></div> : null}
      {error && !changes ? <div className="bar-wide">{error.status === 400 ? <Alert kind="warning" live><p>{t("notYet")}</p><ul>{Object.values(error.fields).slice(0, 5).map((each) => <li key={each}>{each}</li>)}</ul></Alert> : <Failure error={error} server />}</div> : null}
      {changes ? (
        <Dialog title={t("publishTitle")} close={() => setChanges(null)}>
          <ChangeList changes={changes} />
          {changes.needs_notice ? <Notice items={changes.protected} value={notice} onChange={setNotice} isMissing={isNoticeMissing} /> : null}
          {error ? <Failure error={error} server /> : null}
          <div className="actions">
            <button type="button" className="button" aria-disabled={isBusy} onClick={() => { if (!isBusy) void publish(); }}>{t(isBusy ? "publishing" : "publishYes")}</button>
            <button type="button" className="button plain" onClick={() => setChanges(null)}>{t("cancel")}</button>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}

/** What parents had before students are asked about what the law protects. */
function Notice({ items, value, onChange, isMissing }: { items: Protected[]; value: ParentalNotice | ""; onChange: (value: ParentalNotice) => void; isMissing: boolean }) {
  const t = useOwnText();
  const said = useAreaWords();
  return (
    <section aria-labelledby="notice-heading">
      <h3 id="notice-heading">{t("noticeTitle")}</h3>
      <p>{t("noticeLead")}</p>
      <ul>{items.map(({ name, title, areas }) => <li key={name}>{title || name}: {said(areas)}</li>)}</ul>
      <Radios id="parental-notice" legend={t("noticeLegend")} hint={t("noticeRecorded")} error={isMissing && !value ? t("noticeNeeded") : undefined} value={value} onChange={onChange} options={[{ value: "notice_and_opt_out", label: t("noticeOptOut") }, { value: "prior_consent", label: t("noticeConsent") }]} />
    </section>
  );
}

const ORDER: Change["change"][] = ["meaning", "removed", "added", "reworded", "adjusted"];

function ChangeList({ changes: { version, is_new: isNew, items } }: { changes: Changes }) {
  const t = useText();
  if (!version) return <p>{t("publishFirst")}</p>;
  if (!isNew) return <p>{t("publishNothing", { version })}</p>;
  return (
    <>
      <p>{t("publishNew", { version: version + 1 })}</p>
      {items.length ? null : <p>{t("publishSame")}</p>}
      {ORDER.map((kind) => {
        const some = items.filter(({ change }) => change === kind);
        return some.length ? (
          <section key={kind} aria-label={t(`change${kind}`)}>
            <h3>{t(`change${kind}`)}</h3>
            <p className="hint">{t(`${kind}Hint`)}</p>
            <ul>{some.map(({ name, title }) => <li key={name}>{title || name}</li>)}</ul>
          </section>
        ) : null;
      })}
    </>
  );
}
