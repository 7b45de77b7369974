/** The staff console: header, menu and the page for the current path. */
import { lazy, Suspense, type ReactNode } from "react";
import { LanguageSwitch, Loading, PageHeading, SkipLink } from "../shared/ui/parts";
import { connect } from "../shared/api/client";
import { useLoad } from "../shared/api/load";
import type { District, Permission } from "../shared/api/types";
import { ClosingBanner } from "./ClosingBanner";
import { InboxPage } from "./inbox/InboxPage";
import { ThreadPage } from "./inbox/ThreadPage";
import { Home } from "./pages/Home";
import { Topics } from "./pages/Topics";
import { NoticeBanner } from "./privacy/NoticeBanner";
import { Link, match, RouterProvider, useRouter } from "./router";
import { may, SessionGate, useDesk } from "./session";
import { useText } from "./texts";

const AccountPage = lazy(() => import("./account/AccountPage"));
const PeoplePage = lazy(() => import("./people/PeoplePage"));
const PersonPage = lazy(() => import("./people/PersonPage"));
const AdministrationPage = lazy(() => import("./administration/AdministrationPage"));
const PrivacyPage = lazy(() => import("./privacy/PrivacyPage"));
const AuditPage = lazy(() => import("./administration/AuditPage"));
const ExportsPage = lazy(() => import("./exports/ExportsPage"));
const RetentionPage = lazy(() => import("./records/RetentionPage"));
const RequestsPage = lazy(() => import("./records/RequestsPage"));
const RequestPage = lazy(() => import("./records/RequestPage"));
const JobsPage = lazy(() => import("./jobs/JobsPage"));
const SharesPage = lazy(() => import("./shares/SharesPage"));
const SharedPage = lazy(() => import("./shares/SharedPage"));
const ShareTopicPage = lazy(() => import("./shares/ShareTopicPage"));
const SurveyList = lazy(() => import("./surveys/SurveyList"));
const NewSurvey = lazy(() => import("./surveys/NewSurvey"));
const EditPage = lazy(() => import("./surveys/EditPage"));
const PaperPage = lazy(() => import("./surveys/PaperPage"));
const SharePage = lazy(() => import("./surveys/SharePage"));
const ResultsPage = lazy(() => import("./results/ResultsPage"));

export function App() {
  return <RouterProvider><SkipLink /><Header /><main id="main" tabIndex={-1}><ClosingBanner /><SessionGate><Menu /><NoticeBanner /><CurrentPage /></SessionGate></main></RouterProvider>;
}

function Header() {
  const t = useText();
  const { slug } = useRouter();
  const district = useLoad(() => connect(slug)<District>("GET", ""), [slug]);
  return (
    <header className="site">
      <div className="site-inner">
        <p className="site-name"><Link to="/">Parley {t("desk")}</Link> <span className="site-slug">{district.value?.name}</span></p>
        <LanguageSwitch {...(district.value ? { languages: district.value.languages } : {})} />
      </div>
    </header>
  );
}

type Entry = { to: string; text: "home" | "surveys" | "inbox" | "topics" | "people" | "shares" | "administration" | "audit" | "exports" | "privacy" | "jobs" | "retention" | "requests"; needs: Permission[] };
const MENU: Entry[] = [
  { to: "/", text: "home", needs: ["read_surveys", "read_dialogues"] },
  { to: "/inbox", text: "inbox", needs: ["read_dialogues"] },
  { to: "/surveys", text: "surveys", needs: ["read_surveys"] },
  { to: "/topics", text: "topics", needs: ["manage_topics"] },
  { to: "/shares", text: "shares", needs: [] },
  { to: "/people", text: "people", needs: ["manage_people"] },
  { to: "/administration", text: "administration", needs: ["manage_people"] },
  { to: "/retention", text: "retention", needs: ["manage_records"] },
  { to: "/requests", text: "requests", needs: ["manage_records"] },
  { to: "/audit", text: "audit", needs: ["read_audit"] },
  { to: "/exports", text: "exports", needs: ["export_district"] },
  { to: "/privacy", text: "privacy", needs: ["read_audit"] },
  { to: "/jobs", text: "jobs", needs: ["watch_jobs"] },
];

function Menu() {
  const t = useText();
  const { path } = useRouter();
  const { user, signOut } = useDesk();
  const isHere = (to: string) => (to === "/" ? path === "/" : path.startsWith(to) || (to === "/inbox" && path.startsWith("/threads")));
  return (
    <nav className="menu" aria-label={t("menu")}>
      <ul>
        {MENU.filter(({ needs }) => !needs.length || may(user, ...needs)).map(({ to, text }) => (
          <li key={to}><Link to={to} aria-current={isHere(to) ? "page" : undefined}>{t(text)}</Link></li>
        ))}
      </ul>
      <p className="who"><span>{t("signedInAs", { name: user.name })}</span> <Link to="/account" aria-current={isHere("/account") ? "page" : undefined}>{t("account")}</Link> <button type="button" className="button plain small" onClick={() => void signOut()}>{t("signOut")}</button></p>
    </nav>
  );
}

type Page = [pattern: string, render: (values: Record<string, string>) => ReactNode];
const PAGES: Page[] = [
  ["/", () => <Home />],
  ["/inbox", () => <InboxPage />],
  ["/inbox/topics/:id/share", ({ id = "" }) => <ShareTopicPage key={id} id={id} />],
  ["/threads/:id", ({ id = "" }) => <ThreadPage key={id} id={id} />],
  ["/surveys", () => <SurveyList />],
  ["/surveys/new", () => <NewSurvey />],
  ["/surveys/:id", ({ id = "" }) => <EditPage key={id} id={id} />],
  ["/surveys/:id/share", ({ id = "" }) => <SharePage key={id} id={id} />],
  ["/surveys/:id/paper", ({ id = "" }) => <PaperPage key={id} id={id} />],
  ["/surveys/:id/results", ({ id = "" }) => <ResultsPage key={id} id={id} />],
  ["/topics", () => <Topics />],
  ["/people", () => <PeoplePage />],
  ["/people/:id", ({ id = "" }) => <PersonPage key={id} id={id} />],
  ["/administration", () => <AdministrationPage />],
  ["/retention", () => <RetentionPage />],
  ["/requests", () => <RequestsPage />],
  ["/requests/:id", ({ id = "" }) => <RequestPage key={id} id={id} />],
  ["/audit", () => <AuditPage />],
  ["/exports", () => <ExportsPage />],
  ["/privacy", () => <PrivacyPage />],
  ["/shares", () => <SharesPage />],
  ["/shares/:id", ({ id = "" }) => <SharedPage key={id} id={id} />],
  ["/jobs", () => <JobsPage />],
  ["/account", () => <AccountPage />],
];

function CurrentPage() {
  const { path } = useRouter();
  for (const [pattern, render] of PAGES) {
    const values = match(pattern, path);
    if (values) return <Suspense fallback={<Loading />}>{render(values)}</Suspense>;
  }
  return <Missing />;
}

function Missing() {
  const t = useText();
  return <><PageHeading title={t("notFound")} lead={t("notFoundLead")} /><p><Link to="/">{t("back")}</Link></p></>;
}
