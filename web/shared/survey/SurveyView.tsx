/** The survey itself, rendered by survey-core; loaded on its own so that the first page stays small. */
import { useEffect, useState } from "react";
import { CustomError, Model, settings, type PageModel, type Question } from "survey-core";
import "survey-core/i18n/spanish";
import "survey-core/survey-core.fontless.css";
import "virtual:survey-theme.css";
import "./survey.css";
import { Survey } from "survey-react-ui";
import type { Definition, FullQuota, Language } from "../api/types";
import { catalogue } from "../i18n/language";
import { ErrorSummary, type Mistake } from "../ui/parts";
import { questionAt } from "./fields";
import { arrange } from "./order";
import { groupThatIsFull } from "./quotas";

settings.titleTags = { ...settings.titleTags, page: "h2", panel: "h3", question: "div" };
settings.animationEnabled = false;

const useText = catalogue(
  { page: "Page {now} of {all}", fix: "Please look at these questions again" },
  { page: "Página {now} de {all}", fix: "Revise de nuevo estas preguntas" },
);

export type SurveyViewProps = {
  definition: Definition;
  language: Language;
  timeZone: string;
  /** Answers to begin with, kept when the language changes. */
  initial?: Record<string, unknown>;
  /** Decides the order of whatever comes in an order of chance. */
  seed?: number;
  /** The server's sentences by path ("data.q1"); they are shown at their questions. */
  refused?: Record<string, string>;
  /** Groups of whose answers there are enough, and what happens when this is one of them. */
  full?: FullQuota[];
  onFull?: (quota: FullQuota) => void;
  onFinish: (data: Record<string, unknown>) => void;
  onChange?: () => void;
};

/** Today in the survey means today in the district, wherever the phone is. */
function useDistrictClock(timeZone: string) {
  useEffect(() => {
    settings.onDateCreated = (date: Date, reason: string, value?: unknown) =>
      value || !reason.startsWith("function-") ? date : new Date(date.toLocaleString("en-US", { timeZone }));
  }, [timeZone]);
}

function createModel({ definition, initial, seed }: SurveyViewProps): Model {
  const model = new Model(definition);
  arrange(model, seed);
  // The server computes visibility from the final answers; only this setting lets both see the same survey.
  model.clearInvisibleValues = "onHiddenContainer";
  model.generateStylesheet = false;
  model.showTitle = false;
  model.showCompletePage = false;
  model.showProgressBar = false;
  model.autoFocusFirstError = false;
  model.autoFocusFirstQuestion = false;
  model.onScrollToTop.add(keepFocusInSummary);
  if (initial) model.data = initial;
  return model;
}

const asked = new WeakSet<Question>();

const shown = (model: Model, question: Question, text: string): Mistake => ({
  target: question.inputId,
  text: `${question.processedTitle}: ${text}`,
  select: () => {
    asked.add(question);
    model.focusQuestion(question.name);
  },
});

// The library moves the focus to the first mistake even when told not to; the summary is to have it first.
function keepFocusInSummary(_: Model, options: { question?: Question | null; allow: boolean }) {
  const { question } = options;
  if (question?.getAllErrors().length && !asked.delete(question)) options.allow = false;
}

function mistakesOf(model: Model, questions: Question[]): Mistake[] {
  return questions.flatMap((question) => question.getAllErrors().slice(0, 1).map((error) => shown(model, question, error.getText())));
}

function refuse(model: Model, refused: Record<string, string>): Mistake[] {
  const found = Object.entries(refused).map(([path, text]) => ({ text, question: questionAt(model, path) }));
  // The first refused question's page is shown, so that the summary stands above it.
  const page = found.find(({ question }) => question)?.question?.page as PageModel | undefined;
  if (page) model.currentPage = page;
  return found.map(({ text, question }) => {
    if (!question) return { target: "main", text };
    question.addError(new CustomError(text, model));
    return shown(model, question, text);
  });
}

export default function SurveyView(props: SurveyViewProps) {
  const { language, refused, onFinish, onChange, timeZone, full, onFull } = props;
  const [model] = useState(() => createModel(props));
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [place, setPlace] = useState({ now: 1, all: model.visiblePageCount });
  const t = useText();
  useDistrictClock(timeZone);
  useEffect(() => { model.locale = language; }, [model, language]);
  useEffect(() => {
    const finish = () => { onFinish(structuredClone(model.data as Record<string, unknown>)); };
    model.onComplete.add(finish);
    return () => { model.onComplete.remove(finish); };
  }, [model, onFinish]);
  useEffect(() => {
    if (!full?.length || !onFull) return;
    const judge = (isEnd: boolean) => (_: Model, options: { allow: boolean; isGoingForward?: boolean }) => {
      const found = isEnd || options.isGoingForward ? groupThatIsFull(model, full, isEnd) : undefined;
      if (!found) return;
      options.allow = false;
      onFull(found);
    };
    const [atPage, atEnd] = [judge(false), judge(true)];
    model.onCurrentPageChanging.add(atPage);
    model.onCompleting.add(atEnd);
    return () => {
      model.onCurrentPageChanging.remove(atPage);
      model.onCompleting.remove(atEnd);
    };
  }, [model, full, onFull]);
  useEffect(() => {
    const locate = () => { setPlace({ now: model.currentPageNo + 1, all: model.visiblePageCount }); };
    const turn = () => { locate(); setMistakes([]); document.getElementById("survey-place")?.focus(); };
    const change = () => { locate(); onChange?.(); };
    const validate = (_: Model, { questions }: { questions: Question[] }) => setMistakes(mistakesOf(model, questions));
    model.onCurrentPageChanged.add(turn);
    model.onValueChanged.add(change);
    model.onPageVisibleChanged.add(locate);
    model.onValidatePage.add(validate);
    return () => {
      model.onCurrentPageChanged.remove(turn);
      model.onValueChanged.remove(change);
      model.onPageVisibleChanged.remove(locate);
      model.onValidatePage.remove(validate);
    };
  }, [model, onChange]);
  useEffect(() => {
    if (!refused) return;
    model.clear(false, false);
    setMistakes(refuse(model, refused));
  }, [model, refused]);
  return (
    <div className="survey">
      <p id="survey-place" tabIndex={-1} className="survey-place">{t("page", place)}</p>
      <progress className="survey-progress" value={place.now} max={place.all} aria-labelledby="survey-place" />
      <ErrorSummary mistakes={mistakes} title={t("fix")} />
      <Survey model={model} />
    </div>
  );
}
