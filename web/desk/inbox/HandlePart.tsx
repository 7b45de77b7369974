/** Owner, status and writer of a conversation, beside its timeline. */
import { useState } from "react";
import { useAction } from "../../shared/api/load";
import type { Thread, ThreadStatus } from "../../shared/api/types";
import { moment, useLanguage } from "../../shared/i18n/language";
import { Select } from "../../shared/ui/fields";
import { Alert, Failure } from "../../shared/ui/parts";
import { useDesk } from "../session";
import type { Directory } from "./directory";
import { useText } from "./texts";

const STATUSES: ThreadStatus[] = ["unopened", "in_progress", "pending", "closed"];

type Props = { path: string; thread: Thread; directory: Directory; isLoading: boolean; done: () => void };

export function HandlePart({ path, thread, directory, isLoading, done }: Props) {
  const t = useText();
  const { call, district } = useDesk();
  const { language } = useLanguage();
  const [owner, setOwner] = useState(thread.owner_id);
  const [status, setStatus] = useState(thread.status);
  const [isChanged, setChanged] = useState(false);
  const action = useAction();
  const { error, run } = action;
  // While a newer state is on its way, a change of the older one would be refused.
  const isBusy = action.isBusy || isLoading;
  const put = async (part: string, body: object) => {
    if (isBusy) return;
    setChanged(false);
    const worked = await run(async () => { await call("PUT", `${path}/${part}`, { ...body, revision: thread.revision }); });
    setChanged(worked);
    // After a conflict, too, the page shows what the server has now.
    done();
  };
  return (
    <aside className="card" aria-label={t("handle")}>
      <p className="row-head">
        {thread.overdue ? <span className="tag overdue">{t("overdue")}</span> : null}
        <span className={`tag ${thread.status}`}>{t(thread.status)}</span>
        {thread.due_at && thread.status !== "closed" ? <span>{t("due", { at: moment(thread.due_at, language, district?.timezone) })}</span> : null}
      </p>
      {error ? (error.status === 409 ? <Alert kind="warning" live><p>{t("conflict")}</p></Alert> : <Failure error={error} server />) : null}
      <div role="status">{isChanged ? <Alert kind="success"><p>{t("changed")}</p></Alert> : null}</div>
      <Select id="owner" label={t("owner")} value={owner} onChange={(event) => setOwner(event.target.value)}>
        {thread.owner_id ? null : <option value="">{t("noOwner")}</option>}
        {directory.users.map((user) => <option key={user.user_id} value={user.user_id}>{user.name}</option>)}
      </Select>
      <button type="button" className="button outline small" aria-disabled={isBusy || !owner} onClick={() => { if (owner) void put("owner", { owner_id: owner }); }}>{t("assign")}</button>
      <Select id="thread-status" label={t("status")} value={status} onChange={(event) => setStatus(event.target.value as ThreadStatus)}>
        {STATUSES.map((each) => <option key={each} value={each}>{t(each)}</option>)}
      </Select>
      <button type="button" className="button outline small" aria-disabled={isBusy} onClick={() => void put("status", { status })}>{t("setStatus")}</button>
      <h2>{t("writer")}</h2>
      <p>{thread.writer.name || t("anonymous")}</p>
      <p>{thread.writer.email || <span className="hint">{t("noEmail")}</span>}</p>
    </aside>
  );
}
