/** The form by which somebody asks; it tells nobody whether the district knows them. */
import { useRef, useState, type SyntheticEvent } from "react";
import { PayloadKey, type Call, type Fields } from "../shared/api/client";
import { useAction } from "../shared/api/load";
import { useLanguage } from "../shared/i18n/language";
import { Radios, SubmitButton, TextArea, TextField } from "../shared/ui/fields";
import { ErrorSummary, Failure, type Mistake } from "../shared/ui/parts";
import { useRequestText } from "./requestTexts";

type Kind = "access" | "correction" | "erasure";
type Draft = { kind: Kind | ""; name: string; email: string; message: string };

const KINDS: Kind[] = ["access", "correction", "erasure"];
const LONGEST = 2_000;

function mistakesIn(draft: Draft, t: ReturnType<typeof useRequestText>): Mistake[] {
  return [
    ...(draft.kind ? [] : [{ target: "kind", text: t("needKind") }]),
    ...(draft.name.trim() ? [] : [{ target: "name", text: t("needName") }]),
    ...(/^\S+@\S+\.\S+$/.test(draft.email) ? [] : [{ target: "email", text: t("badEmail") }]),
    ...(draft.message.length > LONGEST ? [{ target: "message", text: t("longMessage") }] : []),
  ];
}

export function RequestForm({ call, onSent }: { call: Call; onSent: (email: string) => void }) {
  const t = useRequestText();
  const { language } = useLanguage();
  const [draft, setDraft] = useState<Draft>({ kind: "", name: "", email: "", message: "" });
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [key] = useState(() => new PayloadKey());
  const honeypot = useRef<HTMLInputElement>(null);
  const { isBusy, error, run } = useAction();
  const put = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const said: Fields = { ...(error?.fields ?? {}), ...Object.fromEntries(mistakes.map(({ target, text }) => [target, text])) };
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const found = mistakesIn(draft, t);
    setMistakes(found);
    if (isBusy || found.length) return;
    const payload = { ...draft, language, website: honeypot.current?.value ?? "" };
    if (await run(async () => { await call("POST", "/requests", { key: key.for(payload), ...payload }); })) onSent(draft.email);
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <ErrorSummary mistakes={mistakes} />
      {error ? <Failure error={error} server /> : null}
      <Radios id="kind" legend={t("kind")} value={draft.kind} error={said["kind"]} options={KINDS.map((value) => ({ value, label: t(value), hint: t(`${value}Hint`) }))} onChange={(kind) => put({ kind })} />
      <TextField id="name" label={t("name")} autoComplete="name" value={draft.name} error={said["name"]} required onChange={(event) => put({ name: event.target.value })} />
      <TextField id="email" type="email" label={t("email")} hint={t("emailHint")} autoComplete="email" value={draft.email} error={said["email"]} required onChange={(event) => put({ email: event.target.value })} />
      <TextArea id="message" label={t("message")} isOptional value={draft.message} error={said["message"]} onChange={(event) => put({ message: event.target.value })} />
      <div className="trap" aria-hidden="true">
        <label htmlFor="website">{t("website")}</label>
        <input id="website" name="website" ref={honeypot} tabIndex={-1} autoComplete="off" defaultValue="" />
      </div>
      <div className="actions"><SubmitButton isBusy={isBusy} busyLabel={t("sending")}>{t("send")}</SubmitButton></div>
    </form>
  );
}
