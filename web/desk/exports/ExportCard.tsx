/** One export: how far it is, what is in it, and what can be done with it. */
import { useAction } from "../../shared/api/load";
import { momentAt, numeral, useLanguage } from "../../shared/i18n/language";
import { Failure } from "../../shared/ui/parts";
import { ConfirmButton } from "../account/parts";
import { useDesk } from "../session";
import { COUNTED, useExportsText } from "./texts";

export type Export = { export_id: string; asked_by: string; asked_at: number; state: "running" | "done" | "cancelled" | "failed" | "ended"; done: number; steps: number; ended_at: number; available_until: number; bytes: number; sha256: string; content_hash: string; counts: Record<string, number>; is_mine: boolean };
type Props = { one: Export; by: string; changed: (text: string) => void };

export function ExportCard({ one, by, changed }: Props) {
  const t = useExportsText();
  const { call, district } = useDesk();
  const { language } = useLanguage();
  const at = (seconds: number) => momentAt(seconds, language, district?.timezone);
  const when = at(one.asked_at);
  const isDone = one.state === "done";
  const { isBusy, error, run } = useAction();
  const fetchArchive = () => run(async () => {
    const told = await call<{ address: string; seconds: number }>("POST", `/exports/${one.export_id}/address`, {});
    location.assign(told.address);
    changed(t("fetched", { minutes: numeral(Math.ceil(told.seconds / 60), language) }));
  });
  return (
    <article className="card">
      <h3>{when} <span className={`tag ${one.state}`}>{t(one.state)}</span></h3>
      <p className="hint">{t("by")}: {by}{one.bytes ? ` · ${t("size")}: ${t("megabytes", { count: numeral(Math.max(one.bytes / 1_000_000, 0.1), language, 1) })}` : ""}{isDone ? ` · ${t("until", { when: at(one.available_until) })}` : ""}</p>
      {one.state === "running" ? <Running one={one} /> : null}
      {error ? <Failure error={error} server /> : null}
      <div className="actions">
        {isDone && one.is_mine ? <button type="button" className="button" aria-label={t("fetchNamed", { when })} aria-disabled={isBusy} onClick={() => { if (!isBusy) void fetchArchive(); }}>{isBusy ? t("starting") : t("fetch")}</button> : null}
        {isDone && !one.is_mine ? <p>{t("notYours")}</p> : null}
        {isDone ? <GiveUp id={one.export_id} label={t("remove")} spoken={t("removeNamed", { when })} title={t("removeTitle")} lead={t("removeLead")} changed={changed} /> : null}
        {one.state === "running" ? <GiveUp id={one.export_id} label={t("cancel")} spoken={t("cancelNamed", { when })} title={t("cancelTitle")} lead={t("cancelLead")} changed={changed} /> : null}
      </div>
      {one.content_hash ? <Contents one={one} /> : null}
    </article>
  );
}

function Running({ one }: { one: Export }) {
  const t = useExportsText();
  const { language } = useLanguage();
  const text = one.steps ? t("progress", { done: numeral(one.done, language), steps: numeral(one.steps, language) }) : t("preparing");
  return <p role="status"><progress aria-label={t("running")} max={Math.max(one.steps, 1)} value={one.done} /> {text}</p>;
}

function Contents({ one }: { one: Export }) {
  const t = useExportsText();
  const { language } = useLanguage();
  return (
    <details>
      <summary>{t("contents")}</summary>
      <dl className="figures">{COUNTED.map((name) => <div key={name}><dt>{t(name)}</dt><dd>{numeral(one.counts[name] ?? 0, language)}</dd></div>)}</dl>
      <p className="hint">{t("contentHash")}: <code className="hash">{one.content_hash}</code></p>
      <p className="hint">{t("archiveHash")}: <code className="hash">{one.sha256}</code></p>
    </details>
  );
}

function GiveUp({ id, label, spoken, title, lead, changed }: { id: string; label: string; spoken: string; title: string; lead: string; changed: (text: string) => void }) {
  const t = useExportsText();
  const { call } = useDesk();
  return <ConfirmButton label={label} spoken={spoken} title={title} lead={lead} yes={label} busy={t("starting")} work={async () => { await call("DELETE", `/exports/${id}`); }} done={() => { changed(t("gone")); }} />;
}
