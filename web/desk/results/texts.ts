/** What staff read about the export of answers and of quotas. */
import { catalogue } from "../../shared/i18n/language";

const en = {
  export: "Export",
  exportLead: "All answers as a CSV file for a spreadsheet. Handle it with care.",
  start: "Prepare CSV file",
  working: "{count} rows so far…",
  ready: "Your file is ready: {count} rows.",
  save: "Save file",
  stop: "Stop",
  quotas: "Quotas", quotasHint: "Shown in steps of ten, so that nobody sees a single answer come.", group: "Group", taken: "Answers", limit: "At most", full: "Complete", atLeast: "{count} or more",
} as const;

const es: Record<keyof typeof en, string> = {
  export: "Exportar",
  exportLead: "Todas las respuestas en un archivo CSV para una hoja de cálculo. Trátelo con cuidado.",
  start: "Preparar archivo CSV",
  working: "{count} filas hasta ahora…",
  ready: "Su archivo está listo: {count} filas.",
  save: "Guardar archivo",
  stop: "Detener",
  quotas: "Cupos", quotasHint: "Se muestran de diez en diez, para que nadie vea llegar una respuesta.", group: "Grupo", taken: "Respuestas", limit: "Como máximo", full: "Completo", atLeast: "{count} o más",
};

export const useText = catalogue(en, es);
