/** The lines of a report by what became of them: what is lost or changed lies open, what is carried is folded away. */
import type { ImportLine } from "../../shared/api/types";
import { TableBox } from "../TableBox";
import { useFileText } from "./fileTexts";
import { useText } from "./texts";

const ORDER = ["lost", "changed", "carried"] as const;

export function ReportGroups({ report }: { report: ImportLine[] }) {
  return <>{ORDER.map((outcome) => <Group key={outcome} outcome={outcome} lines={report.filter((line) => line.outcome === outcome)} />)}</>;
}

function Group({ outcome, lines }: { outcome: (typeof ORDER)[number]; lines: ImportLine[] }) {
  const t = useText();
  const said = useFileText();
  const name = t(`${outcome}Tag`);
  return (
    <details open={outcome !== "carried"} className="report-group">
      <summary><span className={`tag ${outcome}`}>{name}</span> {said("parts", { count: lines.length })}</summary>
      {lines.length ? (
        <TableBox label={name}>
          <thead><tr><th scope="col">{t("element")}</th><th scope="col">{t("kind")}</th><th scope="col">{t("reason")}</th></tr></thead>
          <tbody>{lines.map((line, index) => <tr key={`${line.element}-${index}`}><th scope="row">{line.element}</th><td>{line.kind}</td><td>{line.reason}</td></tr>)}</tbody>
        </TableBox>
      ) : <p className="hint">{said("none")}</p>}
    </details>
  );
}
