/** Where a visit stands, and how the first stage follows from the address and the server's replies. */
import { asApiError, type ApiError, type Call } from "../shared/api/client";
import type { Answer, District, Invitation, Language, SurveyForm } from "../shared/api/types";
import type { Address } from "./address";
import { readPending } from "./pending";

export type Stage =
  | { name: "loading" }
  | { name: "failed"; error: ApiError }
  | { name: "missing" | "closed" | "used" | "linkMissing" | "linkNeeded" | "discarded" | "withdrawn" | "removed" | "kept" }
  | { name: "full"; message: string | Record<string, string> }
  | { name: "start"; initial?: Record<string, unknown> }
  | { name: "answering"; initial?: Record<string, unknown>; refused?: Record<string, string>; problem?: ApiError }
  | { name: "sending"; answer: Answer }
  | { name: "thanks"; receipt: string };

export type Opening = { stage: Stage; district: District | null; form: SurveyForm | null; language?: Language; seed?: number };

export async function openVisit(call: Call, { surveyId, invitation, slug }: Address): Promise<Opening> {
  const waiting = await readPending(pendingName(slug, surveyId));
  try {
    const [district, form] = await Promise.all([call<District>("GET", ""), call<SurveyForm>("GET", formPath(surveyId))]);
    const found = { district, form };
    if (waiting) return { ...found, stage: { name: "sending", answer: waiting } };
    if (!form.accepting || !form.definition) return { ...found, stage: { name: "closed" } };
    const everybody = form.full?.find(({ condition }) => !condition);
    if (everybody) return { ...found, stage: { name: "full", message: everybody.message } };
    if (form.mode === "anonymous") return { ...found, stage: { name: "start" } };
    if (!invitation) return { ...found, stage: { name: "linkNeeded" } };
    return { ...found, ...(await openInvitation(call, surveyId, invitation)) };
  } catch (cause) {
    // Offline, the waiting answer does not need the form: its sending goes on.
    if (waiting) return { stage: { name: "sending", answer: waiting }, district: null, form: null };
    return { stage: stageOf(asApiError(cause)), district: null, form: null };
  }
}

async function openInvitation(call: Call, surveyId: string, invitation: string): Promise<Pick<Opening, "stage" | "language" | "seed">> {
  try {
    const { state, language, seed } = await call<Invitation>("POST", `/surveys/${encodeURIComponent(surveyId)}/invitation`, { invitation });
    return { stage: { name: state === "open" ? "start" : state }, ...(language ? { language } : {}), ...(seed ? { seed } : {}) };
  } catch (cause) {
    const error = asApiError(cause);
    if ([400, 401, 403, 404].includes(error.status)) return { stage: { name: "linkMissing" } };
    return { stage: stageOf(error) };
  }
}

/** The stage that a final refusal leads to; a failure that may pass offers another try. */
export function stageOf(error: ApiError): Stage {
  if (error.status === 404) return { name: "missing" };
  if (error.status === 410) return { name: "closed" };
  return { name: "failed", error };
}

export const pendingName = (slug: string, surveyId: string) => `${slug}/${surveyId}`;
export const formPath = (surveyId: string) => `/surveys/${encodeURIComponent(surveyId)}/form`;
export const responsesPath = (surveyId: string) => `/surveys/${encodeURIComponent(surveyId)}/responses`;
