/** The first screen: what the survey is, what happens to answers, and how to begin or to go on. */
import type { SurveyForm } from "../shared/api/types";
import { day, useLanguage } from "../shared/i18n/language";
import { Alert, PageHeading } from "../shared/ui/parts";
import { CodeForm } from "./later/CodeForm";
import { DropButton } from "./later/DropButton";
import { canLock } from "./later/shelf";
import { firstOf } from "./opening";
import type { Stage } from "./stage";
import type { ViewProps } from "./StageView";
import { useText } from "./texts";
import { Withdraw } from "./Withdraw";

type Props = ViewProps & { form: SurveyForm; stage: Extract<Stage, { name: "start" }> };

export function Start({ address, call, title, form, district, spoken, stage, setStage, setAddress, dropSaved }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const name = district?.name ?? "";
  const { beginning, saved, note } = stage;
  const begin = () => setStage({ name: "answering", ...(beginning ? { beginning } : {}) });
  return (
    <>
      <PageHeading title={title} site={name} language={spoken} />
      {beginning ? <Alert kind="warning" live><p>{t("changed")}</p></Alert> : null}
      {note ? <Alert kind={note === "lost" ? "warning" : "success"} live><p>{t(note)}</p></Alert> : null}
      {saved ? <Alert kind="success" title={t("found")} live><p>{t("foundLead", { until: day(saved.until, language, district?.timezone) })}</p>{saved.unfinished.version === form.version ? null : <p>{t("older")}</p>}</Alert> : null}
      <Alert kind="info" title={t(`${form.mode}Title`)}><p>{t(form.mode)}</p></Alert>
      <h2>{t("before")}</h2>
      <p>{t("consent", { district: name })}</p>
      <p className="hint"><a href={`/d/${district?.slug ?? ""}/privacy?lang=${language}`} target="_blank" rel="noreferrer">{t("privacyVersion", { version: form.privacy.version })}</a></p>
      {saved ? <GoOn saved={saved} version={form.version} {...{ setStage, dropSaved, begin }} /> : <div className="actions"><button type="button" className="button" onClick={begin}>{t("start")}</button></div>}
      <First form={form} spoken={spoken} />
      {form.mode === "anonymous" && !saved && canLock() ? <CodeForm open={(code) => setAddress({ ...address, code })} /> : null}
      {form.is_simple ? <p><a href={`/d/${address.slug}/s/${address.surveyId}/plain?lang=${spoken}`}>{t("plain")}</a></p> : null}
      <Withdraw {...{ address, setStage, call }} />
    </>
  );
}

type Going = Pick<Props, "setStage" | "dropSaved"> & { saved: NonNullable<Props["stage"]["saved"]>; version: number; begin: () => void };

function GoOn({ saved, version, begin, setStage, dropSaved }: Going) {
  const t = useText();
  const { data, page, version: answered } = saved.unfinished;
  const goOn = () => setStage({ name: "answering", beginning: { data, page, isOlder: answered !== version } });
  return (
    <div className="actions">
      <button type="button" className="button" onClick={goOn}>{t("goOnThere")}</button>
      <button type="button" className="button outline" onClick={begin}>{t("anew")}</button>
      <DropButton drop={() => dropSaved({ name: "start", note: "dropped" })} />
    </div>
  );
}

/** How the survey begins, to be read before anything is agreed to. */
function First({ form, spoken }: { form: SurveyForm; spoken: string }) {
  const t = useText();
  const first = form.definition && firstOf(form.definition, spoken);
  if (!first) return null;
  return (
    <section className="first" aria-labelledby="first-heading">
      <h2 id="first-heading">{t("first")}</h2>
      <div lang={spoken} dir="auto">
        <p className="first-title">{first.title}</p>
        {first.choices.length ? <ul>{first.choices.map((choice) => <li key={choice}>{choice}</li>)}</ul> : null}
      </div>
    </section>
  );
}
