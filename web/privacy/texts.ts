/** The words of the page around the notice; the notice brings its own. */
import { catalogue } from "../shared/i18n/language";

const en = {
  title: "Privacy notice",
  lead: "What is kept about you, what for, who sees it and for how long. Choose what fits you.",
  contents: "On this page",
  version: "Version {version}",
  old: "This is an older version.", toCurrent: "Read the one in force.",
  browser: "In your browser",
  browserLead: "These pages store nothing in your browser: no cookies and no storage. Only an answer that could not be sent yet waits there until it is. Staff have one cookie while they are signed in.",
  device: "They never ask for your camera, photos, microphone or contacts. Staff may allow a fingerprint or face to sign in; it never leaves their device.",
  kept: "What is kept", rights: "Your rights", why: "What for", who: "Who sees it", how: "How", long: "How long",
  shared: "Whom it is shared with", processors: "Sub-processors", regions: "All of them in the United States: {regions}.",
  supplement: "New York: supplemental information", supplementLead: "What Education Law 2-d and 8 NYCRR Part 121 ask to be told beside the parents' bill of rights.",
  exclusive_purposes: "Exclusive purposes", subcontractors: "Subcontractors", duration: "How long, and what happens at the end", correction: "Correcting data", location: "Where it is stored", protection: "How it is protected", encryption: "Encryption",
  versions: "Versions", inForce: "in force", first: "The first version.", askedAgain: "Everybody is asked again.", notAsked: "A consent given before stays good.",
} as const;

const es: Record<keyof typeof en, string> = {
  title: "Aviso de privacidad",
  lead: "Qué se guarda sobre usted, para qué, quién lo ve y cuánto tiempo. Elija lo que corresponda.",
  contents: "En esta página",
  version: "Versión {version}",
  old: "Esta es una versión anterior.", toCurrent: "Lea la vigente.",
  browser: "En su navegador",
  browserLead: "Estas páginas no guardan nada en su navegador: ni cookies ni almacenamiento. Solo espera allí una respuesta que aún no se pudo enviar. El personal tiene una cookie mientras su sesión está abierta.",
  device: "Nunca piden su cámara, fotos, micrófono ni contactos. El personal puede permitir su huella o su rostro para entrar; nunca salen de su aparato.",
  kept: "Qué se guarda", rights: "Sus derechos", why: "Para qué", who: "Quién lo ve", how: "Cómo", long: "Cuánto tiempo",
  shared: "Con quién se comparte", processors: "Subcontratistas", regions: "Todos en los Estados Unidos: {regions}.",
  supplement: "Nueva York: información suplementaria", supplementLead: "Lo que la Ley de Educación 2-d y 8 NYCRR Parte 121 piden decir además de la carta de derechos de los padres.",
  exclusive_purposes: "Fines exclusivos", subcontractors: "Subcontratistas", duration: "Cuánto tiempo y qué pasa al final", correction: "Corregir datos", location: "Dónde se guardan", protection: "Cómo se protegen", encryption: "Cifrado",
  versions: "Versiones", inForce: "vigente", first: "La primera versión.", askedAgain: "Se pregunta de nuevo a todos.", notAsked: "Un consentimiento dado antes sigue valiendo.",
};

export const useText = catalogue(en, es);
export type TextKey = keyof typeof en;
