/** Permissions in plain words. */
import type { Permission } from "../shared/api/types";
import { catalogue } from "../shared/i18n/language";

const en: Record<Permission, string> = {
  manage_people: "Manage people", manage_security: "Manage security", manage_topics: "Manage topics and teams", read_audit: "Read the audit trail",
  read_surveys: "Read surveys", write_surveys: "Make and change surveys", read_results: "Read results", export_responses: "Export answers", share_results: "Share results",
  read_dialogues: "Read messages", work_dialogues: "Answer messages", share_dialogues: "Share messages", watch_jobs: "See jobs", run_jobs: "Start jobs", export_district: "Export the district", manage_records: "Decide how long records are kept, and answer requests about them",
};

const es: Record<Permission, string> = {
  manage_people: "Administrar personas", manage_security: "Administrar la seguridad", manage_topics: "Administrar temas y equipos", read_audit: "Leer el registro de auditoría",
  read_surveys: "Leer encuestas", write_surveys: "Crear y cambiar encuestas", read_results: "Leer resultados", export_responses: "Exportar respuestas", share_results: "Compartir resultados",
  read_dialogues: "Leer mensajes", work_dialogues: "Responder mensajes", share_dialogues: "Compartir mensajes", watch_jobs: "Ver tareas", run_jobs: "Iniciar tareas", export_district: "Exportar el distrito", manage_records: "Decidir cuánto se guardan los registros y responder a solicitudes",
};

export const usePermissionText = catalogue(en, es);

/** All of them, in the order in which they are read. */
export const PERMISSIONS = Object.keys(en) as Permission[];

/** What needs a designation, and so is never given to a token. */
export const ADMINISTRATIVE: readonly Permission[] = ["manage_people", "manage_security", "read_audit", "watch_jobs", "run_jobs", "export_district", "manage_records"];
