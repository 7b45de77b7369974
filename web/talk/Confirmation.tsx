/** The message has arrived: what happens now, and the way back to it. */
import { useLanguage } from "../shared/i18n/language";
import { Alert, CopyField, PageHeading } from "../shared/ui/parts";
import type { Sent } from "./WriteForm";
import { useText } from "./texts";

/** The server may send the whole address or only what belongs behind the #. */
export function threadAddress(slug: string, link: string, language: string): string {
  if (/^https?:/.test(link)) return link;
  if (link.startsWith("/")) return location.origin + link;
  return `${location.origin}/d/${encodeURIComponent(slug)}/talk/thread?lang=${language}#${link}`;
}

export function Confirmation({ slug, sent, again }: { slug: string; sent: Sent; again: () => void }) {
  const t = useText();
  const { language } = useLanguage();
  const address = sent.link ? threadAddress(slug, sent.link, language) : "";
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
          <p>{t("keepLinkLead")}</p>
          <CopyField id="thread-link" label={t("link")} value={address} />
          <p><a href={address} target="_top">{t("openThread")}</a></p>
        </>
      ) : null}
      <div className="actions"><button type="button" className="button outline" onClick={again}>{t("another")}</button></div>
    </>
  );
}
