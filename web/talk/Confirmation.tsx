/** The message has arrived: what happens now, and the way back to it. */
import { useLanguage } from "../shared/i18n/language";
import { Alert, CopyField, PageHeading } from "../shared/ui/parts";
import type { Sent } from "./WriteForm";
import { useText } from "./texts";

/** The link as an address that opens in the language of this page. */
function inLanguage(link: string, language: string): string {
  const url = new URL(link, location.origin);
  url.searchParams.set("lang", language);
  return url.href;
}

export function Confirmation({ sent, again }: { sent: Sent; again: () => void }) {
  const t = useText();
  const { language } = useLanguage();
  const address = sent.link ? inLanguage(sent.link, language) : "";
  return (
    <>
      <PageHeading title={t("sent")} />
      <Alert kind="success">
        <p><strong>{t("reference", { reference: sent.reference })}</strong></p>
        {sent.hasEmail ? <p>{t("mailed")}</p> : null}
      </Alert>
      {address ? (
        <>
          <h2>{t("keepLink")}</h2>
          <p>{t(sent.hasEmail ? "keepLinkToo" : "keepLinkLead")}</p>
          <CopyField id="thread-link" label={t("link")} value={address} />
          <p><a href={address} target="_top">{t("openThread")}</a></p>
        </>
      ) : null}
      <div className="actions"><button type="button" className="button outline" onClick={again}>{t("another")}</button></div>
    </>
  );
}
