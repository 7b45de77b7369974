/** Two versions of one draft: what differs, and the choice of the one that goes on. */
import { useMemo } from "react";
import { Alert } from "../../shared/ui/parts";
import { TableBox } from "../TableBox";
import { nameOf, sameJson, walk, type Block, type SurveyDocument } from "./model/document";
import { ownWords } from "./titles";
import { useBuilding } from "./store";
import { useText } from "./texts";

type Difference = { name: string; mine: string | null; theirs: string | null };

function ownPart(block: Block): Block {
  return Object.fromEntries(Object.entries(block).filter(([key]) => key !== "elements" && key !== "templateElements" && key !== "pages"));
}

/** What differs by name; nothing where something is not there. */
function differences(mine: SurveyDocument, theirs: SurveyDocument, settings: string): Difference[] {
  const parts = (document: SurveyDocument) => new Map(walk(document.definition).map(({ block }) => [nameOf(block), block]));
  const [own, other] = [parts(mine), parts(theirs)];
  const words = (block: Block | undefined) => (block ? ownWords(block) || nameOf(block) : null);
  const found = [...new Set([...own.keys(), ...other.keys()])].flatMap((name) => {
    const [one, two] = [own.get(name), other.get(name)];
    return one && two && sameJson(ownPart(one), ownPart(two)) ? [] : [{ name, mine: words(one), theirs: words(two) }];
  });
  const head = (document: SurveyDocument) => ({ ...ownPart(document.definition), title: document.title, segments: document.segments });
  return sameJson(head(mine), head(theirs)) ? found : [{ name: settings, mine: mine.title, theirs: theirs.title }, ...found];
}

export function Conflict({ theirs }: { theirs: SurveyDocument }) {
  const t = useText();
  const { document, autosave, act } = useBuilding();
  const found = useMemo(() => differences(document, theirs, t("otherSettings")), [document, theirs, t]);
  const take = () => act({ document: autosave.resolve("theirs"), place: null });
  return (
    <Alert kind="warning" title={t("conflictTitle")} live>
      <p>{t("conflictLead")}</p>
      <TableBox label={t("conflictTitle")}>
        <thead><tr><th scope="col">{t("differs")}</th><th scope="col">{t("mine")}</th><th scope="col">{t("theirs")}</th></tr></thead>
        <tbody>{found.map(({ name, mine, theirs: other }) => <tr key={name}><th scope="row">{name}</th><td>{mine ?? <em>{t("absent")}</em>}</td><td>{other ?? <em>{t("absent")}</em>}</td></tr>)}</tbody>
      </TableBox>
      <div className="actions">
        <button type="button" className="button" onClick={() => { autosave.resolve("mine"); }}>{t("keepMine")}</button>
        <button type="button" className="button outline" onClick={take}>{t("takeTheirs")}</button>
        <span className="hint">{t("takeTheirsHint")}</span>
      </div>
    </Alert>
  );
}
