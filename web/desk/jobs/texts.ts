/** What administrators read about the jobs that run by themselves. */
import { catalogue } from "../../shared/i18n/language";

const en = {
  title: "Jobs", lead: "What the platform does by itself, how it went, and what is due next. Times are those of {zone}.",
  summaryWell: "No job has failed, and none is late.", summaryTrouble: "Needs a look: {jobs}.",
  never: "has not run yet", running: "running", well: "well", failed: "failed the last time", late: "late",
  done: "done", dueNext: "Due next: {when}", daily: "Every day at {time}", dailyUntil: "Every day at {time}, and what is left of it each hour until {until}", hourly: "Every hour, {minute} minutes past", monthly: "Every month on day {day}, at {time}", every: "Every {count} minutes", after: "After {job}", on_request: "When an operator starts it",
  lastRuns: "Last runs", started: "Started", ended: "Ended", outcome: "Outcome", counts: "Counts", stillRunning: "still running", nothingCounted: "–",
  runNow: "Run now", runNowNamed: "Run now: {job}", starting: "One moment…", startedNow: "{job} has been started. Its run shows here when it begins.", reload: "Look again",
} as const;

const es: Record<keyof typeof en, string> = {
  title: "Tareas", lead: "Lo que la plataforma hace por sí sola, cómo salió y qué sigue. Las horas son las de {zone}.",
  summaryWell: "Ninguna tarea ha fallado ni va con retraso.", summaryTrouble: "Hay que revisar: {jobs}.",
  never: "aún no se ha ejecutado", running: "en curso", well: "bien", failed: "falló la última vez", late: "atrasada",
  done: "hecha", dueNext: "Próxima vez: {when}", daily: "Todos los días a las {time}", dailyUntil: "Todos los días a las {time}, y lo que quede cada hora hasta las {until}", hourly: "Cada hora, a los {minute} minutos", monthly: "Cada mes, el día {day} a las {time}", every: "Cada {count} minutos", after: "Después de {job}", on_request: "Cuando un operador la inicia",
  lastRuns: "Últimas ejecuciones", started: "Empezó", ended: "Terminó", outcome: "Resultado", counts: "Cantidades", stillRunning: "en curso", nothingCounted: "–",
  runNow: "Ejecutar ahora", runNowNamed: "Ejecutar ahora: {job}", starting: "Un momento…", startedNow: "{job} se ha iniciado. Su ejecución aparece aquí cuando empieza.", reload: "Mirar otra vez",
};

/** The jobs by name; one without words here is shown by its own name. */
const namesEn = {
  back_up_daily: "Daily backup", plan_retention: "Plan of retention", retain_district: "Retention", sweep_outbox: "Letters that wait", plan_exports: "Plan of exports", export_district: "Export of a district",
  sweep_closings: "Closings that are due", close_district: "Closing of a district",
  continue_restore: "Restore, continued",
  drill_restore: "Restore drill",
  seal_changes: "Change log",
  escrow_keys: "Keys in escrow",
  check_backups: "Watch over the backups",
  announce_notice: "News of the privacy notice",
  remind_requests: "Reminders of requests",
} as const;

const namesEs: Record<keyof typeof namesEn, string> = {
  back_up_daily: "Copia de seguridad diaria", plan_retention: "Plan de conservación", retain_district: "Conservación", sweep_outbox: "Cartas en espera", plan_exports: "Plan de exportaciones", export_district: "Exportación de un distrito",
  sweep_closings: "Cierres pendientes", close_district: "Cierre de un distrito",
  continue_restore: "Restauración, continuación",
  drill_restore: "Ensayo de restauración",
  seal_changes: "Registro de cambios",
  escrow_keys: "Claves en depósito",
  check_backups: "Vigilancia de las copias",
  announce_notice: "Noticias del aviso de privacidad",
  remind_requests: "Recordatorios de solicitudes",
};

export const useJobsText = catalogue(en, es);
const useNamesText = catalogue(namesEn, namesEs);

/** What a job is called in the page's language. */
export function useJobNames(): (job: string) => string {
  const t = useNamesText();
  return (job) => (job in namesEn ? t(job as keyof typeof namesEn) : job);
}
