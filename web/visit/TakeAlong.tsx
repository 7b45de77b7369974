/** The counts as a CSV file, where the share allows it: made by a press, kept in memory only. */
import { useEffect, useState } from "react";
import type { Call } from "../shared/api/client";
import { useAction } from "../shared/api/load";
import { Failure } from "../shared/ui/parts";
import { useText } from "./texts";

export function TakeAlong({ call, query, name }: { call: Call; query: string; name: string }) {
  const t = useText();
  const [file, setFile] = useState<string | null>(null);
  const { isBusy, error, run } = useAction();
  useEffect(() => () => { if (file) URL.revokeObjectURL(file); }, [file]);
  const prepare = () => {
    if (isBusy) return;
    void run(async () => {
      const { csv } = await call<{ csv: string }>("GET", `/shared/export${query}`);
      setFile(URL.createObjectURL(new Blob(["\ufeff", csv], { type: "text/csv;charset=utf-8" })));
    });
  };
  return (
    <section>
      <h2>{t("take")}</h2>
      <p>{t("takeLead")}</p>
      {error ? <Failure error={error} /> : null}
      <p role="status">{isBusy ? t("preparing") : file ? t("ready") : ""}</p>
      {file ? <a className="button" href={file} download={`${name.replace(/[^\p{L}\p{N}]+/gu, "-")}.csv`}>{t("save")}</a>
        : <button type="button" className="button outline" onClick={prepare}>{t("prepare")}</button>}
    </section>
  );
}
