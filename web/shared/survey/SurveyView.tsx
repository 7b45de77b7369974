/** The survey itself, rendered by survey-core; loaded on its own so that the first page stays small. */
import { useEffect, useImperativeHandle, useState, type Ref } from "react";
import { CustomError, settings, type Model, type PageModel, type Question } from "survey-core";
import "survey-core/survey-core.fontless.css";
import "virtual:survey-theme.css";
import "./survey.css";
import { Survey } from "survey-react-ui";
import type { Definition, FullQuota } from "../api/types";
import { catalogue, directionOf, useLanguage } from "../i18n/language";
import { ErrorSummary, Loading, type Mistake } from "../ui/parts";
import { loadDictionary } from "./dictionaries";
import { questionAt } from "./fields";
import { createModel, progressOf, type Beginning } from "./model";
import { groupThatIsFull } from "./quotas";
import "./files";
import "./signature";
import { UploadContext, type Upload } from "./uploads";

const useText = catalogue(
  { page: "Page {now} of {all}", answered: "{answered} of {questions} questions answered", fix: "Please look at these questions again" },
  { page: "Página {now} de {all}", answered: "{answered} de {questions} preguntas respondidas", fix: "Revise de nuevo estas preguntas" },
  { page: "الصفحة {now} من {all}", answered: "أُجيب عن {answered} من {questions} أسئلة", fix: "يُرجى مراجعة هذه الأسئلة" },
);

/** What stands in the survey at this moment. */
export type Standing = { data: Record<string, unknown>; page: string };

export type SurveyViewProps = {
  definition: Definition;
  language: string;
  timeZone: string;
  /** Answers to begin with. They stay when the language changes, as does the page. */
  beginning?: Beginning | undefined;
  /** Decides the order of whatever comes in an order of chance. */
  seed?: number;
  /** The server's sentences by path ("data.q1"); they are shown at their questions. */
  refused?: Record<string, string>;
  /** Groups of whose answers there are enough, and what happens when this is one of them. */
  full?: FullQuota[];
  onFull?: (quota: FullQuota) => void;
  onFinish: (data: Record<string, unknown>) => void;
  onChange?: () => void;
  /** Sends a file of a question; without it, as in a preview, none is sent. */
  upload?: Upload | undefined;
  /** Gives whoever shows the survey a way to read it before it is finished. */
  ref?: Ref<{ read: () => Standing }>;
};

/** Today in the survey means today in the district, wherever the phone is. */
function useDistrictClock(timeZone: string) {
  useEffect(() => {
    settings.onDateCreated = (date: Date, reason: string, value?: unknown) =>
      value || !reason.startsWith("function-") ? date : new Date(date.toLocaleString("en-US", { timeZone }));
  }, [timeZone]);
}

/** Turns the survey to a language once its words are there; false until it has one. */
function useSurveyLanguage(model: Model, language: string): boolean {
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    void loadDictionary(language).then(() => {
      if (!isCurrent) return;
      model.locale = language;
      setReady(true);
    });
    return () => { isCurrent = false; };
  }, [model, language]);
  return isReady;
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
  const { definition, beginning, seed, language, refused, onFinish, onChange, timeZone, full, onFull, upload, ref } = props;
  const [model] = useState(() => {
    const made = createModel(definition, beginning, seed);
    made.onScrollToTop.add(keepFocusInSummary);
    return made;
  });
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [progress, setProgress] = useState(() => progressOf(model));
  const { language: page } = useLanguage();
  const t = useText();
  useDistrictClock(timeZone);
  const isReady = useSurveyLanguage(model, language);
  useImperativeHandle(ref, () => ({
    read: () => ({ data: structuredClone(model.data as Record<string, unknown>), page: (model.currentPage as PageModel | null)?.name ?? "" }),
  }), [model]);
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
    const locate = () => { setProgress(progressOf(model)); };
    const turn = () => { locate(); setMistakes([]); document.getElementById("survey-place")?.focus(); };
    const change = () => { locate(); onChange?.(); };
    const validate = (_: Model, { questions }: { questions: Question[] }) => setMistakes(mistakesOf(model, questions));
    model.onCurrentPageChanged.add(turn);
    model.onValueChanged.add(change);
    model.onPageVisibleChanged.add(locate);
    model.onQuestionVisibleChanged.add(locate);
    model.onValidatePage.add(validate);
    return () => {
      model.onCurrentPageChanged.remove(turn);
      model.onValueChanged.remove(change);
      model.onPageVisibleChanged.remove(locate);
      model.onQuestionVisibleChanged.remove(locate);
      model.onValidatePage.remove(validate);
    };
  }, [model, onChange]);
  useEffect(() => {
    if (!refused) return;
    model.clear(false, false);
    setMistakes(refuse(model, refused));
  }, [model, refused]);
  if (!isReady) return <Loading />;
  return (
    <div className="survey">
      <p id="survey-place" tabIndex={-1} className="survey-place">{t("page", progress)}</p>
      <progress className="survey-progress" value={progress.answered} max={Math.max(progress.questions, 1)} aria-labelledby="survey-progress-text" />
      <p id="survey-progress-text" className="survey-progress-text hint" role="status">{t("answered", progress)}</p>
      <ErrorSummary mistakes={mistakes} title={t("fix")} />
      <div {...(language === page ? {} : { lang: language, dir: directionOf(language) })}>
        {upload ? <UploadContext value={upload}><Survey model={model} /></UploadContext> : <Survey model={model} />}
      </div>
    </div>
  );
}
