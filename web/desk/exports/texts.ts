/** What administrators read about exports of the whole district. */
import { catalogue } from "../../shared/i18n/language";

const en = {
  title: "Export the district", lead: "Everything that the district owns, in one archive. You can take it at any time.",
  inside: "What is in it", insideSurveys: "Each survey with its questions, its roster, its mailings and its answers", insideDialogues: "Messages with their whole timeline, notes of the staff included", insidePeople: "Staff accounts without passwords, teams, topics and shares", insideRecords: "The audit log and the registers of the administration, for reading", insideFormats: "As JSON Lines, CSV and workbooks, with a list of every file and its SHA-256. Files sent with answers are in it as they came.",
  careful: "The archive names people and holds their answers. Keep it as you keep student records.",
  start: "Make an export", starting: "One moment…", started: "The export is under way. You can leave this page; it goes on by itself.",
  exports: "Exports of the last 90 days", none: "There is no export yet.", asked: "Asked for", by: "By", state: "State", size: "Size", act: "What you can do",
  running: "under way", done: "ready", cancelled: "cancelled", failed: "failed", ended: "over", someone: "Somebody",
  progress: "{done} of {steps} steps", preparing: "is being prepared", until: "ready until {when}",
  fetch: "Fetch the archive", fetchNamed: "Fetch the archive of {when}", fetched: "The download has begun. Its address is good for {minutes} minutes; each fetching is written down.", notYours: "Only who asked may fetch it.",
  cancel: "Cancel", cancelNamed: "Cancel the export of {when}", cancelTitle: "Cancel this export?", cancelLead: "What is made so far is deleted. You can ask for a new one at any time.",
  remove: "Delete", removeNamed: "Delete the archive of {when}", removeTitle: "Delete this archive?", removeLead: "Nobody can fetch it any more. You can ask for a new one at any time.", gone: "The export is given up.",
  contents: "What is in it", contentHash: "Hash of the content", archiveHash: "SHA-256 of the archive", megabytes: "{count} MB",
  surveys: "Surveys", answers: "Answers", invited: "People invited", dialogues: "Conversations", messages: "Entries of conversations", people: "Accounts", teams: "Teams", topics: "Topics", shares: "Shares", audit: "Entries of the audit log", files: "Files sent with answers",
  needs: "A survey has enhanced security, so a second person has to agree.", askedNow: "The request waits for a second administrator. Once they agree, you may export for a day.", ask: "Ask a second person",
  reload: "Look again",
} as const;

const es: Record<keyof typeof en, string> = {
  title: "Exportar el distrito", lead: "Todo lo que pertenece al distrito, en un solo archivo. Puede llevárselo en cualquier momento.",
  inside: "Qué contiene", insideSurveys: "Cada encuesta con sus preguntas, sus personas invitadas, sus envíos y sus respuestas", insideDialogues: "Los mensajes con toda su historia, incluidas las notas del personal", insidePeople: "Cuentas del personal sin contraseñas, equipos, temas y lo compartido", insideRecords: "El registro de auditoría y los registros de la administración, para leer", insideFormats: "En JSON Lines, CSV y hojas de cálculo, con una lista de cada archivo y su SHA-256. Los archivos enviados con las respuestas están en él tal como llegaron.",
  careful: "El archivo nombra a personas y contiene sus respuestas. Guárdelo como guarda los expedientes escolares.",
  start: "Hacer una exportación", starting: "Un momento…", started: "La exportación está en marcha. Puede salir de esta página; sigue por sí sola.",
  exports: "Exportaciones de los últimos 90 días", none: "Aún no hay ninguna exportación.", asked: "Pedida", by: "Por", state: "Estado", size: "Tamaño", act: "Qué puede hacer",
  running: "en marcha", done: "lista", cancelled: "cancelada", failed: "fallida", ended: "pasada", someone: "Alguien",
  progress: "{done} de {steps} pasos", preparing: "se está preparando", until: "lista hasta el {when}",
  fetch: "Descargar el archivo", fetchNamed: "Descargar el archivo del {when}", fetched: "La descarga ha empezado. Su dirección vale {minutes} minutos; cada descarga queda anotada.", notYours: "Solo quien la pidió puede descargarla.",
  cancel: "Cancelar", cancelNamed: "Cancelar la exportación del {when}", cancelTitle: "¿Cancelar esta exportación?", cancelLead: "Se borra lo hecho hasta ahora. Puede pedir otra en cualquier momento.",
  remove: "Borrar", removeNamed: "Borrar el archivo del {when}", removeTitle: "¿Borrar este archivo?", removeLead: "Nadie podrá descargarlo. Puede pedir otro en cualquier momento.", gone: "La exportación queda sin efecto.",
  contents: "Qué contiene", contentHash: "Huella del contenido", archiveHash: "SHA-256 del archivo", megabytes: "{count} MB",
  surveys: "Encuestas", answers: "Respuestas", invited: "Personas invitadas", dialogues: "Conversaciones", messages: "Anotaciones de conversaciones", people: "Cuentas", teams: "Equipos", topics: "Temas", shares: "Elementos compartidos", audit: "Anotaciones del registro de auditoría", files: "Archivos enviados con respuestas",
  needs: "Una encuesta tiene seguridad reforzada; por eso una segunda persona tiene que estar de acuerdo.", askedNow: "La petición espera a un segundo administrador. Cuando acepte, usted puede exportar durante un día.", ask: "Pedir a una segunda persona",
  reload: "Mirar de nuevo",
};

export const useExportsText = catalogue(en, es);
export type Counted = "surveys" | "answers" | "invited" | "dialogues" | "messages" | "people" | "teams" | "topics" | "shares" | "audit" | "files";
export const COUNTED: readonly Counted[] = ["surveys", "answers", "invited", "dialogues", "messages", "people", "teams", "topics", "shares", "audit", "files"];
