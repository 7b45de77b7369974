/** What the builder says of a survey's own parts: scales and quotas. */
import { catalogue } from "../../../shared/i18n/language";

const en = {
  scales: "Scales", scalesHint: "A scale gives several questions one score. The server works it out; results show its average and how it is spread.",
  addScale: "Add a scale", removeScale: "Remove the scale {name}", scaleNumber: "Scale {number}", scaleTitle: "Title of the scale", partName: "Name in results and exports", method: "Score", methodmean: "Average of the answers", methodsum: "Sum of the answers",
  scaleItems: "Questions of the scale", scaleItemsHint: "Questions with one choice whose values are numbers, rows of such tables, ratings, sliders, and numbers with bounds.", noScorable: "This survey has no question whose answer is a number yet.",
  reversed: "Count backwards", reversedHint: "Questions whose highest answer is the least favourable.", leastAnswered: "At least answered, in percent", leastAnsweredHint: "Below this the answer has no score.",
  bands: "Bands", bandsHint: "Ranges of scores with a title, the lowest first. Without them results show even steps.", bandFrom: "Band {number} begins at", bandTitle: "Title of band {number}", addBand: "Add a band", removeBand: "Remove band {number}",
  quotas: "Quotas", quotasHint: "A quota takes only so many answers of a group. Whoever comes after is thanked, and nothing of theirs is stored.",
  addQuota: "Add a quota", removeQuota: "Remove the quota {name}", quotaNumber: "Quota {number}", quotaTitle: "Title of the quota", limit: "Answers taken at most", limitHint: "{fewest} or more: everybody sees when a quota is full.",
  quotaCondition: "Which answers count", quotaMessage: "What the others are told", quotaMessageHint: "Without words of your own the page says that the group is complete.",
} as const;

const es: Record<keyof typeof en, string> = {
  scales: "Escalas de puntuación", scalesHint: "Una escala da una sola puntuación a varias preguntas. La calcula el servidor; los resultados muestran su promedio y cómo se reparte.",
  addScale: "Agregar una escala", removeScale: "Quitar la escala {name}", scaleNumber: "Escala {number}", scaleTitle: "Título de la escala", partName: "Nombre en resultados y exportaciones", method: "Puntuación", methodmean: "Promedio de las respuestas", methodsum: "Suma de las respuestas",
  scaleItems: "Preguntas de la escala", scaleItemsHint: "Preguntas de una opción cuyos valores son números, filas de esas tablas, escalas, controles deslizantes y números con límites.", noScorable: "Esta encuesta aún no tiene preguntas cuya respuesta sea un número.",
  reversed: "Contar al revés", reversedHint: "Preguntas cuya respuesta más alta es la menos favorable.", leastAnswered: "Respondido al menos, en por ciento", leastAnsweredHint: "Por debajo, la respuesta no tiene puntuación.",
  bands: "Franjas", bandsHint: "Rangos de puntuación con título, la más baja primero. Sin ellas los resultados muestran pasos iguales.", bandFrom: "La franja {number} empieza en", bandTitle: "Título de la franja {number}", addBand: "Agregar una franja", removeBand: "Quitar la franja {number}",
  quotas: "Cupos", quotasHint: "Un cupo recibe solo cierto número de respuestas de un grupo. A quien llega después se le da las gracias y no se guarda nada suyo.",
  addQuota: "Agregar un cupo", removeQuota: "Quitar el cupo {name}", quotaNumber: "Cupo {number}", quotaTitle: "Título del cupo", limit: "Respuestas como máximo", limitHint: "{fewest} o más: todos ven cuándo un cupo está lleno.",
  quotaCondition: "Qué respuestas cuentan", quotaMessage: "Qué se dice a los demás", quotaMessageHint: "Sin palabras suyas, la página dice que el grupo está completo.",
};

export const useOwnText = catalogue(en, es);
