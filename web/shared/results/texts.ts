/** What is read about results, on every page that shows them. */
import { catalogue } from "../i18n/language";

const en = {
  respondents: "People who answered",
  rate: "Response rate",
  counted: "Counted until {at}",
  group: "Show",
  everybody: "Everybody",
  by: "By {dimension}",
  groupHidden: "{label} (hidden)",
  hiddenTitle: "Too few answers to show",
  hidden: "Results are shown only where at least {threshold} people answered, so that nobody can be recognized.",
  hiddenItem: "Hidden: fewer than {threshold} answers.",
  hiddenGroups: "Some groups are hidden because fewer than {threshold} people answered, or because showing them would reveal a small group.",
  none: "No answers yet.",
  answer: "Answer",
  share: "Share",
  count: "Count",
  first: "Came first",
  place: "Mean place",
  base: "{count} people answered",
  mean: "Average {value}",
  median: "Median {value}",
  textItem: "People wrote their own words here. They are not part of the results.",
  item: "Statement",
} as const;

const es: Record<keyof typeof en, string> = {
  respondents: "Personas que respondieron",
  rate: "Tasa de respuesta",
  counted: "Contado hasta {at}",
  group: "Mostrar",
  everybody: "Todos",
  by: "Por {dimension}",
  groupHidden: "{label} (oculto)",
  hiddenTitle: "Muy pocas respuestas para mostrar",
  hidden: "Los resultados se muestran solo donde respondieron al menos {threshold} personas, para que nadie pueda ser reconocido.",
  hiddenItem: "Oculto: menos de {threshold} respuestas.",
  hiddenGroups: "Algunos grupos están ocultos porque respondieron menos de {threshold} personas, o porque mostrarlos revelaría un grupo pequeño.",
  none: "Aún no hay respuestas.",
  answer: "Respuesta",
  share: "Porcentaje",
  count: "Cantidad",
  first: "En primer lugar",
  place: "Lugar medio",
  base: "Respondieron {count} personas",
  mean: "Promedio {value}",
  median: "Mediana {value}",
  textItem: "Aquí se escribió con palabras propias. No son parte de los resultados.",
  item: "Afirmación",
};

export const useText = catalogue(en, es);
