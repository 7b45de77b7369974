/** Texts of the shared parts: failures, language switch, forms. */
import { catalogue } from "./language";

const en = {
  skip: "Skip to main content",
  language: "Language",
  loading: "Loading…",
  tryAgain: "Try again",
  required: "required",
  optional: "optional",
  problem: "There is a problem",
  copy: "Copy",
  copied: "Copied",
  showPassword: "Show password",
  hidePassword: "Hide password",
  failOffline: "You seem to be offline. Check your connection and try again.",
  failForbidden: "You are not allowed to do this. Ask an administrator of your district.",
  failMissing: "We could not find this page. The link may be old or incomplete.",
  failConflict: "Somebody else changed this in the meantime. Reload to see the newest version.",
  failGone: "This link is no longer valid.",
  failMany: "That was a lot at once. Please wait a minute and try again.",
  failServer: "Something went wrong on our side. Nothing was lost; please try again in a moment.",
  failInvalid: "Please check the marked fields.",
  failUnproved: "Nothing was done, because you did not show again that it is you.",
  reference: "Reference for support: {id}",
} as const;

const es: Record<keyof typeof en, string> = {
  skip: "Ir al contenido principal",
  language: "Idioma",
  loading: "Cargando…",
  tryAgain: "Intentar de nuevo",
  required: "obligatorio",
  optional: "opcional",
  problem: "Hay un problema",
  copy: "Copiar",
  copied: "Copiado",
  showPassword: "Mostrar contraseña",
  hidePassword: "Ocultar contraseña",
  failOffline: "Parece que no tiene conexión. Revise su conexión e intente de nuevo.",
  failForbidden: "No tiene permiso para hacer esto. Pregunte a un administrador de su distrito.",
  failMissing: "No encontramos esta página. El enlace puede ser antiguo o estar incompleto.",
  failConflict: "Otra persona cambió esto mientras tanto. Recargue para ver la versión más reciente.",
  failGone: "Este enlace ya no es válido.",
  failMany: "Fueron demasiados intentos seguidos. Espere un minuto e intente de nuevo.",
  failServer: "Algo falló de nuestro lado. No se perdió nada; intente de nuevo en un momento.",
  failInvalid: "Revise los campos marcados.",
  failUnproved: "No se hizo nada, porque no mostró otra vez que es usted.",
  reference: "Referencia para soporte: {id}",
};

const ar: Record<keyof typeof en, string> = {
  skip: "انتقل إلى المحتوى الرئيسي",
  language: "اللغة",
  loading: "جارٍ التحميل…",
  tryAgain: "حاول مرة أخرى",
  required: "مطلوب",
  optional: "اختياري",
  problem: "توجد مشكلة",
  copy: "نسخ",
  copied: "نُسخ",
  showPassword: "إظهار كلمة المرور",
  hidePassword: "إخفاء كلمة المرور",
  failOffline: "يبدو أنك غير متصل بالإنترنت. تحقق من الاتصال وحاول مرة أخرى.",
  failForbidden: "غير مسموح لك بهذا. اسأل مسؤولًا في منطقتك التعليمية.",
  failMissing: "لم نجد هذه الصفحة. ربما يكون الرابط قديمًا أو غير مكتمل.",
  failConflict: "غيّر شخص آخر هذا في هذه الأثناء. أعد التحميل لترى أحدث نسخة.",
  failGone: "لم يعد هذا الرابط صالحًا.",
  failMany: "كانت محاولات كثيرة متتالية. انتظر دقيقة وحاول مرة أخرى.",
  failServer: "حدث خطأ من جانبنا. لم يُفقد شيء؛ حاول مرة أخرى بعد قليل.",
  failInvalid: "تحقق من الخانات المعلّمة.",
  failUnproved: "لم يحدث شيء، لأنك لم تثبت هويتك مرة أخرى.",
  reference: "رقم مرجعي للدعم: {id}",
};

export const useSharedText = catalogue(en, es, ar);
export type SharedKey = Exclude<keyof typeof en, "reference">;

/** Somebody closed the dialog that asked them to prove again who they are. */
export const UNPROVED = "unproved";

/** The sentence that says what a failed call means to the person in front of it. */
export function sentenceFor(status: number, code = ""): SharedKey {
  if (code === UNPROVED) return "failUnproved";
  const sentences: Record<number, SharedKey> = {
    0: "failOffline", 400: "failInvalid", 403: "failForbidden", 404: "failMissing", 409: "failConflict", 410: "failGone", 429: "failMany",
  };
  return sentences[status] ?? "failServer";
}
