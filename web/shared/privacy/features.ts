/** What a device can be asked for: why, and what there is without it. */
import { catalogue } from "../i18n/language";

const en = {
  camera: "Camera", photos: "Photos", microphone: "Microphone", contacts: "Contacts", biometric: "Fingerprint or face",
  cameraWhy: "A picture that you take would go with your message.", cameraWithout: "Without it: describe in words what you see.",
  photosWhy: "A picture that you choose would go with your message.", photosWithout: "Without it: describe in words what the picture shows.",
  microphoneWhy: "What you say would become the text of your message.", microphoneWithout: "Without it: write with the keyboard.",
  contactsWhy: "Addresses that you choose would be put into the list of people to invite.", contactsWithout: "Without it: write the addresses, or take them from a file.",
  biometricWhy: "Your device checks your fingerprint, face or PIN and then signs you in with a passkey. We get a public key; your fingerprint or face never leaves the device.", biometricWithout: "Without it: sign in with your password and the code of an authenticator app.",
  question: "May we ask your device? {feature}", allow: "Allow", notNow: "Not now", revocable: "You can take this back in My account at any time.",
} as const;

const es: Record<keyof typeof en, string> = {
  camera: "Cámara", photos: "Fotos", microphone: "Micrófono", contacts: "Contactos", biometric: "Huella o rostro",
  cameraWhy: "Una foto que usted tome iría con su mensaje.", cameraWithout: "Sin ella: describa con palabras lo que ve.",
  photosWhy: "Una foto que usted elija iría con su mensaje.", photosWithout: "Sin ellas: describa con palabras lo que muestra la foto.",
  microphoneWhy: "Lo que diga se convertiría en el texto de su mensaje.", microphoneWithout: "Sin él: escriba con el teclado.",
  contactsWhy: "Los correos que usted elija pasarían a la lista de personas que invitar.", contactsWithout: "Sin ellos: escriba los correos o tómelos de un archivo.",
  biometricWhy: "Su aparato comprueba su huella, rostro o PIN y luego le deja entrar con una llave de acceso. Nosotros recibimos una clave pública; su huella o su rostro nunca salen del aparato.", biometricWithout: "Sin ello: entre con su contraseña y el código de una aplicación de autenticación.",
  question: "¿Podemos preguntar a su aparato? {feature}", allow: "Permitir", notNow: "Ahora no", revocable: "Puede retirarlo en Mi cuenta cuando quiera.",
};

export const useFeatureText = catalogue(en, es);
