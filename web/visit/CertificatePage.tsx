/** The certificate of a district that has left: what was destroyed, when, and the two files that prove it without us. */
import { useMemo, useState } from "react";
import { connect } from "../shared/api/client";
import { useLoad } from "../shared/api/load";
import type { Certificate, District, SigningKey } from "../shared/api/types";
import { catalogue, moment, numeral, useLanguage } from "../shared/i18n/language";
import { Failure, Loading, PageHeading } from "../shared/ui/parts";
import { PublicFrame } from "../shared/ui/PublicFrame";
import { TableBox } from "../shared/ui/TableBox";

const en = {
  title: "Certificate of destruction",
  noLink: "The link is not complete", noLinkLead: "Please open the link in the letter again, all of it.",
  notYet: "There is no certificate here yet", notYetLead: "It is made when the data has been destroyed. The letter says by when.",
  deleted: "Everything was deleted, and nothing was kept.", deidentified: "Everything was deleted. What is kept names nobody: counts of crowds of ten people and more.",
  ended: "Service ended", due: "Due", done: "Destroyed", final: "Final", method: "Method", kms: "KMS key", kmsValue: "{key}, {state}, deleted on {at}",
  rows: "Rows by kind", kind: "Kind", before: "Before", after: "After",
  check: "Check it without us", checkLead: "Save both files. In a copy of Parley, run: make verify FILE=certificate.json KEY=parley.pem",
  saveCertificate: "Save the certificate", saveKey: "Save the public key", dates: "Dates",
} as const;

const es: Record<keyof typeof en, string> = {
  title: "Certificado de destrucción",
  noLink: "El enlace no está completo", noLinkLead: "Abra otra vez el enlace de la carta, completo.",
  notYet: "Todavía no hay certificado", notYetLead: "Se hace cuando los datos se han destruido. La carta dice hasta cuándo.",
  deleted: "Todo se eliminó y no se conservó nada.", deidentified: "Todo se eliminó. Lo que se conserva no nombra a nadie: recuentos de grupos de diez personas o más.",
  ended: "Fin del servicio", due: "Fecha límite", done: "Destruido", final: "Definitivo", method: "Método", kms: "Clave de KMS", kmsValue: "{key}, {state}, se elimina el {at}",
  rows: "Filas por tipo", kind: "Tipo", before: "Antes", after: "Después",
  check: "Compruébelo sin nosotros", checkLead: "Guarde los dos archivos. En una copia de Parley, ejecute: make verify FILE=certificate.json KEY=parley.pem",
  saveCertificate: "Guardar el certificado", saveKey: "Guardar la clave pública", dates: "Fechas",
};

const useText = catalogue(en, es);

export function CertificatePage() {
  const t = useText();
  const slug = decodeURIComponent(/^\/d\/([^/]+)/.exec(location.pathname)?.[1] ?? "");
  const [id] = useState(() => location.hash.slice(1));
  const call = useMemo(() => connect(slug), [slug]);
  const district = useLoad(() => call<District>("GET", ""), [call]);
  const found = useLoad(() => (id ? call<Certificate>("GET", `/certificates/${encodeURIComponent(id)}`) : Promise.resolve(null)), [call, id]);
  const key = useLoad(() => call<SigningKey>("GET", "/signing-key"), [call]);
  return (
    <PublicFrame district={district.value}>
      {!id ? <PageHeading title={t("noLink")} lead={t("noLinkLead")} /> : null}
      {id && found.error?.status === 404 ? <PageHeading title={t("notYet")} lead={t("notYetLead")} /> : null}
      {found.error && found.error.status !== 404 ? <Failure error={found.error} again={found.reload} /> : null}
      {found.isLoading ? <Loading /> : null}
      {found.value ? <Shown certificate={found.value} signingKey={key.value} /> : null}
    </PublicFrame>
  );
}

function Shown({ certificate, signingKey }: { certificate: Certificate; signingKey: SigningKey | null }) {
  const t = useText();
  const { language } = useLanguage();
  const { document: said } = certificate.signed;
  const at = (iso = "") => moment(iso, language);
  const dates = [["ended", "terminated_at"], ["due", "due"], ["done", "done_at"], ["final", "final_at"]] as const;
  const { kms } = said.keys;
  return (
    <>
      <PageHeading title={t("title")} site={said.district.name} lead={said.mode === "delete" ? t("deleted") : t("deidentified")} />
      <h2>{t("dates")}</h2>
      <dl>
        {dates.map(([text, name]) => <div key={name}><dt>{t(text)}</dt><dd>{at(said.dates[name])}</dd></div>)}
        <div><dt>{t("method")}</dt><dd>{said.method}</dd></div>
        <div><dt>{t("kms")}</dt><dd>{t("kmsValue", { key: kms.key, state: kms.state, at: at(kms.deleted_at) })}</dd></div>
      </dl>
      <h2>{t("rows")}</h2>
      <TableBox label={t("rows")}>
        <table>
          <thead><tr><th scope="col">{t("kind")}</th><th scope="col">{t("before")}</th><th scope="col">{t("after")}</th></tr></thead>
          <tbody>
            {Object.entries(said.rows_before).map(([table, before]) => (
              <tr key={table}><th scope="row">{table}</th><td>{numeral(before, language)}</td><td>{numeral(said.rows_after[table] ?? 0, language)}</td></tr>
            ))}
          </tbody>
        </table>
      </TableBox>
      <h2>{t("check")}</h2>
      <p>{t("checkLead")}</p>
      <p><Saved name="certificate.json" text={JSON.stringify(certificate.signed)} label={t("saveCertificate")} /></p>
      {signingKey ? <p><Saved name="parley.pem" text={signingKey.pem} label={t("saveKey")} /></p> : null}
    </>
  );
}

function Saved({ name, text, label }: { name: string; text: string; label: string }) {
  const address = useMemo(() => URL.createObjectURL(new Blob([text], { type: "application/octet-stream" })), [text]);
  return <a className="button" href={address} download={name}>{label}</a>;
}
