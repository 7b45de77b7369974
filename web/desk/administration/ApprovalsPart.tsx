/** What one person asked for and another decides. */
import { useState } from "react";
import { useAction } from "../../shared/api/load";
import type { List, StaffUser, SurveyHead } from "../../shared/api/types";
import { momentAt, useLanguage } from "../../shared/i18n/language";
import { Alert, Failure, Loading } from "../../shared/ui/parts";
import { everyPage } from "../paging";
import { may, useDesk, useDeskLoad } from "../session";
import { useAdministrationText } from "./texts";

type Kind = "factor_reset" | "standard_security" | "export" | "district_export" | "hold_release";
type Approval = { approval_id: string; kind: Kind; object_id: string; asked_by: string; reason: string; asked_at: number; ends_at: number; state: "waiting" | "approved" | "refused" | "ended"; decided_by: string };

export function ApprovalsPart({ users }: { users: StaffUser[] }) {
  const t = useAdministrationText();
  const { call, user, district } = useDesk();
  const { language } = useLanguage();
  const approvals = useDeskLoad((ask) => ask<List<Approval>>("GET", "/approvals"), []);
  const surveys = useDeskLoad((ask) => (may(user, "read_surveys") ? everyPage((path) => ask<List<SurveyHead>>("GET", path), "/surveys") : Promise.resolve([])), []).value ?? [];
  const [isDecided, setDecided] = useState(false);
  const { isBusy, error, run } = useAction();
  const person = (id: string) => users.find((each) => each.user_id === id)?.name ?? t("someone");
  const what = (one: Approval) => t(one.kind, { name: one.kind === "factor_reset" ? person(one.object_id) : surveys.find((each) => each.survey_id === one.object_id)?.title ?? one.object_id });
  const decide = async (one: Approval, how: "approve" | "refuse") => {
    if (isBusy) return;
    setDecided(await run(async () => { await call("POST", `/approvals/${one.approval_id}/${how}`); }));
    approvals.reload();
  };
  const items = approvals.value?.items ?? [];
  const waiting = items.filter((one) => one.state === "waiting");
  const over = items.filter((one) => one.state !== "waiting").slice(0, 20);
  return (
    <section>
      <h2>{t("approvals")}</h2>
      {approvals.error ? <Failure error={approvals.error} again={approvals.reload} server /> : null}
      {error ? <Failure error={error} server /> : null}
      {approvals.isLoading && !approvals.value ? <Loading /> : null}
      <div role="status">{isDecided ? <Alert kind="success"><p>{t("decided")}</p></Alert> : null}</div>
      {approvals.value && !waiting.length ? <p>{t("noApprovals")}</p> : null}
      {waiting.map((one) => (
        <article className="card" key={one.approval_id}>
          <h3>{what(one)}</h3>
          <p>{one.reason}</p>
          <p className="hint">{t("askedBy", { name: person(one.asked_by), when: momentAt(one.asked_at, language, district?.timezone) })}</p>
          {one.asked_by === user.user_id || one.object_id === user.user_id ? <p>{t("yours")}</p> : (
            <div className="actions">
              <button type="button" className="button" aria-label={t("approveNamed", { what: what(one) })} aria-disabled={isBusy} onClick={() => void decide(one, "approve")}>{t("approve")}</button>
              <button type="button" className="button outline" aria-label={t("refuseNamed", { what: what(one) })} aria-disabled={isBusy} onClick={() => void decide(one, "refuse")}>{t("refuse")}</button>
            </div>
          )}
        </article>
      ))}
      {over.length ? <details><summary>{t("decidedBefore")}</summary><ul>{over.map((one) => <li key={one.approval_id}>{what(one)}: {t(one.state === "ended" ? "late" : one.state)}{one.decided_by ? ` (${person(one.decided_by)})` : ""}</li>)}</ul></details> : null}
    </section>
  );
}
