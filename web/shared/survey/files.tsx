/** A question for files: a button that opens the device's chooser, what was chosen, and the way back. */
import { useContext, useRef, useState, type DragEvent } from "react";
import { CustomError, Serializer, type QuestionFileModel } from "survey-core";
import { ReactQuestionFactory, SurveyQuestionElementBase } from "survey-react-ui";
import { asApiError } from "../api/client";
import { catalogue, useLanguage } from "../i18n/language";
import { UnknownPictureError } from "./pictures";
import { LARGEST, TooLargeError, UploadContext, type Uploaded } from "./uploads";

const useText = catalogue(
  {
    choose: "Choose a file", chooseMore: "Choose files", another: "Choose another file", more: "Add a file", remove: "Remove {name}",
    sending: "Sending file {now} of {all} …", sent: "Sent: {name}", removed: "Removed: {name}", most: "At most {size} a file.",
    notSent: "{name} could not be sent. Please try again.", tooLarge: "{name} is too large: a file may have {size}.",
    tooMany: "At most {all} files.", noPicture: "{name} cannot be opened here. Choose a JPEG, PNG or WebP picture.",
  },
  {
    choose: "Elegir un archivo", chooseMore: "Elegir archivos", another: "Elegir otro archivo", more: "Agregar un archivo", remove: "Quitar {name}",
    sending: "Enviando el archivo {now} de {all} …", sent: "Enviado: {name}", removed: "Quitado: {name}", most: "Como máximo {size} por archivo.",
    notSent: "No se pudo enviar {name}. Inténtelo de nuevo.", tooLarge: "{name} es demasiado grande: un archivo puede tener {size}.",
    tooMany: "Como máximo {all} archivos.", noPicture: "{name} no se puede abrir aquí. Elija una imagen JPEG, PNG o WebP.",
  },
  {
    choose: "اختيار ملف", chooseMore: "اختيار ملفات", another: "اختيار ملف آخر", more: "إضافة ملف", remove: "إزالة {name}",
    sending: "جارٍ إرسال الملف {now} من {all} …", sent: "أُرسل: {name}", removed: "أُزيل: {name}", most: "الحد الأقصى للملف {size}.",
    notSent: "تعذّر إرسال {name}. يُرجى المحاولة مرة أخرى.", tooLarge: "{name} كبير جدًا: الحد الأقصى للملف {size}.",
    tooMany: "الحد الأقصى {all} ملفات.", noPicture: "لا يمكن فتح {name} هنا. اختر صورة بصيغة JPEG أو PNG أو WebP.",
  },
);
// The next page waits for a file that is under way.
Serializer.findProperty("file", "waitForUpload").defaultValue = true;
const MEGABYTE = 1024 * 1024;
const KILOBYTE = 1024;

/** How much so many bytes are, rounded down, so that what it says is never too much. */
function sizeIn(language: string, bytes: number): string {
  const [unit, each] = bytes < MEGABYTE ? ["kilobyte", KILOBYTE] : ["megabyte", MEGABYTE];
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1, roundingMode: "floor" } as Intl.NumberFormatOptions).format(bytes / each);
}

function Files({ question, held }: { question: QuestionFileModel; held: Uploaded[] }) {
  const t = useText();
  const { language } = useLanguage();
  const upload = useContext(UploadContext);
  const chooser = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [said, say] = useState("");
  const isBusy = question.isUploading;
  const most = Math.min(question.maxSize || LARGEST, LARGEST);
  const hintId = `${question.inputId}-most`;

  const refuse = (text: string) => { say(""); question.addError(new CustomError(text, question)); };
  const sentenceFor = (cause: unknown, { name }: File): string => {
    if (cause instanceof TooLargeError) return t("tooLarge", { name, size: sizeIn(language, most) });
    if (cause instanceof UnknownPictureError) return t("noPicture", { name });
    // The server's own sentence says what is wrong with this file.
    const { fields, message, status, isPassing } = asApiError(cause);
    return Object.values(fields)[0] ?? (status > 0 && !isPassing && message ? message : t("notSent", { name }));
  };
  const send = async (files: File[]) => {
    if (!files.length || question.isUploading || question.isReadOnly) return;
    question.clearErrors();
    const chosen = question.allowMultiple ? files : files.slice(0, 1);
    const kept = question.allowMultiple ? held : [];
    if (question.allowMultiple && question.maxFiles > 0 && kept.length + chosen.length > question.maxFiles) {
      refuse(t("tooMany", { all: question.maxFiles }));
      return;
    }
    // The survey's next page waits while this says that a file is under way.
    question.isUploading = true;
    let sent = kept;
    for (const [at, file] of chosen.entries()) {
      say(t("sending", { now: at + 1, all: chosen.length }));
      try {
        sent = [...sent, await upload(question.getValueName(), file, most)];
        say(t("sent", { name: chosen.map(({ name }) => name).join(", ") }));
      } catch (cause) {
        refuse(sentenceFor(cause, file));
        break;
      }
    }
    question.isUploading = false;
    // A file that could not be sent does not put away the one that is there.
    if (sent.length > kept.length) question.value = sent;
  };
  const remove = (file: Uploaded) => {
    const left = held.filter((each) => each !== file);
    question.clearErrors();
    if (left.length) question.value = left;
    else question.clearValue();
    say(t("removed", { name: file.name }));
    button.current?.focus();
  };
  const drop = (event: DragEvent) => { event.preventDefault(); void send([...event.dataTransfer.files]); };
  return (
    <div className="files">
      {held.length ? (
        <ul>
          {held.map((file, at) => (
            <li key={`${file.content}-${at}`}>
              <bdi>{file.name}</bdi>
              {question.isReadOnly ? null : <button type="button" className="button plain small" aria-disabled={isBusy} onClick={() => { if (!isBusy) remove(file); }}>{t("remove", { name: file.name })}</button>}
            </li>
          ))}
        </ul>
      ) : null}
      {question.isReadOnly ? null : (
        <>
          <input ref={chooser} type="file" hidden tabIndex={-1} multiple={question.allowMultiple} accept={question.renderedAcceptedTypes} onChange={({ target }) => { const files = [...(target.files ?? [])]; target.value = ""; void send(files); }} />
          <button ref={button} type="button" id={question.inputId} className="button outline" aria-describedby={hintId} aria-disabled={isBusy} onDragOver={(event) => event.preventDefault()} onDrop={drop} onClick={() => { if (!isBusy) chooser.current?.click(); }}>
            {t(question.allowMultiple ? (held.length ? "more" : "chooseMore") : (held.length ? "another" : "choose"))}
          </button>
          <p id={hintId} className="hint">{t("most", { size: sizeIn(language, most) })}</p>
        </>
      )}
      {isBusy ? <progress aria-label={said} /> : null}
      <p role="status">{said}</p>
    </div>
  );
}

/** The library draws a question anew when it changes; what is drawn is ours. */
class FilesQuestion extends SurveyQuestionElementBase {
  protected override renderElement() {
    const { question } = this.props as { question: QuestionFileModel };
    return <Files question={question} held={(question.value as Uploaded[] | undefined) ?? []} />;
  }
}

// The library's types call what a maker is given a name; it is the properties of the question's element.
ReactQuestionFactory.Instance.registerQuestion("file", (given: unknown) => <FilesQuestion {...(given as { question: QuestionFileModel })} />);
