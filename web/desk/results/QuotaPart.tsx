/** How full each quota is: in steps of ten, so that nobody sees a single answer come. */
import type { QuotaFill, Survey } from "../../shared/api/types";
import { numeral, useLanguage } from "../../shared/i18n/language";
import { useDeskLoad } from "../session";
import { TableBox } from "../TableBox";
import { useText } from "./texts";

export function QuotaPart({ survey }: { survey: Survey }) {
  const { definition, version } = survey;
  return Array.isArray(definition["quotas"]) && version > 0 ? <Fills path={`/surveys/${survey.survey_id}`} /> : null;
}

function Fills({ path }: { path: string }) {
  const t = useText();
  const { language } = useLanguage();
  const fills = useDeskLoad((call) => call<{ items: QuotaFill[] }>("GET", `${path}/quotas?locale=${language}`), [path, language]);
  // Who reaches some schools only is told nothing of quotas, which are about all of them.
  if (!fills.value?.items.length) return null;
  return (
    <section>
      <h2>{t("quotas")}</h2>
      <p className="hint">{t("quotasHint")}</p>
      <TableBox label={t("quotas")}>
        <thead><tr><th scope="col">{t("group")}</th><th scope="col" className="number">{t("taken")}</th><th scope="col" className="number">{t("limit")}</th></tr></thead>
        <tbody>{fills.value.items.map(({ name, title, taken, limit, is_full: isFull }) => (
          <tr key={name}><th scope="row">{title}</th><td className="number">{isFull ? t("full") : t("atLeast", { count: numeral(taken, language) })}</td><td className="number">{numeral(limit, language)}</td></tr>
        ))}</tbody>
      </TableBox>
    </section>
  );
}
