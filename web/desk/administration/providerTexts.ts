/** What administrators read about the district's own sign-in. */
import { catalogue } from "../../shared/i18n/language";

const en = {
  title: "Single sign-on", lead: "Staff can sign in with what the district uses already. It is one more way in: passwords, passkeys and invitations stay as they are.",
  address: "Address to return to: enter it at the provider, letter for letter", hints: "What to enter for Google, Microsoft and ClassLink",
  google: "In the Google Cloud console, make a client of the type “Web application”, with the audience “Internal”.",
  microsoft: "In the app registrations, choose “this organizational directory only” and the platform “Web”. Put the id of your own tenant in the place of TENANT-ID; “common” and “organizations” are refused. The secret ends on a day that you choose there: enter the next one here before.",
  classlink: "Register Parley as a single sign-on application of the type OAuth2/OpenID Connect; ClassLink gives the client ID and the secret. Ask them to confirm that identity tokens carry the nonce.",
  name: "Name", nameHint: "It stands on the button: Sign in with …", issuer: "Issuer", issuerHint: "Letter for letter as the provider gives it, such as https://accounts.google.com.", clientId: "Client ID", secret: "Client secret", secretHeld: "A secret is held and never shown. Leave this empty to keep it.", secretNew: "The provider gives it with the client ID. It is sealed and never shown again.",
  state: "State", off: "Off", on: "On", onHint: "Saving asks the provider first who it is.", save: "Save single sign-on", saving: "Saving…",
  savedOn: "Saved. The button is on the sign-in page now. Connect your own account and try it before you tell others.", savedOff: "Saved. Single sign-on is off.", toAccount: "Go to My account",
  needName: "Write a name.", needIssuer: "Write the issuer.", needClientId: "Write the client ID.", needSecret: "Write the secret that belongs to this issuer and client ID.",
} as const;

const es: Record<keyof typeof en, string> = {
  title: "Inicio de sesión único", lead: "El personal puede entrar con lo que el distrito ya usa. Es una entrada más: contraseñas, llaves de acceso e invitaciones siguen igual.",
  address: "Dirección de regreso: escríbala en el proveedor, letra por letra", hints: "Qué escribir para Google, Microsoft y ClassLink",
  google: "En la consola de Google Cloud, cree un cliente del tipo “aplicación web”, con el público “interno”.",
  microsoft: "En los registros de aplicaciones, elija “solo este directorio organizativo” y la plataforma “Web”. Ponga el identificador de su propio inquilino en lugar de TENANT-ID; “common” y “organizations” se rechazan. El secreto termina el día que usted elija allí: escriba aquí el siguiente antes.",
  classlink: "Registre Parley como aplicación de inicio de sesión único del tipo OAuth2/OpenID Connect; ClassLink da el identificador de cliente y el secreto. Pida que confirmen que los tokens de identidad llevan el nonce.",
  name: "Nombre", nameHint: "Está en el botón: Entrar con …", issuer: "Emisor", issuerHint: "Letra por letra como lo da el proveedor, por ejemplo https://accounts.google.com.", clientId: "Identificador de cliente", secret: "Secreto de cliente", secretHeld: "Hay un secreto guardado, que nunca se muestra. Deje esto vacío para conservarlo.", secretNew: "El proveedor lo da con el identificador de cliente. Se guarda sellado y nunca se muestra de nuevo.",
  state: "Estado", off: "Apagado", on: "Encendido", onHint: "Al guardar se pregunta primero al proveedor quién es.", save: "Guardar inicio de sesión único", saving: "Guardando…",
  savedOn: "Guardado. El botón ya está en la página de entrada. Conecte su propia cuenta y pruébelo antes de avisar a los demás.", savedOff: "Guardado. El inicio de sesión único está apagado.", toAccount: "Ir a Mi cuenta",
  needName: "Escriba un nombre.", needIssuer: "Escriba el emisor.", needClientId: "Escriba el identificador de cliente.", needSecret: "Escriba el secreto que corresponde a este emisor e identificador de cliente.",
};

export const useProviderText = catalogue(en, es);
