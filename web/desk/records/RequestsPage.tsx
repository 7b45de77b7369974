/** Requests about personal information, by state, each with its clock. */
import { useState } from "react";
import { Select } from "../../shared/ui/fields";
import { Failure, Loading, PageHeading } from "../../shared/ui/parts";
import { usePages } from "../paging";
import { Link, useRouter } from "../router";
import { Clock } from "./Clock";
import { RecordForm } from "./RecordForm";
import type { RequestLine, RequestState } from "./shapes";
import { useRecordsText } from "./texts";

const STATES: RequestState[] = ["verified", "in_progress", "received", "done", "refused"];

export default function RequestsPage() {
  const t = useRecordsText();
  const { query } = useRouter();
  const asked = STATES.find((one) => one === query.get("state"));
  const [state, setState] = useState<RequestState>(asked ?? "verified");
  const { items, isLoading, isBusy, error, laterError, reload, more } = usePages<RequestLine>(`/requests?state=${state}`);
  return (
    <>
      <PageHeading title={t("requests")} lead={t("requestsLead")} />
      <div className="filters">
        <Select id="state" label={t("states")} value={state} onChange={(event) => setState(event.target.value as RequestState)}>
          {STATES.map((one) => <option key={one} value={one}>{t(one)}</option>)}
        </Select>
      </div>
      {error ? <Failure error={error} again={reload} server /> : null}
      {isLoading && !items ? <Loading /> : null}
      {items?.length === 0 ? <p>{t("none")}</p> : null}
      <ul className="rows">
        {items?.map((one) => (
          <li key={one.request_id}>
            <p className="row-head">{t(one.kind)} <Clock line={one} /></p>
            <p className="row-title"><Link to={`/requests/${one.request_id}`}>{one.name || t("erased")}</Link></p>
            {one.email ? <p className="hint">{one.email}</p> : null}
          </li>
        ))}
      </ul>
      {laterError ? <Failure error={laterError} server /> : null}
      {more ? <button type="button" className="button outline" aria-disabled={isBusy} onClick={more}>{t("more")}</button> : null}
      <RecordForm recorded={reload} />
    </>
  );
}
