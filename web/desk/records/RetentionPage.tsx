/** Retention: the rules with their preview, legal holds, and the proofs of what has gone. */
import { PageHeading } from "../../shared/ui/parts";
import { HoldsPart } from "./HoldsPart";
import { PurgesPart } from "./PurgesPart";
import { RulesPart } from "./RulesPart";
import { useRecordsText } from "./texts";

export default function RetentionPage() {
  const t = useRecordsText();
  return <><PageHeading title={t("title")} lead={t("lead")} /><RulesPart /><HoldsPart /><PurgesPart /></>;
}
