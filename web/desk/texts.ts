/** What staff read: frame, sign-in, home, people, topics, jobs. */
import { catalogue } from "../shared/i18n/language";

const en = {
  desk: "Desk", home: "Today", surveys: "Surveys", inbox: "Inbox", topics: "Topics and teams", people: "People", shares: "Shares", administration: "Administration", audit: "Audit log", exports: "Export", privacy: "Privacy", jobs: "Jobs", retention: "Retention", requests: "Requests",
  menu: "Main menu", signOut: "Sign out", signedInAs: "Signed in as {name}", account: "My account",
  signIn: "Sign in", signInLead: "For staff of the district.", username: "User name", password: "Password", signingIn: "Signing in…",
  signInAgain: "Please sign in again", signInAgainLead: "Your session has ended. Your work is still here behind this page.",
  signInFailed: "The user name or the password is not right.", needUsername: "Write your user name.", needPassword: "Write your password.",
  welcome: "Welcome", welcomeLead: "You have been invited. Choose a user name and a password to begin.",
  fullName: "Your name", passwordHint: "At least {count} characters. Four random words are easy to remember and hard to guess.",
  needName: "Write your name.", shortPassword: "Use at least {count} characters.", begin: "Begin", beginning: "One moment…",
  invitationMissing: "Please open the link in your invitation again; it is incomplete.",
  invitationGone: "This invitation is used or too old. Ask an administrator for a new one.",
  notFound: "This page does not exist", notFoundLead: "Use the menu to go on.", back: "Back to Today",
  hello: "What needs you today, {name}?", nothing: "Nothing waits for you. Enjoy it.",
  unopened: "New messages", unopenedCount: "{count} not opened yet", overdueCount: "{count} overdue", mine: "Your open conversations",
  drafts: "Drafts to finish", openSurveys: "Open surveys", seeInbox: "Go to the inbox", seeSurveys: "Go to surveys", more: "and more",
  invite: "Invite somebody", email: "E-mail address", roles: "Roles", teams: "Teams", sendInvite: "Send invitation", sending: "Sending…",
  invited: "The invitation to {email} is on its way.", needEmail: "Write the e-mail address.", needRole: "Choose at least one role.",
  administrator: "Administrator", author: "Author", reader: "Reader", member: "Member",
  administratorHint: "People, topics, surveys, jobs", authorHint: "Makes surveys and sees results", readerHint: "Sees surveys and results", memberHint: "Answers messages",
  name: "Name", role: "Role", state: "State", noPeople: "Nobody yet.",
  topic: "Topic", team: "Team", owner: "Owner", none: "None", edit: "Edit", editNamed: "Edit {name}", cancel: "Cancel", save: "Save", saving: "Saving…", saved: "Saved.",
  newTopic: "New topic", newTeam: "New team", teamName: "Name of the team", members: "Members", noTeams: "No teams yet. Make one first, then a topic.", noTopics: "No topics yet.",
  nameEn: "Name in English", nameEs: "Name in Spanish", descriptionEn: "Description in English", descriptionEs: "Description in Spanish", needBothNames: "Write the name in both languages and choose a team and an owner.", needTeamName: "Write a name.",
} as const;

const es: Record<keyof typeof en, string> = {
  desk: "Mesa", home: "Hoy", surveys: "Encuestas", inbox: "Bandeja", topics: "Temas y equipos", people: "Personas", shares: "Compartido", administration: "Administración", audit: "Registro", exports: "Exportar", privacy: "Privacidad", jobs: "Tareas", retention: "Conservación", requests: "Solicitudes",
  menu: "Menú principal", signOut: "Salir", signedInAs: "Sesión de {name}", account: "Mi cuenta",
  signIn: "Entrar", signInLead: "Para el personal del distrito.", username: "Nombre de usuario", password: "Contraseña", signingIn: "Entrando…",
  signInAgain: "Entre de nuevo, por favor", signInAgainLead: "Su sesión terminó. Su trabajo sigue aquí, detrás de esta página.",
  signInFailed: "El nombre de usuario o la contraseña no son correctos.", needUsername: "Escriba su nombre de usuario.", needPassword: "Escriba su contraseña.",
  welcome: "Le damos la bienvenida", welcomeLead: "Tiene una invitación. Elija un nombre de usuario y una contraseña para empezar.",
  fullName: "Su nombre", passwordHint: "Al menos {count} caracteres. Cuatro palabras al azar se recuerdan bien y son difíciles de adivinar.",
  needName: "Escriba su nombre.", shortPassword: "Use al menos {count} caracteres.", begin: "Empezar", beginning: "Un momento…",
  invitationMissing: "Abra otra vez el enlace de su invitación; está incompleto.",
  invitationGone: "Esta invitación ya se usó o es muy antigua. Pida otra a un administrador.",
  notFound: "Esta página no existe", notFoundLead: "Use el menú para continuar.", back: "Volver a Hoy",
  hello: "¿Qué le espera hoy, {name}?", nothing: "Nada le espera. Disfrútelo.",
  unopened: "Mensajes nuevos", unopenedCount: "{count} sin abrir", overdueCount: "{count} atrasados", mine: "Sus conversaciones abiertas",
  drafts: "Borradores por terminar", openSurveys: "Encuestas abiertas", seeInbox: "Ir a la bandeja", seeSurveys: "Ir a las encuestas", more: "y más",
  invite: "Invitar a alguien", email: "Correo electrónico", roles: "Funciones", teams: "Equipos", sendInvite: "Enviar invitación", sending: "Enviando…",
  invited: "La invitación para {email} está en camino.", needEmail: "Escriba el correo electrónico.", needRole: "Elija al menos una función.",
  administrator: "Administrador", author: "Autor", reader: "Lector", member: "Miembro",
  administratorHint: "Personas, temas, encuestas, tareas", authorHint: "Crea encuestas y ve resultados", readerHint: "Ve encuestas y resultados", memberHint: "Responde mensajes",
  name: "Nombre", role: "Función", state: "Estado", noPeople: "Nadie todavía.",
  topic: "Tema", team: "Equipo", owner: "Responsable", none: "Ninguno", edit: "Editar", editNamed: "Editar {name}", cancel: "Cancelar", save: "Guardar", saving: "Guardando…", saved: "Guardado.",
  newTopic: "Tema nuevo", newTeam: "Equipo nuevo", teamName: "Nombre del equipo", members: "Miembros", noTeams: "Aún no hay equipos. Cree primero uno y después un tema.", noTopics: "Aún no hay temas.",
  nameEn: "Nombre en inglés", nameEs: "Nombre en español", descriptionEn: "Descripción en inglés", descriptionEs: "Descripción en español", needBothNames: "Escriba el nombre en los dos idiomas y elija un equipo y un responsable.", needTeamName: "Escriba un nombre.",
};

export const useText = catalogue(en, es);
