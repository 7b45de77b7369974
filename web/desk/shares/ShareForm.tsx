/** Shares one thing with one named person until a day; what is shared, and how much of it, its caller asks. */
import { useState, type ReactNode, type SyntheticEvent } from "react";
import { PayloadKey } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import type { List, StaffUser } from "../../shared/api/types";
import { SubmitButton, TextField } from "../../shared/ui/fields";
import { Alert, ErrorSummary, Failure, type Mistake } from "../../shared/ui/parts";
import { Link } from "../router";
import { useDesk, useDeskLoad } from "../session";
import { RecipientFields } from "./RecipientFields";
import { bodyOf, mistakesOf, NEW_TERMS, type Terms } from "./terms";
import { useShareText } from "./texts";

/** What is wrong with a field: found here, or told by the API of one of its own fields. */
export type Problem = (target: string, field?: string) => string | undefined;
type Props = { thing: object; mistakes?: Mistake[]; isInsideOnly?: boolean; children: (problem: Problem) => ReactNode };

export function ShareForm({ thing, mistakes: wrongThing = [], isInsideOnly = false, children }: Props) {
  const t = useShareText();
  const { call, user } = useDesk();
  const users = useDeskLoad((ask) => ask<List<StaffUser>>("GET", "/users"), []).value?.items ?? [];
  const colleagues = users.filter((each) => each.user_id !== user.user_id && each.state === "active");
  const [terms, setTerms] = useState(NEW_TERMS);
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [shared, setShared] = useState("");
  const [key] = useState(() => new PayloadKey());
  const { isBusy, error, setError, run } = useAction();
  const put = (part: Partial<Terms>) => setTerms((before) => ({ ...before, ...part }));
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setShared("");
    setError(null);
    const found = [...mistakesOf(terms, t), ...wrongThing];
    setMistakes(found);
    if (found.length) return;
    const payload = { ...thing, ...bodyOf(terms) };
    if (!(await run(async () => { await call("POST", "/shares", { key: key.for(payload), ...payload }); }))) return;
    key.spend();
    setShared(terms.side === "guest" ? terms.name.trim() || terms.email.trim() : users.find((each) => each.user_id === terms.userId)?.name ?? "");
  };
  const problem: Problem = (target, field = "") => mistakes.find((mistake) => mistake.target === target)?.text ?? (field ? error?.fields[field] : undefined);
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      {error ? <Failure error={error} server /> : null}
      <ErrorSummary mistakes={mistakes} />
      <div role="status">{shared ? <Alert kind="success"><p>{t("shared", { name: shared })} <Link to="/shares">{t("seeShares")}</Link></p></Alert> : null}</div>
      <RecipientFields terms={terms} put={put} colleagues={colleagues} isInsideOnly={isInsideOnly} problem={problem} />
      {children(problem)}
      <TextField id="share-days" label={t("days")} inputMode="numeric" autoComplete="off" value={terms.days} error={problem("share-days", "days")} onChange={(event) => put({ days: event.target.value })} />
      <TextField id="share-views" label={t("mostViews")} hint={t("mostViewsHint")} isOptional inputMode="numeric" autoComplete="off" value={terms.mostViews} error={problem("share-views", "most_views")} onChange={(event) => put({ mostViews: event.target.value })} />
      <SubmitButton isBusy={isBusy} busyLabel={t("sending")}>{t("send")}</SubmitButton>
    </form>
  );
}
