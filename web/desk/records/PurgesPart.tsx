/** The proofs of what has gone, the newest first. */
import { moment, useLanguage } from "../../shared/i18n/language";
import { Failure, Loading } from "../../shared/ui/parts";
import { usePages } from "../paging";
import { useDesk } from "../session";
import { TableBox } from "../TableBox";
import type { Purge } from "./shapes";
import { useRecordsText } from "./texts";

export function PurgesPart() {
  const t = useRecordsText();
  const { language } = useLanguage();
  const { district } = useDesk();
  const { items, isLoading, isBusy, error, laterError, reload, more } = usePages<Purge>("/retention/purges");
  return (
    <section>
      <h2>{t("purges")}</h2>
      <p>{t("purgesLead")}</p>
      {error ? <Failure error={error} again={reload} server /> : null}
      {isLoading && !items ? <Loading /> : null}
      {items?.length === 0 ? <p>{t("noPurges")}</p> : null}
      {items?.length ? (
        <TableBox label={t("purges")}>
          <thead><tr><th scope="col">{t("pass")}</th><th scope="col">{t("kind")}</th><th scope="col">{t("removed")}</th><th scope="col">{t("held")}</th><th scope="col">{t("proof")}</th></tr></thead>
          <tbody>
            {items.map((one) => (
              <tr key={one.pass_id + one.kind}><td>{moment(one.at, language, district?.timezone)}</td><td>{t(one.kind)}</td><td>{one.removed}</td><td>{one.held}</td><td><code>{one.content_hash}</code></td></tr>
            ))}
          </tbody>
        </TableBox>
      ) : null}
      {laterError ? <Failure error={laterError} server /> : null}
      {more ? <button type="button" className="button outline" aria-disabled={isBusy} onClick={more}>{t("more")}</button> : null}
    </section>
  );
}
