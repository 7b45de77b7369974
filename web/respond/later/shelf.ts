/** Where unfinished answers lie for somebody who has asked for it: locked, under a name that only the link gives. */
import { asApiError, newKey, type Call } from "../../shared/api/client";
import type { SurveyForm } from "../../shared/api/types";
import type { Address } from "../address";
import { secretOfCode } from "./code";
import { lockOf, locked, secretOfLink, unlocked } from "./lock";

/** Answers as they stood: to which version, on which page, in which language, in which order of chance. */
export type Unfinished = { version: number; page: string; locale: string; seed: number; data: Record<string, unknown> };
export type Saved = { unfinished: Unfinished; until: string };
/** Until when answers are kept, and the code that opens them where no personal link does. */
export type Kept = { until: string; code: string };

export type Shelf = {
  /** What is kept, or nothing; a failure of the call is thrown. */
  open: () => Promise<Saved | undefined>;
  /** Keeps these instead of what was last seen here; gives until when. A 409 says that somebody saved meanwhile. */
  keep: (unfinished: Unfinished) => Promise<string>;
  /** Removes what is kept, if this visit has seen or kept anything. */
  drop: () => Promise<void>;
};

/** Answers can be locked only where the browser offers it: on a page that came over TLS, or from this machine. */
export const canLock = () => "subtle" in crypto;

/** The secret of a visit: the personal link, or on an open link the code of saved answers. */
export function secretOf(form: Pick<SurveyForm, "mode"> | null, { invitation, code }: Pick<Address, "invitation" | "code">): Uint8Array<ArrayBuffer> | undefined {
  if (form?.mode === "anonymous") return secretOfCode(code);
  return invitation ? secretOfLink(invitation) : undefined;
}

export async function shelfOf(call: Call, { slug, surveyId }: Pick<Address, "slug" | "surveyId">, secret: Uint8Array<ArrayBuffer>): Promise<Shelf> {
  const lock = await lockOf(secret, `${slug}|${surveyId}`);
  const path = `/surveys/${encodeURIComponent(surveyId)}/unfinished`;
  let seen = "";
  return {
    open: async () => {
      try {
        const found = await call<{ content: string; revision: string; until: string }>("POST", path, { name: lock.name });
        seen = found.revision;
        return { unfinished: (await unlocked(lock, found.content)) as Unfinished, until: found.until };
      } catch (cause) {
        if (asApiError(cause).status === 404) return undefined;
        throw cause;
      }
    },
    keep: async (unfinished) => {
      const body = { name: lock.name, content: await locked(lock, unfinished), revision: newKey(), follows: seen };
      // A reply that is lost is asked for once more: the same saving is kept once.
      const save = () => call<{ until: string }>("PUT", path, body);
      const { until } = await save().catch((cause: unknown) => (asApiError(cause).status === 0 ? save() : Promise.reject(asApiError(cause))));
      seen = body.revision;
      return until;
    },
    drop: async () => {
      if (!seen) return;
      await call("POST", `${path}/removal`, { name: lock.name });
      seen = "";
    },
  };
}
