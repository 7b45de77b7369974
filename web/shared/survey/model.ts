/** The survey as survey-core keeps it: made from a definition, with answers to begin with, and read for its progress. */
import { Model, QuestionButtonGroupModel, QuestionImagePickerModel, QuestionRatingModel, settings, type ItemValue, type PageModel, type Question } from "survey-core";
import type { Definition } from "../api/types";
import { arrange } from "./order";

settings.titleTags = { ...settings.titleTags, page: "h2", panel: "h3", question: "div" };
settings.animationEnabled = false;
// The library switches a picture off that has not come, which leaves a question that cannot be answered.
Object.assign(QuestionImagePickerModel.prototype, {
  getItemEnabled(this: QuestionImagePickerModel, item: ItemValue): boolean {
    return !this.isDisabledAttr && item.isEnabled;
  },
  isItemSelected(this: QuestionImagePickerModel, item: ItemValue): boolean {
    return ([] as unknown[]).concat(this.value ?? []).includes(item.value);
  },
});
// Buttons and rates that do not fit would become a list, of which one kind has no name; they wrap instead.
for (const { prototype } of [QuestionButtonGroupModel, QuestionRatingModel]) Object.assign(prototype, { supportResponsiveness: () => false });

/** Answers to begin with: on which page, and whether another version of the survey was answered. */
export type Beginning = { data: Record<string, unknown>; page?: string; isOlder?: boolean };

/** `seed` decides the order of whatever comes in an order of chance. */
export function createModel(definition: Definition, beginning?: Beginning, seed?: number): Model {
  const model = new Model(definition);
  // The server computes visibility from the final answers; only this setting lets both see the same survey.
  model.clearInvisibleValues = "onHiddenContainer";
  arrange(model, seed);
  model.generateStylesheet = false;
  model.showTitle = false;
  model.showCompletePage = false;
  model.showProgressBar = false;
  model.autoFocusFirstError = false;
  model.autoFocusFirstQuestion = false;
  // A panel's heading comes one below its page's, or right below the survey's where the page has none.
  model.onGetTitleTagName.add((_, options) => {
    const page = options.element.isPanel ? (options.element as unknown as Question).page as PageModel | null : null;
    if (page && !page.hasTitle) options.tagName = "h2";
  });
  if (beginning) begin(model, beginning);
  return model;
}

function begin(model: Model, { data, page, isOlder = false }: Beginning) {
  model.data = data;
  // Of another version's answers those go that nobody asks any more, or that are offered no more.
  if (isOlder) model.clearIncorrectValues(true);
  const place = page ? model.getPageByName(page) : null;
  if (place?.isVisible) model.currentPage = place;
}

export type Progress = { now: number; all: number; answered: number; questions: number };

const isAsked = (question: Question) => question.hasInput && !question.isReadOnly && question.getType() !== "expression";

/** The page, and how many of the questions that are asked have an answer. */
export function progressOf(model: Model): Progress {
  const asked = model.getAllQuestions(true).filter(isAsked);
  return { now: model.currentPageNo + 1, all: model.visiblePageCount, answered: asked.filter((question) => !question.isEmpty()).length, questions: asked.length };
}
