/** What administrators read of restore drills. */
import { catalogue } from "../../shared/i18n/language";

const en = {
  drills: "Restore drills",
  well: "The last drill restored every item as it should be.",
  red: "The last drill is more than 31 days ago, or found something that is not as it should be.",
  never: "There has not been a restore drill yet.",
  reviewed: "The backup document was reviewed {when}. It is to be reviewed within 92 days.",
  ended: "Ended",
  instant: "Restored instant",
  result: "Result",
  equal: "Equal",
  damaged: "Damaged",
  items: "Items equal",
  rpo: "RPO (s)",
  rto: "RTO (s)",
  report: "Signed report",
  save: "Save",
  saveReport: "Save the report of {at}",
} as const;

const es: Record<keyof typeof en, string> = {
  drills: "Simulacros de restauración",
  well: "El último simulacro restauró cada elemento como debe ser.",
  red: "El último simulacro fue hace más de 31 días o encontró algo que no es como debe ser.",
  never: "Todavía no hubo un simulacro de restauración.",
  reviewed: "El documento de copias de seguridad se revisó {when}. Debe revisarse antes de 92 días.",
  ended: "Terminó",
  instant: "Instante restaurado",
  result: "Resultado",
  equal: "Igual",
  damaged: "Dañado",
  items: "Elementos iguales",
  rpo: "RPO (s)",
  rto: "RTO (s)",
  report: "Informe firmado",
  save: "Guardar",
  saveReport: "Guardar el informe de {at}",
};

export const useText = catalogue(en, es);
