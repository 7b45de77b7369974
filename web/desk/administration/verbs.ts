/** What the audit log writes down, in words. */
import { catalogue } from "../../shared/i18n/language";

const en = {
  "session.started": "Signed in", "session.second_step": "Gave the right password; the second step was asked for", "session.proved": "Proved again who they are", "session.ended": "Signed out", "session.far_apart": "Signed in while at work in a distant network", "sessions.ended": "Signed out everywhere else",
  "password.changed": "Changed the password", "password.forgotten": "A forgotten password was reported", "password.link_made": "A link to a new password was made", "password.reset": "Reset the password",
  "totp.added": "Added an authenticator app", "totp.removed": "Removed the authenticator app", "passkey.added": "Added a passkey", "passkey.removed": "Removed a passkey", "recovery_code.used": "Used a recovery code", "recovery_codes.renewed": "Made new recovery codes", "token.made": "Made an API token",
  "single_sign_on.configured": "Changed single sign-on", "single_sign_on.linked": "Connected single sign-on", "single_sign_on.unlinked": "Disconnected single sign-on",
  "user.invited": "Invited somebody", "user.joined": "Accepted the invitation", "user.levels_changed": "Changed what somebody may do", "user.suspended": "Suspended an account", "user.resumed": "Let an account in again", "user.ended": "Ended an account", "user.factors_removed": "Second factors were removed",
  "administrator.designated": "Designated an administrator", "administrator.designation_ended": "Ended a designation", "district.networks_changed": "Changed the networks", "district.opened": "The district was opened", "glass.broken": "The glass was broken", "approval.asked": "Asked for a second person", "approval.approved": "Approved", "approval.refused": "Refused", "audit.read": "Read the audit log",
  "survey.created": "Made a survey", "survey.changed": "Changed a survey", "survey.published": "Published a survey", "survey.closed": "Closed a survey", "survey.security_enhanced": "Raised a survey's security", "survey.security_standard": "A survey's security was lowered", "roster.added": "Added a roster", "mailing.ordered": "Sent invitations", "response.submitted": "An answer was given", "results.read": "Read protected results", "responses.exported": "Exported answers",
  "share.created": "Shared something", "share.revoked": "Took a share back", "share.viewed": "Looked at a share", "share.opened": "Opened a share from outside", "share.code_sent": "A code for a share was sent",
  "topic.created": "Made a topic", "topic.changed": "Changed a topic", "team.created": "Made a team", "team.changed": "Changed a team", "thread.started": "A message arrived", "thread.read": "Read a conversation", "thread.message": "The writer added words", "thread.reply": "Answered", "thread.note": "Left a note", "thread.assigned": "Changed the owner", "thread.status": "Changed the status", "thread.rating": "The writer rated the answer", "retention.applied": "Old records were deleted",
  "export.ordered": "Asked for an export of the district", "export.finished": "An export of the district was finished", "export.fetched": "Fetched an export of the district", "export.cancelled": "Gave up an export of the district", "export.failed": "An export of the district failed", "export.ended": "An export of the district was deleted after its day", "district.import_begun": "The import of an archive began", "district.imported": "An archive was imported",
} as const;

const es: Record<keyof typeof en, string> = {
  "session.started": "Entró", "session.second_step": "Dio la contraseña correcta; se pidió el segundo paso", "session.proved": "Probó de nuevo quién es", "session.ended": "Salió", "session.far_apart": "Entró mientras trabajaba desde una red lejana", "sessions.ended": "Cerró las demás sesiones",
  "password.changed": "Cambió la contraseña", "password.forgotten": "Se avisó de una contraseña olvidada", "password.link_made": "Se hizo un enlace para una contraseña nueva", "password.reset": "Restableció la contraseña",
  "totp.added": "Añadió una aplicación de códigos", "totp.removed": "Quitó la aplicación de códigos", "passkey.added": "Añadió una llave de acceso", "passkey.removed": "Quitó una llave de acceso", "recovery_code.used": "Usó un código de recuperación", "recovery_codes.renewed": "Hizo códigos de recuperación nuevos", "token.made": "Hizo una ficha de API",
  "single_sign_on.configured": "Cambió el inicio de sesión único", "single_sign_on.linked": "Conectó el inicio de sesión único", "single_sign_on.unlinked": "Desconectó el inicio de sesión único",
  "user.invited": "Invitó a alguien", "user.joined": "Aceptó la invitación", "user.levels_changed": "Cambió lo que alguien puede hacer", "user.suspended": "Suspendió una cuenta", "user.resumed": "Dejó entrar de nuevo a una cuenta", "user.ended": "Terminó una cuenta", "user.factors_removed": "Se quitaron segundos factores",
  "administrator.designated": "Designó a un administrador", "administrator.designation_ended": "Terminó una designación", "district.networks_changed": "Cambió las redes", "district.opened": "Se abrió el distrito", "glass.broken": "Se rompió el cristal", "approval.asked": "Pidió a una segunda persona", "approval.approved": "Aprobó", "approval.refused": "Rechazó", "audit.read": "Leyó el registro de auditoría",
  "survey.created": "Creó una encuesta", "survey.changed": "Cambió una encuesta", "survey.published": "Publicó una encuesta", "survey.closed": "Cerró una encuesta", "survey.security_enhanced": "Subió la seguridad de una encuesta", "survey.security_standard": "Se rebajó la seguridad de una encuesta", "roster.added": "Añadió una lista", "mailing.ordered": "Envió invitaciones", "response.submitted": "Se dio una respuesta", "results.read": "Leyó resultados protegidos", "responses.exported": "Exportó respuestas",
  "share.created": "Compartió algo", "share.revoked": "Retiró algo compartido", "share.viewed": "Miró algo compartido", "share.opened": "Abrió desde fuera algo compartido", "share.code_sent": "Se envió un código para algo compartido",
  "topic.created": "Creó un tema", "topic.changed": "Cambió un tema", "team.created": "Creó un equipo", "team.changed": "Cambió un equipo", "thread.started": "Llegó un mensaje", "thread.read": "Leyó una conversación", "thread.message": "La persona añadió palabras", "thread.reply": "Respondió", "thread.note": "Dejó una nota", "thread.assigned": "Cambió al responsable", "thread.status": "Cambió el estado", "thread.rating": "La persona calificó la respuesta", "retention.applied": "Se borraron registros antiguos",
  "export.ordered": "Pidió una exportación del distrito", "export.finished": "Terminó una exportación del distrito", "export.fetched": "Descargó una exportación del distrito", "export.cancelled": "Dejó sin efecto una exportación del distrito", "export.failed": "Falló una exportación del distrito", "export.ended": "Se borró una exportación del distrito tras su día", "district.import_begun": "Empezó la importación de un archivo", "district.imported": "Se importó un archivo",
};

const useKnown = catalogue(en, es);
export const VERBS = Object.keys(en) as (keyof typeof en)[];

/** A verb in words; one that is not in the list, as it is. */
export function useVerbText(): (verb: string) => string {
  const t = useKnown();
  return (verb) => (verb in en ? t(verb as keyof typeof en) : verb);
}
