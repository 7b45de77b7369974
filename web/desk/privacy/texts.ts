/** What the desk says of privacy: the banner of a new notice, and the page of consents. */
import { catalogue } from "../../shared/i18n/language";

const en = {
  title: "Privacy", lead: "What people agreed to, and the versions of the notice that they agreed to.",
  newNotice: "There is a new privacy notice", newNoticeLead: "It says what has changed.", readNotice: "Read the privacy notice", haveRead: "I have read it",
  counts: "Consents", countsLead: "Anonymous answers carry their consent inside and are not counted here.", purpose: "For what", given: "Given", withdrawn: "Withdrawn",
  answer: "Answering a survey by name", message: "Writing to the district", reply_email: "Getting a reply by e-mail",
  versions: "Versions of the notice", inForce: "in force", told: "{told} of the staff told, {read} have read it", material: "Everybody is asked again", notMaterial: "Consents stay good", first: "The first version.",
} as const;

const es: Record<keyof typeof en, string> = {
  title: "Privacidad", lead: "Lo que aceptaron las personas, y las versiones del aviso que aceptaron.",
  newNotice: "Hay un nuevo aviso de privacidad", newNoticeLead: "Dice qué ha cambiado.", readNotice: "Leer el aviso de privacidad", haveRead: "Lo he leído",
  counts: "Consentimientos", countsLead: "Las respuestas anónimas llevan dentro su consentimiento y no se cuentan aquí.", purpose: "Para qué", given: "Dados", withdrawn: "Retirados",
  answer: "Responder con nombre a una encuesta", message: "Escribir al distrito", reply_email: "Recibir respuesta por correo",
  versions: "Versiones del aviso", inForce: "vigente", told: "{told} del personal avisados, {read} lo han leído", material: "Se pregunta de nuevo a todos", notMaterial: "Los consentimientos siguen valiendo", first: "La primera versión.",
};

export const usePrivacyText = catalogue(en, es);
