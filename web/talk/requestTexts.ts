/** What somebody reads who asks what the district keeps of them. */
import { catalogue } from "../shared/i18n/language";

const en = {
  title: "Your information", lead: "Ask what we keep of you or your child, have it corrected, or have it erased. You get an answer within 45 days.",
  cannot: "What nobody can find", cannotLead: "Anonymous and confidential answers to surveys carry no name. Nobody can tell whose they are, we neither; so we can neither show nor correct nor erase them. They go when their time is over.",
  kind: "What would you like?", access: "See what you keep", accessHint: "You get a file to read and to take along.", correction: "Correct my name or address", correctionHint: "Tell us below what is right.", erasure: "Erase what you keep", erasureHint: "It cannot be brought back. A legal duty may keep us from it; then we tell you so.",
  name: "Your name", email: "Your e-mail address", emailHint: "The one that you used with us. We send a link there, so that nobody else can ask in your name.", message: "What should we know?", website: "Leave this field empty",
  send: "Send request", sending: "Sending…", needKind: "Choose what you would like.", needName: "Write your name.", badEmail: "Write an e-mail address like name@example.org.", longMessage: "At most 2,000 characters.",
  sent: "Please look at your mail", sentLead: "We have sent a letter to {email}. Confirm your request with its link within 14 days. Whether or not we keep anything of you, the answer comes to that address.",
  confirm: "Is it your request?", confirmLead: "Press the button to confirm that it was you who asked.", confirmIt: "Yes, it was me", confirmed: "Thank you, your request is confirmed", confirmedLead: "You get an answer by {when}.",
  linkOver: "This link leads nowhere any more", linkOverLead: "It counts once and for a time. Please ask again.", again: "Ask again",
  file: "What we keep of you", fileLead: "This page can be opened for 24 hours. Take the file along if you would like to keep it.", open: "Open my file", takeText: "Save as text", takeData: "Save as data (JSON)",
} as const;

const es: Record<keyof typeof en, string> = {
  title: "Su información", lead: "Pregunte qué guardamos de usted o de su hijo, pida corregirlo o borrarlo. Recibe una respuesta en 45 días.",
  cannot: "Lo que nadie puede encontrar", cannotLead: "Las respuestas anónimas y confidenciales a encuestas no llevan nombre. Nadie puede saber de quién son, tampoco nosotros; por eso no podemos mostrarlas, corregirlas ni borrarlas. Se borran cuando pasa su tiempo.",
  kind: "¿Qué desea?", access: "Ver lo que guardan", accessHint: "Recibe un archivo para leer y llevarse.", correction: "Corregir mi nombre o correo", correctionHint: "Díganos abajo qué es lo correcto.", erasure: "Borrar lo que guardan", erasureHint: "No se puede recuperar. Un deber legal puede impedirlo; entonces se lo decimos.",
  name: "Su nombre", email: "Su correo electrónico", emailHint: "El que usó con nosotros. Enviamos ahí un enlace para que nadie más pida en su nombre.", message: "¿Qué debemos saber?", website: "Deje este campo vacío",
  send: "Enviar solicitud", sending: "Enviando…", needKind: "Elija qué desea.", needName: "Escriba su nombre.", badEmail: "Escriba un correo como nombre@example.org.", longMessage: "Como máximo 2000 caracteres.",
  sent: "Mire su correo", sentLead: "Enviamos una carta a {email}. Confirme su solicitud con su enlace en 14 días. Guardemos algo de usted o no, la respuesta llega a esa dirección.",
  confirm: "¿Es su solicitud?", confirmLead: "Pulse el botón para confirmar que fue usted quien la hizo.", confirmIt: "Sí, fui yo", confirmed: "Gracias, su solicitud está confirmada", confirmedLead: "Recibe una respuesta a más tardar el {when}.",
  linkOver: "Este enlace ya no lleva a ninguna parte", linkOverLead: "Cuenta una vez y por un tiempo. Pregunte otra vez.", again: "Preguntar otra vez",
  file: "Lo que guardamos de usted", fileLead: "Esta página se puede abrir durante 24 horas. Llévese el archivo si quiere conservarlo.", open: "Abrir mi archivo", takeText: "Guardar como texto", takeData: "Guardar como datos (JSON)",
};

export const useRequestText = catalogue(en, es);
