/** Sharing: the public link, or roster, invitations and participation. */
import { useState, type SyntheticEvent } from "react";
import { PayloadKey, type ApiError } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import type { Participation, Survey } from "../../shared/api/types";
import { numeral, useLanguage } from "../../shared/i18n/language";
import { SubmitButton } from "../../shared/ui/fields";
import { Alert, CopyField, ErrorSummary, Failure, type Mistake } from "../../shared/ui/parts";
import { useDesk, useDeskLoad } from "../session";
import { FileField } from "./NewSurvey";
import { SurveyFrame } from "./SurveyFrame";
import { TableBox } from "../TableBox";
import { useText } from "./texts";

export default function SharePage({ id }: { id: string }) {
  const survey = useDeskLoad((call) => call<Survey>("GET", `/surveys/${encodeURIComponent(id)}`), [id]);
  return <SurveyFrame loaded={survey} part="share">{(value) => (value.mode === "anonymous" ? <PublicLink survey={value} /> : <Personal survey={value} />)}</SurveyFrame>;
}

function PublicLink({ survey }: { survey: Survey }) {
  const t = useText();
  if (survey.state === "draft") return <Alert kind="info"><p>{t("linkDraft")}</p></Alert>;
  return (
    <>
      <CopyField id="public-link" label={t("link")} value={new URL(survey.public_url, location.origin).href} />
      <p>{t("linkHint")} {t("qrNote")}</p>
      <p className="hint">{t("anonymousNoInvite")}</p>
    </>
  );
}

function Personal({ survey }: { survey: Survey }) {
  const path = `/surveys/${survey.survey_id}`;
  const taken = useDeskLoad((call) => call<Participation>("GET", `${path}/participation`), [path]);
  return (
    <>
      {taken.error && taken.error.status !== 401 ? <Failure error={taken.error} again={taken.reload} server /> : null}
      {taken.value ? <Figures taken={taken.value} /> : null}
      <Roster path={path} done={taken.reload} />
      <Invitations path={path} isOpen={survey.state === "open"} done={taken.reload} />
    </>
  );
}

function Figures({ taken }: { taken: Participation }) {
  const t = useText();
  const { language } = useLanguage();
  const rate = taken.response_rate === null ? "–" : `${numeral(taken.response_rate * 100, language, 1)} %`;
  const figures: [string, string][] = [
    [t("invited"), numeral(taken.invited, language)], [t("mailed"), numeral(taken.mailed, language)], [t("answered"), numeral(taken.answered, language)],
    [t("notAnswered"), numeral(taken.not_answered, language)], [t("rate"), rate],
  ];
  return <section><h2>{t("participation")}</h2><dl className="figures">{figures.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl></section>;
}

function Roster({ path, done }: { path: string; done: () => void }) {
  const t = useText();
  const { call } = useDesk();
  const [csv, setCsv] = useState("");
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [added, setAdded] = useState<number | null>(null);
  const [key] = useState(() => new PayloadKey());
  const { isBusy, error, run } = useAction();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setAdded(null);
    setMistakes(csv ? [] : [{ target: "roster", text: t("needCsv") }]);
    if (!csv) return;
    await run(async () => {
      const reply = await call<{ added: number }>("POST", `${path}/roster`, { key: key.for({ csv }), csv });
      setAdded(reply.added);
      done();
    });
  };
  return (
    <section>
      <h2>{t("roster")}</h2>
      <p>{t("rosterLead")}</p>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <ErrorSummary mistakes={mistakes} />
        {error ? <LineErrors error={error} /> : null}
        <div role="status">{added === null ? null : <Alert kind="success"><p>{t("added", { count: added })}</p></Alert>}</div>
        <FileField id="roster" label={t("rosterFile")} accept=".csv,text/csv" error={mistakes[0]?.text} read={setCsv} />
        <SubmitButton isBusy={isBusy} busyLabel={t("uploading")}>{t("upload")}</SubmitButton>
      </form>
    </section>
  );
}

/** Fields such as "roster.line 3.email" become rows: line 3, email, sentence. */
function LineErrors({ error }: { error: ApiError }) {
  const t = useText();
  const lines = Object.entries(error.fields).map(([path, text]) => {
    const [, line = "", column = ""] = /line (\d+)(?:\.(.+))?$/.exec(path) ?? [];
    return { path, line: line || path, column, text };
  });
  if (!lines.length) return <Failure error={error} server />;
  return (
    <>
      <Alert kind="error" live><p>{t("lineErrors")}</p></Alert>
      <TableBox label={t("lineErrors")}>
        <thead><tr><th scope="col">{t("line")}</th><th scope="col">{t("field")}</th><th scope="col">{t("problem")}</th></tr></thead>
        <tbody>{lines.map(({ path, line, column, text }) => <tr key={path}><th scope="row">{line}</th><td>{column}</td><td>{text}</td></tr>)}</tbody>
      </TableBox>
    </>
  );
}

function Invitations({ path, isOpen, done }: { path: string; isOpen: boolean; done: () => void }) {
  const t = useText();
  const { call } = useDesk();
  const [queued, setQueued] = useState<number | null>(null);
  const [keys] = useState(() => ({ first: new PayloadKey(), reminder: new PayloadKey() }));
  const { isBusy, error, run } = useAction();
  const send = (kind: "first" | "reminder") => {
    if (isBusy) return;
    setQueued(null);
    void run(async () => {
      const reply = await call<{ queued: number }>("POST", `${path}/invitations`, { key: keys[kind].for({ kind }), kind });
      // A later press is a new sending, not a repeat of this one.
      keys[kind].spend();
      setQueued(reply.queued);
      done();
    });
  };
  return (
    <section>
      <h2>{t("invitations")}</h2>
      <p>{t(isOpen ? "invitationsLead" : "onlyOpen")}</p>
      {error ? <Failure error={error} server /> : null}
      <div role="status">{queued === null ? null : <Alert kind="success"><p>{t("queued", { count: queued })}</p></Alert>}</div>
      {isOpen ? (
        <div className="actions">
          <button type="button" className="button" aria-disabled={isBusy} onClick={() => send("first")}>{t("sendFirst")}</button>
          <button type="button" className="button outline" aria-disabled={isBusy} onClick={() => send("reminder")}>{t("sendReminder")}</button>
        </div>
      ) : null}
    </section>
  );
}
