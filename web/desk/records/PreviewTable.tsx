/** What would go, by month or day and school. */
import { OpenedHeading } from "../../shared/ui/parts";
import { TableBox } from "../TableBox";
import type { Going, School } from "./shapes";
import { useRecordsText } from "./texts";

export function PreviewTable({ going, schools, hasSchools }: { going: Going[]; schools: School[]; hasSchools: boolean }) {
  const t = useRecordsText();
  const nameOf = (id: string) => schools.find((each) => each.school_id === id)?.name ?? t("noSchool");
  return (
    <>
      <OpenedHeading>{t("preview")}</OpenedHeading>
      {going.length ? (
        <TableBox label={t("preview")}>
          <thead><tr><th scope="col">{t("when")}</th>{hasSchools ? <th scope="col">{t("school")}</th> : null}<th scope="col">{t("records")}</th></tr></thead>
          <tbody>
            {going.map((one) => (
              <tr key={one.period + one.school_id}>
                <th scope="row">{one.period === "now" ? t("now") : one.period}</th>
                {hasSchools ? <td>{nameOf(one.school_id)}</td> : null}
                <td>{one.records}</td>
              </tr>
            ))}
          </tbody>
        </TableBox>
      ) : <p>{t("nothing")}</p>}
      {going.length ? <p>{t("total", { count: going.reduce((sum, one) => sum + one.records, 0) })}</p> : null}
    </>
  );
}
