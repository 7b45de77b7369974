/** What staff read when surveys come as files and leave as files or on paper. */
import { catalogue } from "../../shared/i18n/language";

const en = {
  fromFile: "From a file of another product", fromFileHint: "Qualtrics (.qsf), LimeSurvey (.lss), XLSForm (.xlsx) or SurveyJS (.json). We tell you what became of each part.",
  needFile: "Choose a file.", parts: "{count} parts", none: "There are none.",
  files: "Files and paper", filesLead: "What is saved as the draft, for other products or for print.", json: "Download JSON (SurveyJS)", xlsform: "Download XLSForm (.xlsx)", preparing: "Preparing…", saved: "The file {name} has been saved.",
  notAll: "An XLSForm cannot say everything: {changed} parts are changed in it and {lost} are not in it.",
  paper: "Paper form", paperOf: "Paper form: {title}", print: "Print", back: "Back to the survey", formLanguage: "Language of the form", ownLanguage: "The survey's own language",
  required: "Please answer", one: "Tick one box.", many: "Tick all that apply.", rank: "Number these: 1 is the first.", scale: "Circle one.", other: "Other:", repeat: "Copy this part as often as you need it.",
} as const;

const es: Record<keyof typeof en, string> = {
  fromFile: "Con un archivo de otro producto", fromFileHint: "Qualtrics (.qsf), LimeSurvey (.lss), XLSForm (.xlsx) o SurveyJS (.json). Le decimos qué pasó con cada parte.",
  needFile: "Elija un archivo.", parts: "{count} partes", none: "No hay ninguna.",
  files: "Archivos y papel", filesLead: "Lo guardado como borrador, para otros productos o para imprimir.", json: "Descargar JSON (SurveyJS)", xlsform: "Descargar XLSForm (.xlsx)", preparing: "Preparando…", saved: "El archivo {name} se guardó.",
  notAll: "Un XLSForm no puede decirlo todo: {changed} partes cambian en él y {lost} no están.",
  paper: "Formulario en papel", paperOf: "Formulario en papel: {title}", print: "Imprimir", back: "Volver a la encuesta", formLanguage: "Idioma del formulario", ownLanguage: "El idioma propio de la encuesta",
  required: "Responda, por favor", one: "Marque una casilla.", many: "Marque todas las que correspondan.", rank: "Numere: 1 es lo primero.", scale: "Encierre una en un círculo.", other: "Otro:", repeat: "Copie esta parte tantas veces como la necesite.",
};

export const useFileText = catalogue(en, es);
export const paperTexts = { en, es };
