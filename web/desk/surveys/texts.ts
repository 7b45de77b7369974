/** What staff read when they make, share and read surveys. */
import { catalogue } from "../../shared/i18n/language";

const en = {
  surveys: "Surveys", newSurvey: "New survey", none: "No surveys yet. Make the first one.", title: "Title", state: "State", mode: "Answers", changed: "Last changed",
  draft: "Draft", open: "Open", closed: "Closed", anonymous: "Anonymous", confidential: "Confidential", identified: "With names",
  anonymousHint: "Anybody with the link may answer. Nobody can tell who wrote what.",
  confidentialHint: "By personal link, one answer each. Results show groups only.",
  identifiedHint: "By personal link. Staff see who answered what.",
  more: "Load more", edit: "Questions", share: "Share", results: "Results", parts: "Parts of the survey",
  begin: "How do you want to begin?", fromNothing: "From an empty page", fromNothingHint: "You add one question after the other.", fromStarter: "From a short example", fromJson: "From a definition (JSON)",
  fromStarterHint: "Three questions in English and Spanish that you can change.", fromJsonHint: "Paste it or choose a file.",
  fromTemplate: "From a template", fromTemplateHint: "A whole survey in English and Spanish that you can change.", template: "Template",
  climate: "School climate, for families", climateHint: "Safety, belonging and how the school keeps in touch.", event: "After an event", eventHint: "One page: how it was and who would come again.", needs: "What families need", needsHint: "Which help to plan first, and for whom.", staffPulse: "A short check with staff", staffPulseHint: "Workload, support and who expects to stay.",
  file: "File", definition: "Definition (JSON)", create: "Create survey", creating: "Creating…", needTitle: "Write a title.", needJson: "Paste the definition or choose a file.", badJson: "This is not valid JSON: {reason}",
  imported: "Your survey has been imported", importedLead: "{carried} parts were carried over, {changed} were changed, {lost} could not be carried over.", toSurvey: "Go to the survey",
  element: "Part", kind: "Kind", reason: "Why", carriedTag: "Carried over", changedTag: "Changed", lostTag: "Not carried over",
  version: "Version {version}",
  close: "Close survey", closing: "Closing…", closeSure: "Close this survey? It will take no more answers.", closeYes: "Yes, close it", cancel: "Cancel",

  link: "Link for families", linkHint: "Anybody with this link may answer.", linkDraft: "Publish the survey to get its link.",
  qrNote: "Write the link on paper, too: not every family reads e-mail.",
  roster: "People to invite", rosterLead: "A CSV file with the columns email, name, language, school, role. All lines are taken, or none.", rosterFile: "CSV file", upload: "Upload", uploading: "Uploading…", added: "{count} people were added.", lineErrors: "These lines need a change. Nothing was added.", line: "Line", field: "Column", problem: "Problem", needCsv: "Choose a CSV file.",
  invitations: "Invitations", invitationsLead: "Each person gets a personal link that works once.", sendFirst: "Send invitations", sendReminder: "Send a reminder", queued: "{count} messages are on their way.", onlyOpen: "Publish the survey before you send invitations.",
  anonymousNoInvite: "This survey is anonymous: share its link. Personal links would tell who took part.",
  participation: "Participation", invited: "Invited", mailed: "Mailed", answered: "Answered", notAnswered: "Not answered", rate: "Response rate",
} as const;

const es: Record<keyof typeof en, string> = {
  surveys: "Encuestas", newSurvey: "Encuesta nueva", none: "Aún no hay encuestas. Cree la primera.", title: "Título", state: "Estado", mode: "Respuestas", changed: "Último cambio",
  draft: "Borrador", open: "Abierta", closed: "Cerrada", anonymous: "Anónimas", confidential: "Confidenciales", identified: "Con nombre",
  anonymousHint: "Puede responder cualquiera con el enlace. Nadie puede saber quién escribió qué.",
  confidentialHint: "Con enlace personal, una respuesta cada uno. Los resultados muestran solo grupos.",
  identifiedHint: "Con enlace personal. El personal ve quién respondió qué.",
  more: "Cargar más", edit: "Preguntas", share: "Compartir", results: "Resultados", parts: "Partes de la encuesta",
  begin: "¿Cómo quiere empezar?", fromNothing: "Con una página vacía", fromNothingHint: "Agregue una pregunta tras otra.", fromStarter: "Con un ejemplo corto", fromJson: "Con una definición (JSON)",
  fromStarterHint: "Tres preguntas en inglés y español que puede cambiar.", fromJsonHint: "Péguela o elija un archivo.",
  fromTemplate: "Con una plantilla", fromTemplateHint: "Una encuesta completa en inglés y español que puede cambiar.", template: "Plantilla",
  climate: "Clima escolar, para familias", climateHint: "Seguridad, pertenencia y cómo se comunica la escuela.", event: "Después de un evento", eventHint: "Una página: cómo estuvo y quién volvería.", needs: "Qué necesitan las familias", needsHint: "Qué ayuda planear primero y para quién.", staffPulse: "Una breve consulta al personal", staffPulseHint: "Carga, apoyo y quién espera quedarse.",
  file: "Archivo", definition: "Definición (JSON)", create: "Crear encuesta", creating: "Creando…", needTitle: "Escriba un título.", needJson: "Pegue la definición o elija un archivo.", badJson: "No es JSON válido: {reason}",
  imported: "Su encuesta se importó", importedLead: "{carried} partes pasaron, {changed} cambiaron, {lost} no se pudieron pasar.", toSurvey: "Ir a la encuesta",
  element: "Parte", kind: "Tipo", reason: "Por qué", carriedTag: "Pasó", changedTag: "Cambió", lostTag: "No pasó",
  version: "Versión {version}",
  close: "Cerrar encuesta", closing: "Cerrando…", closeSure: "¿Cerrar esta encuesta? Ya no recibirá respuestas.", closeYes: "Sí, cerrarla", cancel: "Cancelar",

  link: "Enlace para las familias", linkHint: "Cualquiera con este enlace puede responder.", linkDraft: "Publique la encuesta para obtener su enlace.",
  qrNote: "Ponga el enlace también en papel: no todas las familias leen el correo.",
  roster: "Personas por invitar", rosterLead: "Un archivo CSV con las columnas email, name, language, school, role. Se toman todas las líneas o ninguna.", rosterFile: "Archivo CSV", upload: "Subir", uploading: "Subiendo…", added: "Se agregaron {count} personas.", lineErrors: "Estas líneas necesitan un cambio. No se agregó nada.", line: "Línea", field: "Columna", problem: "Problema", needCsv: "Elija un archivo CSV.",
  invitations: "Invitaciones", invitationsLead: "Cada persona recibe un enlace personal que funciona una vez.", sendFirst: "Enviar invitaciones", sendReminder: "Enviar un recordatorio", queued: "{count} mensajes están en camino.", onlyOpen: "Publique la encuesta antes de enviar invitaciones.",
  anonymousNoInvite: "Esta encuesta es anónima: comparta su enlace. Los enlaces personales dirían quién participó.",
  participation: "Participación", invited: "Invitados", mailed: "Enviados", answered: "Respondieron", notAnswered: "Sin responder", rate: "Tasa de respuesta",
};

export const useText = catalogue(en, es);
