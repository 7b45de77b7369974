/** Lists of shares: one's own, those outside the organisation, and what one was shown. */
import { useState } from "react";
import { momentAt, numeral, useLanguage } from "../../shared/i18n/language";
import { Select } from "../../shared/ui/fields";
import { Alert, Failure, Loading, PageHeading } from "../../shared/ui/parts";
import { ConfirmButton } from "../account/parts";
import { usePages } from "../paging";
import { Link } from "../router";
import { may, useDesk } from "../session";
import { TableBox } from "../TableBox";
import { useShareText } from "./texts";

type State = "active" | "paused" | "used_up" | "ended" | "revoked";
type Share = {
  share_id: string; kind: "results" | "dialogues"; object_name: string; threads: number; shared_by: string; recipient: { name: string; email: string; is_outside: boolean };
  verbs: string[]; fields: string[]; schools: string[] | null; ends_at: number; views: number; most_views: number; last_viewed_at: number; state: State;
};
type Which = "mine" | "outside" | "all" | "received";
const WHICH: Which[] = ["mine", "received", "outside", "all"];

export default function SharesPage() {
  const t = useShareText();
  const { user } = useDesk();
  const [which, setWhich] = useState<Which>("mine");
  const possible = WHICH.filter((each) => each === "mine" || each === "received" || may(user, "read_audit"));
  return (
    <>
      <PageHeading title={t("shares")} lead={t("lead")} />
      <Select id="which-shares" label={t("which")} value={which} onChange={(event) => setWhich(event.target.value as Which)}>{possible.map((each) => <option key={each} value={each}>{t(each)}</option>)}</Select>
      <Shares key={which} which={which} />
    </>
  );
}

function Shares({ which }: { which: Which }) {
  const t = useShareText();
  const { items, isLoading, isBusy, error, laterError, reload, more } = usePages<Share>(which === "received" ? "/shares/received" : `/shares?which=${which}`);
  const [revoked, setRevoked] = useState("");
  const ended = (name: string) => { setRevoked(t("revokedNow", { name })); reload(); };
  return (
    <>
      <div role="status">{revoked ? <Alert kind="success"><p>{revoked}</p></Alert> : null}</div>
      {error ? <Failure error={error} again={reload} server /> : null}
      {isLoading && !items ? <Loading /> : null}
      {items?.length === 0 ? <p>{t("none")}</p> : null}
      {items?.length ? (
        <TableBox label={t(which)}>
          <thead>
            <tr>
              <th scope="col">{t("what")}</th>
              {which === "mine" ? null : <th scope="col">{t("sharedBy")}</th>}
              {which === "received" ? null : <th scope="col">{t("withWhom")}</th>}
              <th scope="col">{t("until")}</th><th scope="col">{t("views")}</th><th scope="col">{t("state")}</th>
            </tr>
          </thead>
          <tbody>{items.map((one) => <Row key={one.share_id} share={one} which={which} ended={ended} />)}</tbody>
        </TableBox>
      ) : null}
      {laterError ? <Failure error={laterError} server /> : null}
      {more ? <button type="button" className="button outline" aria-disabled={isBusy} onClick={more}>{t("more")}</button> : null}
    </>
  );
}

function Row({ share, which, ended }: { share: Share; which: Which; ended: (name: string) => void }) {
  const t = useShareText();
  const { call, district } = useDesk();
  const { language } = useLanguage();
  const at = (seconds: number) => momentAt(seconds, language, district?.timezone);
  const { recipient } = share;
  const name = recipient.name || recipient.email;
  const title = share.kind === "dialogues" ? t("dialoguesOf", { name: share.object_name }) : share.object_name;
  const scope = [share.schools ? t("ofSchools", { schools: share.schools.join(", ") }) : "", share.verbs.includes("export") ? t("withFigures") : "", share.fields.includes("free_text") ? t("withWords") : "", share.fields.includes("contact") ? t("withNames") : ""];
  const revoke = async () => { await call("DELETE", `/shares/${encodeURIComponent(share.share_id)}`); };
  return (
    <tr>
      <th scope="row">
        {which === "received" ? <Link to={`/shares/${share.share_id}`}>{title}</Link> : title}
        {scope.some(Boolean) ? <span className="hint"> {scope.filter(Boolean).join(" · ")}</span> : null}
      </th>
      {which === "mine" ? null : <td>{share.shared_by}</td>}
      {which === "received" ? null : <td>{name}{recipient.is_outside ? <> <span className="tag">{t("isOutside")}</span></> : null}{recipient.name && recipient.email ? <span className="hint"> {recipient.email}</span> : null}</td>}
      <td>{at(share.ends_at)}</td>
      <td>{share.most_views ? t("of", { views: share.views, most: share.most_views }) : numeral(share.views, language)}<span className="hint"> {share.last_viewed_at ? t("lastViewed", { when: at(share.last_viewed_at) }) : t("never")}</span></td>
      <td>
        {t(share.state)}
        {which !== "received" && (share.state === "active" || share.state === "paused")
          ? <> <ConfirmButton isSmall label={t("revoke")} spoken={t("revokeNamed", { name })} title={t("revokeTitle")} lead={t("revokeLead")} yes={t("revoke")} busy={t("working")} work={revoke} done={() => ended(name)} /></> : null}
      </td>
    </tr>
  );
}
