/** What everybody reads of how well the platform's backups are proved. */
import { catalogue } from "../shared/i18n/language";

const en = {
  title: "Status",
  lead: "At least every 31 days everything is restored from the backups into an empty place, held item by item against what it should be, and dropped again. This page shows how the last time went, for the whole platform.",
  wellTitle: "The backups are proved",
  well: "The last restore brought back every item as it should be.",
  redTitle: "The backups are not proved",
  never: "There has not been a restore yet.",
  late: "The last restore is more than 31 days ago.",
  damaged: "The last restore found something that is not as it should be. The operators have been told.",
  last: "Last restore",
  age: "Days since then",
  items: "Items compared",
  equal: "Items equal",
  rpo: "Changes not yet saved when it began, at most",
  rto: "Time it took",
  seconds: "{count} s",
} as const;

const es: Record<keyof typeof en, string> = {
  title: "Estado",
  lead: "Al menos cada 31 días se restaura todo desde las copias de seguridad en un lugar vacío, se compara elemento por elemento con lo que debe ser y se borra. Esta página muestra cómo fue la última vez, para toda la plataforma.",
  wellTitle: "Las copias de seguridad están comprobadas",
  well: "La última restauración devolvió cada elemento como debe ser.",
  redTitle: "Las copias de seguridad no están comprobadas",
  never: "Todavía no hubo una restauración.",
  late: "La última restauración fue hace más de 31 días.",
  damaged: "La última restauración encontró algo que no es como debe ser. Los operadores están avisados.",
  last: "Última restauración",
  age: "Días desde entonces",
  items: "Elementos comparados",
  equal: "Elementos iguales",
  rpo: "Cambios aún no guardados al comenzar, como máximo",
  rto: "Tiempo que tomó",
  seconds: "{count} s",
};

export const useText = catalogue(en, es);
