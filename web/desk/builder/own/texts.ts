/** What the builder says of a survey's own parts: scales, quotas, whom it asks. */
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
  audience: "Who answers", audienceHint: "Choose all that do. For students the law protects some areas.", audience_students: "Students", audience_families: "Families", audience_staff: "Staff",
  areas: "Protected areas (PPRA)", areasHint: "Choose what the question is about. Students are asked it only after their parents had notice and could opt out, or gave consent.", areaHinted: "The word “{word}” may touch on: {area}.",
  area_politics: "Political affiliations or beliefs", area_mental_health: "Mental or psychological problems", area_sex: "Sex behavior or attitudes", area_illegal_behavior: "Illegal, anti-social, self-incriminating or demeaning behavior", area_family_appraisals: "Critical appraisals of close family", area_privileged_relationships: "Privileged relationships, such as with lawyers, physicians or ministers", area_religion: "Religious practices, affiliations or beliefs", area_income: "Income",
  protectedItems: "Questions about protected areas", noneTagged: "None is marked yet.", hints: "Have a look", hintsLead: "The words of these questions may touch on a protected area. You decide.",
  noticeTitle: "Parents’ rights", noticeLead: "Students are asked about areas that the Protection of Pupil Rights Amendment protects:", noticeLegend: "Before students answer, parents", noticeOptOut: "were told and could opt out", noticeConsent: "gave their consent in writing", noticeNeeded: "Choose what parents had.", noticeRecorded: "Your choice is kept with this version and in the audit log.",
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
  audience: "Quién responde", audienceHint: "Elija a todos los que responden. Con estudiantes, la ley protege algunas áreas.", audience_students: "Estudiantes", audience_families: "Familias", audience_staff: "Personal",
  areas: "Áreas protegidas (PPRA)", areasHint: "Elija de qué trata la pregunta. Solo se hace a estudiantes si sus padres fueron avisados y pudieron negarse, o dieron su consentimiento.", areaHinted: "La palabra “{word}” puede tocar: {area}.",
  area_politics: "Afiliaciones o creencias políticas", area_mental_health: "Problemas mentales o psicológicos", area_sex: "Conducta o actitudes sexuales", area_illegal_behavior: "Conducta ilegal, antisocial, autoincriminatoria o degradante", area_family_appraisals: "Valoraciones críticas de familiares cercanos", area_privileged_relationships: "Relaciones con secreto legal, como con abogados, médicos o ministros religiosos", area_religion: "Prácticas, afiliaciones o creencias religiosas", area_income: "Ingresos",
  protectedItems: "Preguntas sobre áreas protegidas", noneTagged: "Aún no hay ninguna marcada.", hints: "Para mirar", hintsLead: "Las palabras de estas preguntas pueden tocar un área protegida. Usted decide.",
  noticeTitle: "Derechos de los padres", noticeLead: "Se pregunta a estudiantes sobre áreas que protege la ley PPRA (Enmienda de Protección de los Derechos del Alumno):", noticeLegend: "Antes de que respondan los estudiantes, los padres", noticeOptOut: "fueron avisados y pudieron negarse", noticeConsent: "dieron su consentimiento por escrito", noticeNeeded: "Elija qué tuvieron los padres.", noticeRecorded: "Su elección se guarda con esta versión y en el registro de auditoría.",
};

export const useOwnText = catalogue(en, es);
