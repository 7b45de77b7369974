/** Publishing: first everything is saved, then what will change is told, then it is done. */
import { useState } from "react";
import { useAction } from "../../shared/api/load";
import type { SurveyHead } from "../../shared/api/types";
import { Dialog } from "../../shared/ui/Dialog";
import { Alert, Failure } from "../../shared/ui/parts";
import { useDesk } from "../session";
import { useBuilding } from "./store";
import { useText } from "./texts";

type Change = { name: string; title: string; change: "added" | "removed" | "meaning" | "reworded" | "adjusted"; parts: string[] };
type Changes = { version: number; is_new: boolean; items: Change[] };

export function Publish() {
  const t = useText();
  const { call } = useDesk();
  const { autosave, survey, say, setHead, head } = useBuilding();
  const [changes, setChanges] = useState<Changes | null>(null);
  const [isUnsaved, setUnsaved] = useState(false);
  const [isDone, setDone] = useState(false);
  const { isBusy, error, run } = useAction();
  const path = `/surveys/${survey.survey_id}`;
  const ask = () => run(async () => {
    setDone(false);
    const isSaved = await autosave.flush();
    setUnsaved(!isSaved);
    if (isSaved) setChanges(await call<Changes>("GET", `${path}/changes`));
  });
  const publish = () => run(async () => {
    if (!(await autosave.flush())) { setUnsaved(true); return; }
    const published = await call<SurveyHead>("POST", `${path}/publish`, { revision: autosave.currentRevision });
    autosave.follow(published.revision);
    setHead({ state: published.state, version: published.version });
    setChanges(null);
    setDone(true);
    say(t("published"));
  });
  return (
    <>
      <button type="button" className="button small" aria-disabled={isBusy} onClick={() => { if (!isBusy) void ask(); }}>{t("publish")}</button>
      {isDone && head.state === "open" ? <div className="bar-wide"><Alert kind="success"><p>{t("published")}</p></Alert></div> : null}
      {isUnsaved ? <div className="bar-wide"><Alert kind="warning" live><p>{t("unsaved")}</p></Alert></div> : null}
      {error && !changes ? <div className="bar-wide">{error.status === 400 ? <Alert kind="warning" live><p>{t("notYet")}</p><ul>{Object.values(error.fields).slice(0, 5).map((each) => <li key={each}>{each}</li>)}</ul></Alert> : <Failure error={error} server />}</div> : null}
      {changes ? (
        <Dialog title={t("publishTitle")} close={() => setChanges(null)}>
          <ChangeList changes={changes} />
          {error ? <Failure error={error} server /> : null}
          <div className="actions">
            <button type="button" className="button" aria-disabled={isBusy} onClick={() => { if (!isBusy) void publish(); }}>{t(isBusy ? "publishing" : "publishYes")}</button>
            <button type="button" className="button plain" onClick={() => setChanges(null)}>{t("cancel")}</button>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}

const ORDER: Change["change"][] = ["meaning", "removed", "added", "reworded", "adjusted"];

function ChangeList({ changes: { version, is_new: isNew, items } }: { changes: Changes }) {
  const t = useText();
  if (!version) return <p>{t("publishFirst")}</p>;
  if (!isNew) return <p>{t("publishNothing", { version })}</p>;
  return (
    <>
      <p>{t("publishNew", { version: version + 1 })}</p>
      {items.length ? null : <p>{t("publishSame")}</p>}
      {ORDER.map((kind) => {
        const some = items.filter(({ change }) => change === kind);
        return some.length ? (
          <section key={kind} aria-label={t(`change${kind}`)}>
            <h3>{t(`change${kind}`)}</h3>
            <p className="hint">{t(`${kind}Hint`)}</p>
            <ul>{some.map(({ name, title }) => <li key={name}>{title || name}</li>)}</ul>
          </section>
        ) : null;
      })}
    </>
  );
}
