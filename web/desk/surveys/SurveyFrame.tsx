/** Title, state and the three parts of one survey. */
import type { ReactNode } from "react";
import type { Loaded } from "../../shared/api/load";
import type { Survey } from "../../shared/api/types";
import { Failure, Loading, PageHeading } from "../../shared/ui/parts";
import { Link } from "../router";
import { useText } from "./texts";

type Part = "edit" | "share" | "results";
const PATHS: Record<Part, string> = { edit: "", share: "/share", results: "/results" };

export function SurveyFrame({ loaded, part, children }: { loaded: Loaded<Survey>; part: Part; children: (survey: Survey) => ReactNode }) {
  const t = useText();
  const survey = loaded.value;
  if (loaded.error) return <><PageHeading title={t("surveys")} /><Failure error={loaded.error} again={loaded.reload} server /></>;
  if (!survey) return <Loading />;
  return (
    <>
      <PageHeading title={`${survey.title}: ${t(part)}`}>{survey.title}</PageHeading>
      <p className="row-head"><span className={`tag ${survey.state}`}>{t(survey.state)}</span><span>{t("mode")}: {t(survey.mode)}</span>{survey.version ? <span>{t("version", { version: survey.version })}</span> : null}</p>
      <nav aria-label={t("parts")}>
        <ul className="tabs" role="list">
          {(Object.keys(PATHS) as Part[]).map((each) => (
            <li key={each}><Link to={`/surveys/${survey.survey_id}${PATHS[each]}`} aria-current={each === part ? "page" : undefined}>{t(each)}</Link></li>
          ))}
        </ul>
      </nav>
      {children(survey)}
    </>
  );
}
