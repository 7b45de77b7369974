/** Answers are saved: how to come back to them, on any device. */
import { day, useLanguage } from "../../shared/i18n/language";
import { Alert, CopyField, PageHeading } from "../../shared/ui/parts";
import { resumeLink } from "../address";
import { useText } from "../texts";
import { DropButton } from "./DropButton";
import type { Kept } from "./shelf";

type Props = Kept & { timeZone: string | undefined; goOn: () => void; drop: () => Promise<void> };

export function Saved({ until, code, timeZone, goOn, drop }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const ends = { until: day(until, language, timeZone) };
  return (
    <>
      <PageHeading title={t("saved")} />
      <Alert kind="success"><p>{code ? t("savedLead", ends) : t("savedLeadPersonal", ends)}</p></Alert>
      {code ? (
        <>
          <CopyField id="resume-link" label={t("resumeLink")} value={resumeLink(code)} />
          <h2>{t("resumeCode")}</h2>
          <p><code dir="ltr" className="code">{code}</code></p>
          <p className="hint">{t("resumeCodeHint")}</p>
        </>
      ) : null}
      <p>{t("savedShared")}</p>
      <div className="actions">
        <button type="button" className="button outline" onClick={goOn}>{t("goOn")}</button>
        <DropButton drop={drop} />
      </div>
    </>
  );
}
