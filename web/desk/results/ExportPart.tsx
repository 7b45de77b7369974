/** The CSV export: fetched page by page, kept in memory only, saved by a press. */
import { useEffect, useRef, useState } from "react";
import { useAction } from "../../shared/api/load";
import { numeral, useLanguage } from "../../shared/i18n/language";
import { Failure } from "../../shared/ui/parts";
import { useDesk } from "../session";
import { ExportApproval } from "../shares/SecurityPart";
import { useText } from "./texts";

type Page = { csv: string; next: string | null };

export function ExportPart({ path, name }: { path: string; name: string }) {
  const t = useText();
  const { call } = useDesk();
  const { language } = useLanguage();
  const [rows, setRows] = useState(0);
  const [file, setFile] = useState<string | null>(null);
  const isStopped = useRef(false);
  const { isBusy, error, run } = useAction();
  useEffect(() => () => { isStopped.current = true; if (file) URL.revokeObjectURL(file); }, [file]);

  const collect = async () => {
    const pages: string[] = [];
    let cursor = "";
    do {
      const page: Page = await call<Page>("GET", `${path}/export${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`);
      pages.push(page.csv);
      cursor = page.next ?? "";
      // The first line is the header. An answer may hold a line break, so this counts lines as a guide only.
      setRows(Math.max(pages.join("").split("\n").length - 2, 0));
    } while (cursor && !isStopped.current);
    if (!isStopped.current) setFile(URL.createObjectURL(new Blob(["\ufeff", ...pages], { type: "text/csv;charset=utf-8" })));
  };
  const start = () => {
    if (isBusy) return;
    isStopped.current = false;
    setFile(null);
    setRows(0);
    void run(collect);
  };
  const count = numeral(rows, language);
  return (
    <section>
      <h2>{t("export")}</h2>
      <p>{t("exportLead")}</p>
      {error?.code === "approval_needed" ? <ExportApproval path={path} /> : error ? <Failure error={error} server /> : null}
      <p role="status">{isBusy ? t("working", { count }) : file ? t("ready", { count }) : ""}</p>
      <div className="actions">
        {file ? <a className="button" href={file} download={`${name.replace(/[^\p{L}\p{N}]+/gu, "-")}.csv`}>{t("save")}</a> : null}
        {isBusy ? <button type="button" className="button outline" onClick={() => { isStopped.current = true; }}>{t("stop")}</button>
          : <button type="button" className={file ? "button outline" : "button"} onClick={start}>{t("start")}</button>}
      </div>
    </section>
  );
}
