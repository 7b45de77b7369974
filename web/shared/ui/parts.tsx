/** The small pieces that every page is made of. */
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { ApiError } from "../api/client";
import { LANGUAGE_NAMES, useLanguage } from "../i18n/language";
import { sentenceFor, useSharedText } from "../i18n/texts";

export function SkipLink() {
  const t = useSharedText();
  return <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById("main")?.focus(); }}>{t("skip")}</a>;
}

/** A language by its own name. */
function nameOf(language: string): string {
  const known = (LANGUAGE_NAMES as Record<string, string>)[language];
  try {
    return known ?? new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
  } catch {
    return language;
  }
}

/** Buttons for the languages of the page, or for those of what it shows, of which one is `current`. */
export function LanguageSwitch({ languages = ["en", "es"], current }: { languages?: string[]; current?: string | undefined }) {
  const { language, setLanguage } = useLanguage();
  const t = useSharedText();
  return (
    <div className="languages" role="group" aria-label={t("language")}>
      {languages.map((each) => (
        <button key={each} type="button" lang={each} aria-pressed={each === (current ?? language)} onClick={() => setLanguage(each)}>
          {nameOf(each)}
        </button>
      ))}
    </div>
  );
}

let isFirstHeading = true;

/** The page's main heading: names the document and takes the focus when the page changes. */
export function PageHeading({ children, title, site = "", lead, language }: { children?: ReactNode; title: string; site?: string | undefined; lead?: ReactNode; language?: string | undefined }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The first page of a visit leaves the focus at the top, as a browser does.
    if (!isFirstHeading) heading.current?.focus();
    isFirstHeading = false;
  }, []);
  useEffect(() => { document.title = site ? `${title} – ${site}` : title; }, [title, site]);
  return (
    <>
      <h1 ref={heading} tabIndex={-1} lang={language}>{children ?? title}</h1>
      {lead ? <p className="lead">{lead}</p> : null}
    </>
  );
}

/** The heading of a part that a press has opened: it takes the focus, so that reading goes on there. */
export function OpenedHeading({ children, level = 3 }: { children: ReactNode; level?: 2 | 3 }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const Heading = `h${level}` as const;
  return <Heading ref={heading} tabIndex={-1}>{children}</Heading>;
}

export type AlertKind = "info" | "success" | "warning" | "error";

/** A message box; `live` announces it to screen readers when it appears. */
export function Alert({ kind, title, children, live = false }: { kind: AlertKind; title?: string; children?: ReactNode; live?: boolean }) {
  const role = live ? (kind === "error" ? "alert" : "status") : undefined;
  return (
    <div className={`alert alert-${kind}`} role={role}>
      <span className="alert-sign" aria-hidden="true">{{ info: "i", success: "✓", warning: "!", error: "!" }[kind]}</span>
      <div>
        {title ? <p className="alert-title">{title}</p> : null}
        {children}
      </div>
    </div>
  );
}

/** What went wrong with a call, in plain words, with the server's sentence where it says more. */
export function Failure({ error, again, server = false }: { error: ApiError; again?: (() => void) | undefined; server?: boolean }) {
  const t = useSharedText();
  const words = server && error.message && error.status < 500 && error.status !== 0 ? error.message : t(sentenceFor(error.status, error.code));
  return (
    <Alert kind="error" live>
      <p>{words}</p>
      {error.requestId && error.status >= 500 ? <p className="hint">{t("reference", { id: error.requestId })}</p> : null}
      {again ? <button type="button" className="button outline" onClick={again}>{t("tryAgain")}</button> : null}
    </Alert>
  );
}

export function Loading() {
  const t = useSharedText();
  return <p className="loading" role="status">{t("loading")}</p>;
}

export type Mistake = { target: string; text: string; select?: () => void };

/** All mistakes of a form in one box that takes the focus; each leads to its field. */
export function ErrorSummary({ mistakes, title }: { mistakes: Mistake[]; title?: string }) {
  const box = useRef<HTMLDivElement>(null);
  const t = useSharedText();
  useEffect(() => { if (mistakes.length) box.current?.focus(); }, [mistakes]);
  if (!mistakes.length) return null;
  return (
    <div className="alert alert-error" role="alert" tabIndex={-1} ref={box}>
      <span className="alert-sign" aria-hidden="true">!</span>
      <div>
        <p className="alert-title">{title ?? t("problem")}</p>
        <ul>
          {mistakes.map((mistake) => (
            <li key={mistake.target + mistake.text}><MistakeLink mistake={mistake} /></li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function MistakeLink({ mistake }: { mistake: Mistake }) {
  const select = mistake.select ?? (() => document.getElementById(mistake.target)?.focus());
  return <a href={`#${mistake.target}`} onClick={(event) => { event.preventDefault(); select(); }}>{mistake.text}</a>;
}

export function CopyField({ id, label, value }: { id: string; label: string; value: string }) {
  const [isCopied, setCopied] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const t = useSharedText();
  const copy = () => {
    input.current?.select();
    void navigator.clipboard.writeText(value).then(() => setCopied(true), () => undefined);
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="copy">
        <input id={id} ref={input} className="input" readOnly value={value} />
        <button type="button" className="button outline" onClick={copy}>{t("copy")}</button>
      </div>
      <p role="status" className="hint">{isCopied ? t("copied") : ""}</p>
    </div>
  );
}
