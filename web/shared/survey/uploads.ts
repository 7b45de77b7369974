/** Sends the files of a survey: each when it is chosen, so that the answer holds only a reference to it. */
import { createContext } from "react";
import { asApiError, newKey, type Call } from "../api/client";
import { withoutTraces } from "./pictures";

/** What stands for a file in an answer. */
export type Uploaded = { name: string; type: string; content: string };
/** Sends a file of a question, if it has at most so many bytes (0: as many as the server takes). */
export type Upload = (question: string, file: File, most: number) => Promise<Uploaded>;
export type About = { version: number; consent: { version: string | number }; invitation?: string };

/** A file is larger than its question allows, also after a photo was made smaller. */
export class TooLargeError extends Error {}

/** What the server takes at most, in bytes. */
export const LARGEST = 3 * 1024 * 1024;
const TRIES = 3;
const FIRST_WAIT = 1_000;

/** Where nothing is sent, as in a preview, a file is shown as if it had been. */
export const UploadContext = createContext<Upload>((_, file) => Promise.resolve({ name: file.name, type: file.type, content: "upload:preview" }));

/** Sends files to a survey; a try again has the same key, so that what arrived twice is one file. */
export function uploadTo(call: Call, surveyId: string, about: About): Upload {
  return async (question, file, most) => {
    const blob = await withoutTraces(file);
    if (blob.size > Math.min(most || LARGEST, LARGEST)) throw new TooLargeError();
    const body = { key: newKey(), question, name: file.name, content: await base64(blob), ...about };
    for (let count = 1; ; count += 1) {
      try {
        return await call<Uploaded>("POST", `/surveys/${encodeURIComponent(surveyId)}/uploads`, body);
      } catch (cause) {
        if (!asApiError(cause).isPassing || count === TRIES) throw cause;
        await new Promise((resolve) => { setTimeout(resolve, FIRST_WAIT * count); });
      }
    }
  };
}

async function base64(blob: Blob): Promise<string> {
  const reader = new FileReader();
  return new Promise((resolve, reject) => {
    reader.onload = () => resolve((reader.result as string).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error ?? new Error("The file cannot be read."));
    reader.readAsDataURL(blob);
  });
}
