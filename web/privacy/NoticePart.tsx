/** What the notice says, by person; then with whom it is shared, and what New York asks to be told. */
import type { Kept, Notice, NoticeShown } from "../shared/api/types";
import { localized, useLanguage } from "../shared/i18n/language";
import { useText, type TextKey } from "./texts";
import "./privacy.css";

export function NoticePart({ shown }: { shown: NoticeShown }) {
  const { notice, version } = shown;
  const t = useText();
  const { language } = useLanguage();
  return (
    <>
      <p className="hint">{t("version", { version })}</p>
      <nav aria-label={t("contents")}>
        <ul>
          {Object.entries(notice.people).map(([person, name]) => <li key={person}><a href={`#${person}`}>{localized(name, language)}</a></li>)}
          <li><a href="#shared">{t("shared")}</a></li>
          <li><a href="#supplement">{t("supplement")}</a></li>
        </ul>
      </nav>
      <h2>{t("browser")}</h2>
      <p>{t("browserLead")}</p>
      <p>{t("device")}</p>
      {Object.keys(notice.people).map((person) => <PersonPart key={person} person={person} notice={notice} />)}
      <SharedPart notice={notice} />
      <Supplement notice={notice} />
    </>
  );
}

function PersonPart({ person, notice }: { person: string; notice: Notice }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <section aria-labelledby={person}>
      <h2 id={person} tabIndex={-1}>{localized(notice.people[person], language)}</h2>
      <h3>{t("kept")}</h3>
      <ul className="kept" role="list">
        {notice.kept.filter((one) => one.person === person).map((one) => <KeptRow key={one.record} kept={one} notice={notice} />)}
      </ul>
      <h3>{t("rights")}</h3>
      <ul>{notice.rights[person]?.map((right) => <li key={right.en}>{localized(right, language)}</li>)}</ul>
    </section>
  );
}

function KeptRow({ kept, notice }: { kept: Kept; notice: Notice }) {
  const t = useText();
  const { language } = useLanguage();
  const readers = [...new Set(Object.values(kept.seen).flat())];
  const said = (names: string[], words: Notice["readers"], between: string) => names.map((name) => localized(words[name], language)).join(between);
  return (
    <li>
      <p><strong>{localized(kept.says, language)}</strong></p>
      <dl>
        <dt>{t("why")}</dt><dd>{said(kept.purposes, notice.purposes, ", ")}</dd>
        <dt>{t("who")}</dt><dd>{said(Object.keys(notice.readers).filter((one) => readers.includes(one)), notice.readers, "; ")}</dd>
        <dt>{t("how")}</dt><dd>{said(Object.keys(notice.classes).filter((one) => one in kept.seen && one !== "public"), notice.classes, "; ")}</dd>
        <dt>{t("long")}</dt><dd>{localized(notice.lives[kept.life], language)}</dd>
      </dl>
    </li>
  );
}

function SharedPart({ notice }: { notice: Notice }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <section aria-labelledby="shared">
      <h2 id="shared" tabIndex={-1}>{t("shared")}</h2>
      <ul>{notice.shared.map((one) => <li key={one.en}>{localized(one, language)}</li>)}</ul>
      <h3 id="processors">{t("processors")}</h3>
      <dl>
        {Object.entries(notice.processors).map(([name, one]) => (
          <div key={name} className="processor"><dt>{name}</dt><dd>{localized(one, language)}</dd></div>
        ))}
      </dl>
      <p>{t("regions", { regions: notice.regions.join(", ") })}</p>
    </section>
  );
}

const isPart = (part: string): part is TextKey & ("exclusive_purposes" | "subcontractors" | "duration" | "correction" | "location" | "protection" | "encryption") =>
  ["exclusive_purposes", "subcontractors", "duration", "correction", "location", "protection", "encryption"].includes(part);

function Supplement({ notice }: { notice: Notice }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <section aria-labelledby="supplement">
      <h2 id="supplement" tabIndex={-1}>{t("supplement")}</h2>
      <p>{t("supplementLead")}</p>
      {Object.entries(notice.supplement).map(([part, words]) => (
        <div key={part}>
          <h3>{isPart(part) ? t(part) : part}</h3>
          <p>{localized(words, language)}</p>
          {part === "exclusive_purposes" ? <ul>{Object.entries(notice.purposes).map(([name, one]) => <li key={name}>{localized(one, language)}</li>)}</ul> : null}
          {part === "subcontractors" ? <p>{Object.keys(notice.processors).join(", ")}.</p> : null}
        </div>
      ))}
    </section>
  );
}
