/** What staff read in the inbox and in a conversation. */
import { catalogue } from "../../shared/i18n/language";

const en = {
  inbox: "Inbox", status: "Status", unopened: "Not opened", in_progress: "In progress", pending: "Waiting for the writer", closed: "Closed",
  narrow: "Show only", all: "Everything", topicPart: "Topic", ownerPart: "Owner", teamPart: "Team", mine: "Mine",
  none: "Nothing here. Well done.", more: "Load more", overdue: "Overdue", due: "Due {at}", rating: "Rated {score} of 10", noOwner: "Nobody yet", owner: "Owner",
  question: "Question", comment: "Comment", concern: "Concern", suggestion: "Suggestion", compliment: "Compliment",
  back: "Back to the inbox", conversation: "{type} about {topic}", writer: "Writer", anonymous: "No name given", noEmail: "No e-mail address: the writer comes back by a private link.",
  message: "{name} wrote", reply: "{name} answered", note: "Note by {name}, not seen by the writer", assigned: "{name} made {owner} the owner", statusChanged: "{name} set the status to {status}", rated: "The writer gave {score} of 10",
  theWriter: "The writer", somebody: "Somebody",
  answer: "Answer the writer", answerLabel: "Your answer", send: "Send answer", sending: "Sending…", sent: "Your answer is on its way.",
  addNote: "Add a note for colleagues", noteLabel: "Note, not seen by the writer", saveNote: "Save note", noteSaved: "The note is saved.", needText: "Write something first.",
  handle: "Handle", assign: "Assign", setStatus: "Set status", changed: "Changed.", conflict: "Somebody else changed this conversation. Here is the newest version; please try again.", saving: "Saving…",
} as const;

const es: Record<keyof typeof en, string> = {
  inbox: "Bandeja", status: "Estado", unopened: "Sin abrir", in_progress: "En curso", pending: "Esperando al autor", closed: "Cerrado",
  narrow: "Mostrar solo", all: "Todo", topicPart: "Tema", ownerPart: "Responsable", teamPart: "Equipo", mine: "Míos",
  none: "Nada por aquí. Bien hecho.", more: "Cargar más", overdue: "Atrasado", due: "Para el {at}", rating: "Calificado {score} de 10", noOwner: "Nadie todavía", owner: "Responsable",
  question: "Pregunta", comment: "Comentario", concern: "Preocupación", suggestion: "Sugerencia", compliment: "Elogio",
  back: "Volver a la bandeja", conversation: "{type} sobre {topic}", writer: "Autor", anonymous: "Sin nombre", noEmail: "Sin correo: el autor vuelve con un enlace privado.",
  message: "{name} escribió", reply: "{name} respondió", note: "Nota de {name}; el autor no la ve", assigned: "{name} nombró responsable a {owner}", statusChanged: "{name} cambió el estado a {status}", rated: "El autor dio {score} de 10",
  theWriter: "El autor", somebody: "Alguien",
  answer: "Responder al autor", answerLabel: "Su respuesta", send: "Enviar respuesta", sending: "Enviando…", sent: "Su respuesta está en camino.",
  addNote: "Agregar una nota para colegas", noteLabel: "Nota; el autor no la ve", saveNote: "Guardar nota", noteSaved: "La nota está guardada.", needText: "Escriba algo primero.",
  handle: "Gestionar", assign: "Asignar", setStatus: "Cambiar estado", changed: "Cambiado.", conflict: "Otra persona cambió esta conversación. Esta es la versión más reciente; intente de nuevo.", saving: "Guardando…",
};

export const useText = catalogue(en, es);
