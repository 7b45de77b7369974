/** Where a visit stands, and how the first stage follows from the address and the server's replies. */
import { asApiError, type ApiError, type Call } from "../shared/api/client";
import type { Answer, District, Invitation, Language, SurveyForm } from "../shared/api/types";
import type { Beginning } from "../shared/survey/model";
import type { Address } from "./address";
import { canLock, secretOf, shelfOf, type Saved, type Shelf } from "./later/shelf";
import { readPending } from "./pending";

export type Stage =
  | { name: "loading" }
  | { name: "failed"; error: ApiError }
  | { name: "missing" | "used" | "linkMissing" | "linkNeeded" | "discarded" | "withdrawn" | "removed" | "kept" }
  | { name: "closed"; saved?: Saved }
  | { name: "full"; message: string | Record<string, string> }
  | { name: "start"; beginning?: Beginning; saved?: Saved | undefined; note?: "lost" | "dropped" }
  | { name: "answering"; beginning?: Beginning; refused?: Record<string, string>; problem?: ApiError }
  | { name: "saved"; until: string; code: string; beginning: Beginning }
  | { name: "sending"; answer: Answer }
  | { name: "thanks"; receipt: string };

export type Opening = { stage: Stage; district: District | null; form: SurveyForm | null; language?: Language; seed?: number; shelf?: Shelf | undefined };

export async function openVisit(call: Call, address: Address): Promise<Opening> {
  const { surveyId, slug } = address;
  const waiting = await readPending(pendingName(slug, surveyId));
  try {
    const [district, form] = await Promise.all([call<District>("GET", ""), call<SurveyForm>("GET", formPath(surveyId))]);
    const found = { district, form };
    if (waiting) return { ...found, stage: { name: "sending", answer: waiting } };
    const everybody = form.full?.find(({ condition }) => !condition);
    if (everybody) return { ...found, stage: { name: "full", message: everybody.message } };
    return { ...found, ...(await openForm(call, address, form)) };
  } catch (cause) {
    // Offline, the waiting answer does not need the form: its sending goes on.
    if (waiting) return { stage: { name: "sending", answer: waiting }, district: null, form: null };
    return { stage: stageOf(asApiError(cause)), district: null, form: null };
  }
}

async function openForm(call: Call, address: Address, form: SurveyForm): Promise<Pick<Opening, "stage" | "language" | "seed" | "shelf">> {
  const invited = form.mode === "anonymous" ? null : await openInvitation(call, address);
  if (invited && invited.stage.name !== "start") return form.accepting ? invited : { stage: { name: "closed" } };
  const secret = canLock() ? secretOf(form, address) : undefined;
  const shelf = secret && (await shelfOf(call, address, secret));
  const saved = await shelf?.open();
  if (!form.accepting || !form.definition) return { stage: { name: "closed", ...(saved ? { saved } : {}) }, shelf };
  const isLost = !saved && form.mode === "anonymous" && address.code !== "";
  const seed = invited?.seed ?? saved?.unfinished.seed;
  return { ...invited, ...(seed ? { seed } : {}), stage: { name: "start", saved, ...(isLost ? { note: "lost" } : {}) }, shelf };
}

async function openInvitation(call: Call, { surveyId, invitation }: Address): Promise<Pick<Opening, "stage" | "language" | "seed">> {
  if (!invitation) return { stage: { name: "linkNeeded" } };
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
