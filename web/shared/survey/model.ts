/** The survey as survey-core keeps it: made from a definition, with answers to begin with, and read for its progress. */
import { Model, settings, type Question } from "survey-core";
import type { Definition } from "../api/types";

settings.titleTags = { ...settings.titleTags, page: "h2", panel: "h3", question: "div" };
settings.animationEnabled = false;

/** Answers to begin with: on which page, and whether another version of the survey was answered. */
export type Beginning = { data: Record<string, unknown>; page?: string; isOlder?: boolean };

export function createModel(definition: Definition, beginning?: Beginning): Model {
  const model = new Model(definition);
  // The server computes visibility from the final answers; only this setting lets both see the same survey.
  model.clearInvisibleValues = "onHiddenContainer";
  model.generateStylesheet = false;
  model.showTitle = false;
  model.showCompletePage = false;
  model.showProgressBar = false;
  model.autoFocusFirstError = false;
  model.autoFocusFirstQuestion = false;
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
