/** Every version of the notice, what each changed, and the way to read it as it was. */
import type { Notice, NoticeVersions } from "../shared/api/types";
import { useChangeWords } from "../shared/privacy/changes";
import { useLanguage } from "../shared/i18n/language";
import { useText } from "./texts";

export function VersionsPart({ versions, notice }: { versions: NoticeVersions; notice: Notice | null }) {
  const t = useText();
  const { language } = useLanguage();
  const words = useChangeWords(notice);
  return (
    <section aria-labelledby="versions">
      <h2 id="versions">{t("versions")}</h2>
      <ul className="kept" role="list">
        {versions.items.map((one) => (
          <li key={one.version}>
            <p><a href={`?version=${encodeURIComponent(one.version)}&lang=${language}`}>{one.version}</a>{one.version === versions.in_force ? ` (${t("inForce")})` : ""}</p>
            {one.changes.length ? <ul>{one.changes.map((change) => <li key={change.kind + change.whom + change.what}>{words(change)}</li>)}</ul> : <p className="hint">{t("first")}</p>}
            {one.changes.length ? <p className="hint">{t(one.material ? "askedAgain" : "notAsked")}</p> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
