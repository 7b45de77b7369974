/** Invites many people from a file: first a trial that shows what is wrong with it, then all of them. */
import { useState, type SyntheticEvent } from "react";
import { PayloadKey } from "../../shared/api/client";
import { useAction } from "../../shared/api/load";
import { SubmitButton, TextField } from "../../shared/ui/fields";
import { Alert, ErrorSummary, Failure, type Mistake } from "../../shared/ui/parts";
import { useDesk } from "../session";
import { TableBox } from "../TableBox";
import { usePeopleText } from "./texts";

type Listed = { people: number; problems: Record<string, string>; invited: number };
const SAMPLE = "email,role,schools,surveys,topics\nprincipal@example.org,reader,cedar; maple,,\ncounselor@example.org,member,,,\n";

export function ImportList({ done }: { done: () => void }) {
  const t = usePeopleText();
  const { call } = useDesk();
  const [file, setFile] = useState<File | null>(null);
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [found, setFound] = useState<Listed | null>(null);
  const [sent, setSent] = useState(0);
  const [key] = useState(() => new PayloadKey());
  const { isBusy, error, run } = useAction();
  const send = async (chosen: File, isDryRun: boolean) => {
    const csv = await chosen.text().catch(() => null);
    if (csv === null) {
      // A browser does not read a file that was changed after it was chosen.
      setMistakes([{ target: "staff-file", text: t("chooseAgain") }]);
      return;
    }
    await run(async () => {
      const reply = await call<Listed>("POST", "/users/import", { key: key.for({ csv }), csv, is_dry_run: isDryRun });
      setFound(isDryRun ? reply : null);
      setSent(reply.invited);
      if (!isDryRun) done();
    });
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setMistakes(file ? [] : [{ target: "staff-file", text: t("needFile") }]);
    if (file && !isBusy) void send(file, true);
  };
  const choose = (chosen: File | undefined) => {
    setFound(null);
    setSent(0);
    setFile(chosen ?? null);
  };
  const problems = Object.entries(found?.problems ?? {});
  return (
    <section>
      <h2>{t("list")}</h2>
      <p>{t("listLead")} <a href={`data:text/csv;charset=utf-8,${encodeURIComponent(SAMPLE)}`} download="people.csv">{t("sample")}</a></p>
      <form onSubmit={submit} noValidate>
        {error ? <Failure error={error} server /> : null}
        <ErrorSummary mistakes={mistakes} />
        <TextField id="staff-file" type="file" accept=".csv,text/csv" label={t("file")} error={mistakes[0]?.text ?? error?.fields["csv"]} onClick={(event) => { event.currentTarget.value = ""; choose(undefined); }} onChange={(event) => choose(event.target.files?.[0])} />
        <SubmitButton isBusy={isBusy} busyLabel={t("trying")}>{t("tryIt")}</SubmitButton>
      </form>
      <div role="status">
        {sent ? <Alert kind="success"><p>{t("sentAll", { count: String(sent) })}</p></Alert> : null}
        {found ? <Alert kind={problems.length ? "warning" : "success"}><p>{t(problems.length ? "bad" : "good", { count: String(found.people) })}</p></Alert> : null}
      </div>
      {problems.length ? (
        <TableBox label={t("problem")}>
          <thead><tr><th scope="col">{t("line")}</th><th scope="col">{t("problem")}</th></tr></thead>
          <tbody>{problems.map(([line, text]) => <tr key={line}><th scope="row">{line.replace("line ", "")}</th><td lang="en">{text}</td></tr>)}</tbody>
        </TableBox>
      ) : null}
      {file && found && !problems.length ? <button type="button" className="button" aria-disabled={isBusy} onClick={() => { if (!isBusy) void send(file, false); }}>{t("sendAll", { count: String(found.people) })}</button> : null}
    </section>
  );
}
