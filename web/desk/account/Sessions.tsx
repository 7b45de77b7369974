/** Where somebody is signed in, with a way to end each and all others. */
import { useState } from "react";
import { useAction } from "../../shared/api/load";
import type { HeldSession, Proof } from "../../shared/api/types";
import { momentAt, useLanguage } from "../../shared/i18n/language";
import { Failure } from "../../shared/ui/parts";
import { useDesk } from "../session";
import { ConfirmButton, focusOn, Part } from "./parts";
import { useAccountText } from "./texts";

const PROOFS = { password: "byPassword", single_sign_on: "bySso", totp: "byTotp", recovery: "byRecovery", passkey: "byPasskey" } as const satisfies Record<Proof, string>;

export function Sessions({ sessions, changed }: { sessions: HeldSession[]; changed: () => void }) {
  const t = useAccountText();
  const { call, refresh } = useDesk();
  const [done, setDone] = useState("");
  const isAlone = !sessions.some((one) => !one.is_current);
  const ended = (text: string) => { setDone(text); changed(); focusOn("sessions-title"); };
  const endOthers = async () => { await call("DELETE", "/me/sessions"); await refresh(); };
  return (
    <Part id="sessions-title" title={t("sessions")} done={done}>
      <ul className="rows" role="list">{sessions.map((one) => <Row key={one.session_id} session={one} ended={() => ended(t("sessionEnded"))} />)}</ul>
      {isAlone ? <p>{t("onlyHere")}</p> : null}
      <ConfirmButton label={t("endOthers")} title={t("endOthersTitle")} lead={t("endOthersLead")} yes={t("endOthers")} busy={t("saving")} work={endOthers} done={() => ended(t("othersEnded"))} />
    </Part>
  );
}

function Row({ session, ended }: { session: HeldSession; ended: () => void }) {
  const t = useAccountText();
  const { language } = useLanguage();
  const { call, district } = useDesk();
  const { isBusy, error, run } = useAction();
  const at = (seconds: number) => momentAt(seconds, language, district?.timezone);
  const agent = inLanguage(session.device.agent, language) || t("unknownDevice");
  const end = async () => { if (await run(async () => { await call("DELETE", `/me/sessions/${encodeURIComponent(session.session_id)}`); })) ended(); };
  const name = t("session", { agent, when: at(session.started_at) });
  return (
    <li>
      <p className="row-title">{name} {session.is_current ? <span className="tag done">{t("thisSession")}</span> : null}</p>
      <p className="row-head">
        {t("seen", { when: at(session.seen_at) })}{session.device.network ? ` · ${t("network", { network: session.device.network })}` : ""} · {t("provedBy", { proof: t(PROOFS[session.proof]) })}
      </p>
      {error ? <Failure error={error} server /> : null}
      {session.is_current ? null : <button type="button" className="button outline small" aria-disabled={isBusy} aria-label={t("endNamed", { name })} onClick={() => { if (!isBusy) void end(); }}>{t("endSession")}</button>}
    </li>
  );
}

// The server names a browser in English: "Firefox on Windows".
function inLanguage(agent: string, language: string): string {
  return language === "es" ? agent.replace(" on ", " en ") : agent;
}
