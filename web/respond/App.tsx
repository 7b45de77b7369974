/** A visit to a survey, from the link to the receipt. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { CONSENT_NEEDED, connect, newKey, type ApiError } from "../shared/api/client";
import type { Answer, District, SurveyForm } from "../shared/api/types";
import { among, localized, useLanguage } from "../shared/i18n/language";
import { languagesOf } from "../shared/survey/languages";
import { newSeed } from "../shared/survey/order";
import { PublicFrame } from "../shared/ui/PublicFrame";
import type { Address } from "./address";
import { newCode } from "./later/code";
import { secretOf, shelfOf, type Kept, type Shelf, type Unfinished } from "./later/shelf";
import { dropPending, keepPending } from "./pending";
import { formPath, openVisit, pendingName, type Stage } from "./stage";
import { loadSurvey, StageView } from "./StageView";

export function App({ address: given, takeOver }: { address: Address; takeOver: () => void }) {
  const { slug, surveyId } = given;
  // The code of saved answers comes with the address, or is typed, or is made when answers are saved.
  const [address, setAddress] = useState(given);
  const [district, setDistrict] = useState<District | null>(null);
  const [form, setForm] = useState<SurveyForm | null>(null);
  const [stage, setStage] = useState<Stage>({ name: "loading" });
  const [seed, setSeed] = useState(newSeed);
  const shelf = useRef<Shelf>(null);
  const code = useRef(given.code);
  const call = useMemo(() => connect(slug), [slug]);
  const { language, wanted, setLanguage } = useLanguage();
  const first = useRef({ language, setLanguage });

  const open = useCallback(async () => {
    setStage({ name: "loading" });
    const opening = await openVisit(call, address);
    code.current = address.code;
    shelf.current = opening.shelf ?? null;
    setDistrict(opening.district);
    setForm(opening.form);
    setSeed(opening.seed || newSeed());
    // A language in the address was chosen by hand; the invitation's is only a first guess.
    if (opening.language && !new URLSearchParams(location.search).has("lang")) first.current.setLanguage(opening.language);
    setStage(opening.stage);
    if (opening.stage.name === "start") void loadSurvey(first.current.language);
  }, [call, address]);
  useEffect(() => void open(), [open]);
  const isOpen = stage.name !== "loading";
  useEffect(() => { if (isOpen) takeOver(); }, [isOpen, takeOver]);

  const offered = useMemo(() => [...new Set([...(district?.languages ?? ["en", "es"]), ...(form?.definition ? languagesOf(form.definition) : [])])], [district, form]);
  const spoken = among(offered, wanted) ?? language;

  const finish = useCallback((data: Record<string, unknown>) => {
    if (!form) return;
    const invitation = address.invitation && form.mode !== "anonymous" ? { invitation: address.invitation } : {};
    const answer: Answer = { key: newKey(), version: form.version, locale: spoken, data, seed, consent: { version: form.privacy.version }, ...invitation };
    void keepPending(pendingName(slug, surveyId), answer).then(() => setStage({ name: "sending", answer }));
  }, [form, seed, address, spoken, slug, surveyId]);

  const settle = useCallback((next: Stage) => {
    // What was saved on the way has done its part. A call of its own: no request names both.
    if (next.name === "thanks") void shelf.current?.drop().catch(() => undefined);
    void dropPending(pendingName(slug, surveyId)).then(() => setStage(next));
  }, [slug, surveyId]);

  const refuse = useCallback((answer: Answer, error: ApiError) => {
    settle(afterRefusal(form, answer, error));
    if (isOutdated(error)) call<SurveyForm>("GET", formPath(surveyId)).then(setForm, () => undefined);
  }, [form, settle, call, surveyId]);

  /** Where this visit's answers are saved; the first saving on an open link makes its code. */
  const shelve = useCallback(async (unfinished: Omit<Unfinished, "version" | "locale" | "seed">, isAgain: boolean): Promise<Kept> => {
    const secret = secretOf(form, { ...address, code: (code.current ||= newCode()) });
    if (!form || !secret) throw new Error("A visit has a link or a code.");
    shelf.current ??= await shelfOf(call, address, secret);
    if (isAgain) await shelf.current.open();
    const until = await shelf.current.keep({ ...unfinished, version: form.version, locale: spoken, seed });
    return { until, code: form.mode === "anonymous" ? code.current : "" };
  }, [address, call, form, seed, spoken]);

  const dropSaved = useCallback(async (next: Stage) => {
    await shelf.current?.drop();
    setStage(next);
  }, []);

  // The next person on this device is asked in an order of their own.
  const startAnew = useCallback(() => { setSeed(newSeed()); setStage({ name: "start" }); }, []);

  const title = form ? localized(form.title, spoken) : "";
  return (
    <PublicFrame district={district} languages={offered} current={spoken}>
      <StageView {...{ address, stage, seed, title, form, district, spoken, call, finish, settle, refuse, open, setStage, startAnew, shelve, dropSaved, setAddress }} />
    </PublicFrame>
  );
}

/** The form or the privacy notice is newer than this page. */
const isOutdated = (error: ApiError) => error.code === CONSENT_NEEDED || (error.status === 400 && "version" in error.fields);

/** A refused answer goes back to its questions where that can help; otherwise the page says why not. */
function afterRefusal(form: SurveyForm | null, answer: Answer, error: ApiError): Stage {
  if (error.status === 410 && "quota" in error.fields) return { name: "full", message: error.message };
  if (error.status === 410) return { name: "withdrawn" in error.fields ? "withdrawn" : "invitation" in error.fields ? "used" : "closed" };
  if (error.status === 404) return { name: answer.invitation ? "linkMissing" : "missing" };
  const beginning = { data: answer.data };
  if (isOutdated(error)) return { name: "start", beginning };
  if (!form?.definition) return { name: "failed", error };
  return { name: "answering", beginning, refused: error.fields, problem: error };
}
