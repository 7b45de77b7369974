/** Names the district's provider and switches it on or off; its secret goes in and never comes out. */
import { useMemo, useState, type SyntheticEvent } from "react";
import type { ApiError } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import { Radios, SubmitButton, TextField } from "../../shared/ui/fields";
import { Alert, ErrorSummary, Failure, type Mistake } from "../../shared/ui/parts";
import { Link } from "../router";
import { useDesk } from "../session";
import { useProviderText } from "./providerTexts";

export type Provider = { name: string; issuer: string; client_id: string; is_on: boolean; has_secret: boolean; redirect_uri: string };
type Form = Pick<Provider, "name" | "issuer" | "client_id" | "is_on"> & { client_secret: string };
type Field = "name" | "issuer" | "client_id" | "client_secret";
const FIELDS: Record<Field, string> = { name: "provider-name", issuer: "provider-issuer", client_id: "provider-client", client_secret: "provider-secret" };

export function ProviderForm({ held, saved }: { held: Provider; saved: (provider: Provider) => void }) {
  const t = useProviderText();
  const { call } = useDesk();
  const [form, setForm] = useState<Form>(() => ({ name: held.name, issuer: held.issuer, client_id: held.client_id, is_on: held.is_on, client_secret: "" }));
  const [found, setFound] = useState<Mistake[]>([]);
  const [isSaved, setSaved] = useState(false);
  const { isBusy, error, setError, run } = useAction();
  const mistakes = useMemo(() => (found.length ? found : mistakesTold(error)), [found, error]);
  const put = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }));
  // The held secret is told to no other provider than its own.
  const isKept = held.has_secret && held.issuer === form.issuer.trim() && held.client_id === form.client_id.trim();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setSaved(false);
    setError(null);
    const missing = mistakesOf(form, isKept, t);
    setFound(missing);
    if (missing.length) return;
    const isDone = await run(async () => { saved(await call<Provider>("PUT", "/security/single-sign-on", form)); });
    if (isDone) put({ client_secret: "" });
    setSaved(isDone);
  };
  const field = (name: Field) => ({
    id: FIELDS[name], value: form[name], error: mistakes.find(({ target }) => target === FIELDS[name])?.text, autoComplete: "off", required: true,
    onChange: (event: { target: { value: string } }) => put({ [name]: event.target.value }),
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      {error && !mistakes.length ? <Failure error={error} server /> : null}
      <ErrorSummary mistakes={mistakes} />
      <div role="status">{isSaved ? <Alert kind="success"><p>{t(held.is_on ? "savedOn" : "savedOff")}</p>{held.is_on ? <p><Link to="/account">{t("toAccount")}</Link></p> : null}</Alert> : null}</div>
      <TextField label={t("name")} hint={t("nameHint")} maxLength={60} {...field("name")} />
      <TextField label={t("issuer")} hint={t("issuerHint")} type="url" maxLength={500} spellCheck={false} {...field("issuer")} />
      <TextField label={t("clientId")} maxLength={255} spellCheck={false} autoCapitalize="none" {...field("client_id")} />
      <TextField label={t("secret")} hint={t(isKept ? "secretHeld" : "secretNew")} type="password" maxLength={500} {...field("client_secret")} required={!isKept} autoComplete="new-password" />
      <Radios id="provider-state" legend={t("state")} value={form.is_on ? "on" : "off"} onChange={(state) => put({ is_on: state === "on" })} options={[{ value: "off", label: t("off") }, { value: "on", label: t("on"), hint: t("onHint") }]} />
      <SubmitButton isBusy={isBusy} busyLabel={t("saving")}>{t("save")}</SubmitButton>
    </form>
  );
}

function mistakesOf(form: Form, isKept: boolean, t: ReturnType<typeof useProviderText>): Mistake[] {
  const needed = [["name", "needName"], ["issuer", "needIssuer"], ["client_id", "needClientId"], ["client_secret", "needSecret"]] as const;
  return needed.filter(([name]) => !form[name].trim() && !(name === "client_secret" && isKept)).map(([name, text]) => ({ target: FIELDS[name], text: t(text) }));
}

/** What the API says of each field. */
function mistakesTold(error: ApiError | null): Mistake[] {
  return Object.entries(FIELDS).flatMap(([name, target]) => (error?.fields[name] ? [{ target, text: error.fields[name] }] : []));
}
