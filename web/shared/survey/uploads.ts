/** The files of a survey: each is sent when it is chosen, and the answer holds only a reference to it. */
import { useEffect, useState } from "react";
import type { ClearFilesEvent, DownloadFileEvent, Model, SurveyModel, UploadFilesEvent } from "survey-core";
import { asApiError, newKey, type Call } from "../api/client";
import { catalogue } from "../i18n/language";
import { withoutTraces } from "./pictures";

export type Uploaded = { name: string; type: string; content: string };
export type Upload = (question: string, file: File) => Promise<Uploaded>;

const FROM_THE_CHOOSER = { sourceType: "file", storeDataAsText: false, waitForUpload: true, allowImagesPreview: false };
const TRIES = 3;
const FIRST_WAIT = 1_000;

const useText = catalogue(
  {
    sending: "Sending file {now} of {all}", sent: "The file was sent.", sentAll: "{all} files were sent.",
    notSent: "The file could not be sent. Please try again.", noPicture: "This picture cannot be opened here. Choose a JPEG, PNG or WebP picture.",
  },
  {
    sending: "Enviando el archivo {now} de {all}", sent: "El archivo se envió.", sentAll: "Se enviaron {all} archivos.",
    notSent: "No se pudo enviar el archivo. Inténtelo de nuevo.", noPicture: "Esta imagen no se puede abrir aquí. Elija una imagen JPEG, PNG o WebP.",
  },
);

async function base64(blob: Blob): Promise<string> {
  const reader = new FileReader();
  return new Promise((resolve, reject) => {
    reader.onload = () => resolve((reader.result as string).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error ?? new Error("The file cannot be read."));
    reader.readAsDataURL(blob);
  });
}

/** Sends files to a survey; the same key at every try, so that what arrived twice is one file. */
export function uploadTo(call: Call, surveyId: string, about: { version: number; consent: { version: string | number }; invitation?: string }): Upload {
  return async (question, file) => {
    const content = await base64(await withoutTraces(file));
    const body = { key: newKey(), question, name: file.name, content, ...about };
    for (let count = 1; ; count += 1) {
      try {
        return await call<Uploaded>("POST", `/surveys/${encodeURIComponent(surveyId)}/uploads`, body);
      } catch (cause) {
        const error = asApiError(cause);
        if (!error.isPassing || count === TRIES) throw error;
        await new Promise((resolve) => { setTimeout(resolve, FIRST_WAIT * count); });
      }
    }
  };
}

/** Where nothing is sent, as in a preview, a file is shown as if it had been. */
const pretend: Upload = (_, file) => Promise.resolve({ name: file.name, type: file.type, content: "upload:preview_only" });

/** Files come from the chooser alone, which needs no permission; the camera's own would have to be asked for first. */
export function prepareFiles(model: Model): void {
  for (const question of model.getAllQuestions(false, true, true)) {
    if (question.getType() === "file") Object.assign(question, FROM_THE_CHOOSER);
  }
}

/** Lets a survey send its files; gives what a screen reader and the page say about it. */
export function useUploads(model: Model, upload: Upload = pretend): string {
  const t = useText();
  const [said, say] = useState("");
  useEffect(() => {
    const send = (_: SurveyModel, options: UploadFilesEvent) => {
      const all = options.files.length;
      const question = options.question.getValueName();
      const work = async () => {
        const done = [];
        for (const [at, file] of options.files.entries()) {
          say(t("sending", { now: at + 1, all }));
          const { name, type, content } = await upload(question, file);
          done.push({ file: { name, type }, content });
        }
        options.callback(done);
        say(all === 1 ? t("sent") : t("sentAll", { all }));
      };
      work().catch((cause: unknown) => {
        say("");
        options.callback([], [sentenceOf(cause, t("notSent"), t("noPicture"))]);
      });
    };
    const clear = (_: SurveyModel, options: ClearFilesEvent) => { say(""); options.callback("success"); };
    const download = (_: SurveyModel, options: DownloadFileEvent) => { options.callback("error"); };
    model.onUploadFiles.add(send);
    model.onClearFiles.add(clear);
    model.onDownloadFile.add(download);
    return () => {
      model.onUploadFiles.remove(send);
      model.onClearFiles.remove(clear);
      model.onDownloadFile.remove(download);
    };
  }, [model, upload, t]);
  return said;
}

/** The server's own sentence where it has one: it says what is wrong with this file. */
function sentenceOf(cause: unknown, failed: string, noPicture: string): string {
  if (cause instanceof DOMException) return noPicture;
  const error = asApiError(cause);
  return (error.fields.content ?? (error.status > 0 && !error.isPassing ? error.message : "")) || failed;
}
