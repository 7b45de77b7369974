/** What a district that has left tells its staff on every page: since when, until when, and that nothing changes any more. */
import { connect } from "../shared/api/client";
import { useLoad } from "../shared/api/load";
import type { District } from "../shared/api/types";
import { catalogue, moment, useLanguage } from "../shared/i18n/language";
import { Alert } from "../shared/ui/parts";
import { useRouter } from "./router";

const en = {
  endedTitle: "The service has ended",
  ended: "Since {since} nothing can be changed here. You can read and export everything until {until}; then it is destroyed.",
  goneTitle: "This district has left",
  gone: "Its data has been destroyed or is being destroyed now. The link to the signed certificate was mailed to its administrators.",
} as const;

const es: Record<keyof typeof en, string> = {
  endedTitle: "El servicio ha terminado",
  ended: "Desde el {since} no se puede cambiar nada. Puede leer y exportar todo hasta el {until}; después se destruye.",
  goneTitle: "Este distrito se ha ido",
  gone: "Sus datos se han destruido o se están destruyendo. El enlace al certificado firmado se envió a sus administradores.",
};

const useText = catalogue(en, es);

export function ClosingBanner() {
  const t = useText();
  const { language } = useLanguage();
  const { slug } = useRouter();
  const { value: district } = useLoad(() => connect(slug)<District>("GET", ""), [slug]);
  if (!district || district.state === "active") return null;
  const at = (iso: string) => moment(iso, language, district.timezone);
  return district.state === "terminated"
    ? <Alert kind="warning" title={t("endedTitle")}><p>{t("ended", { since: at(district.terminated_at), until: at(district.closes_at) })}</p></Alert>
    : <Alert kind="warning" title={t("goneTitle")}><p>{t("gone")}</p></Alert>;
}
