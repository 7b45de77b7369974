/** The shapes that the API sends and takes; times are ISO text in UTC. */

export type Language = "en" | "es" | "ar";
export type Text = Partial<Record<Language, string>>;
/** A page of a list; texts that are not there are empty, not null. */
export type List<T> = { items: T[]; next: string | null };

export type DistrictState = "active" | "terminated" | "de-identifying" | "de-identified" | "certified";
/** A district that has left says since when, and until when it can be read. */
export type District = { slug: string; name: string; languages: Language[]; timezone: string; state: DistrictState; terminated_at: string; closes_at: string; privacy_version: string };

export type Certificate = {
  signed: {
    document: {
      certificate_id: string;
      district: { id: string; slug: string; name: string };
      mode: "de-identify" | "delete";
      method: string;
      dates: Record<string, string>;
      rows_before: Record<string, number>;
      rows_after: Record<string, number>;
      keys: { deleted_at: string; kms: { key: string; state: string; deleted_at: string } };
    };
    signature: string;
    algorithm: string;
    key: string;
  };
};
export type SigningKey = { pem: string; key: string; algorithm: string };

export type SurveyMode = "anonymous" | "identified" | "confidential";
export type SurveyState = "draft" | "open" | "closed";
export type Definition = Record<string, unknown>;
export type SurveyForm = {
  survey_id: string;
  version: number;
  title: string | Text;
  definition: Definition | null;
  mode: SurveyMode;
  accepting: boolean;
  privacy: { version: string | number };
  full?: FullQuota[];
  is_simple: boolean;
};
/** A group of whose answers there are enough: its condition, what has to be answered to judge it, and its own words. */
export type FullQuota = { name: string; condition: string; reads: string[]; message: Record<string, string> };
export type QuotaFill = { name: string; title: string; limit: number; taken: number; is_full: boolean };
export type Invitation = { state: "open" | "used" | "withdrawn"; language?: Language; seed?: number };
export type Answer = {
  key: string;
  version: number;
  locale: string;
  data: Record<string, unknown>;
  consent: { version: string | number };
  invitation?: string;
  seed?: number;
};

export type ThreadType = "question" | "comment" | "concern" | "suggestion" | "compliment";
export type ThreadStatus = "unopened" | "in_progress" | "pending" | "closed";
export type PublicTopic = { topic_id: string; name: Text; description: Text };
export type ThreadCreated = { reference: string; link: string };
export type WriterThread = {
  status: ThreadStatus;
  topic: Text;
  type: ThreadType;
  messages: { from: "writer" | "district"; text: string; at: string }[];
  may_rate: boolean;
  rating: { score: number; comment: string } | null;
};

export type Sentence = { en: string; es: string };
/** One kind of record about one group of people: who sees which class of it. */
export type Kept = { record: string; person: string; says: Sentence; purposes: string[]; seen: Record<string, string[]>; life: string; days: number };
export type Notice = {
  people: Record<string, Sentence>;
  purposes: Record<string, Sentence>;
  classes: Record<string, Sentence>;
  readers: Record<string, Sentence>;
  lives: Record<string, Sentence>;
  kept: Kept[];
  processors: Record<string, Sentence & { services: string[]; gets: string[] }>;
  shared: Sentence[];
  rights: Record<string, Sentence[]>;
  supplement: Record<string, Sentence>;
  regions: string[];
};
export type NoticeShown = { version: string; is_current: boolean; notice: Notice };
export type NoticeChange = { kind: string; whom: string; what: string; material: boolean };
export type NoticeVersion = { version: string; day: string; changes: NoticeChange[]; material: boolean };
export type NoticeVersions = { in_force: string; items: NoticeVersion[] };
/** What a device can be asked for. */
export type Feature = "camera" | "photos" | "microphone" | "contacts" | "biometric";
export type FeatureConsent = { feature: Feature; state: "given" | "withdrawn" | "not_asked"; version: string; language: string; at: string; withdrawn_at: string; is_good: boolean };
export type ConsentCount = { purpose: Feature | "answer" | "message" | "reply_email"; given: number; withdrawn: number; is_more: boolean };
export type ConsentsShown = { counts: ConsentCount[]; versions: (NoticeVersion & { in_force: boolean; told: number; read: number })[] };

export type Role = "administrator" | "author" | "reader" | "member";
export type Verb = "read" | "write" | "export" | "share" | "manage";
export type Field = "free_text" | "contact";
/** What somebody may do and where; null means everything of its kind. */
export type Level = { role: Role; verbs: Verb[] | null; schools: string[] | null; surveys: string[] | null; topics: string[] | null; fields: Field[] | null };
export type Permission =
  | "manage_people" | "manage_security" | "manage_topics" | "read_audit" | "read_surveys" | "write_surveys" | "read_results" | "export_responses"
  | "share_results" | "read_dialogues" | "work_dialogues" | "share_dialogues" | "watch_jobs" | "run_jobs" | "export_district" | "manage_records";
/** What an account has enrolled beside its password. */
export type Factor = "totp" | "passkey" | "recovery" | "single_sign_on";
export type Proof = "password" | "single_sign_on" | "totp" | "recovery" | "passkey";
/** Times of people and sessions are seconds since 1970; 0 where there is none. */
export type User = { user_id: string; name: string; roles: Role[]; levels: Level[]; permissions: Permission[]; factors: Factor[]; designated_until: number };
export type Session = { user: User; csrf: string; proof: Proof; proved_at: number };
export type SecondFactor = { state: "second_factor"; challenge: string; factors: Factor[] };
/** What signing in answers: a session, or the question for a second factor. */
export type SignInReply = ({ state: "signed_in" } & Session) | SecondFactor;
export type Challenge<O> = { challenge: string; options: O };
export type StaffUser = Omit<User, "permissions"> & { email: string; username: string; state: string; revision: number };
export type HeldSession = {
  session_id: string;
  is_token: boolean;
  name: string;
  started_at: number;
  seen_at: number;
  expires_at: number;
  proof: Proof;
  device: { agent: string; network: string };
  token_for: Permission[] | null;
  is_current: boolean;
};
export type Passkey = { passkey_id: string; name: string; added_at: number; used_at: number };
export type Factors = { totp: boolean; recovery_left: number; passkeys: Passkey[]; single_sign_on: boolean };
export type SingleSignOn = { name: string; is_on: boolean };
export type Team = { team_id: string; name: string; member_ids: string[] };
export type Topic = PublicTopic & { team_id: string; owner_id: string };

export type SurveyHead = {
  survey_id: string;
  title: string;
  state: SurveyState;
  mode: SurveyMode;
  version: number;
  revision: number;
  updated_at: string;
  security: "enhanced" | "standard";
};
export type Survey = SurveyHead & { definition: Definition; public_url: string; segments: string[] };
/** `hints` are words that may touch on what the law protects; they are no faults. */
export type Check = { ok: boolean; problems: Record<string, string>; hints?: { path: string; area: string; word: string }[] };
export type ImportLine = { element: string; kind: string; outcome: "carried" | "changed" | "lost"; reason: string };
export type SurveyFile = { name: string; media_type: string; content: string; report: ImportLine[] };
export type PaperChoice = { text: string; condition: string };
export type PaperItem = {
  number: string;
  kind: "text" | "one" | "many" | "rank" | "scale" | "table" | "lines" | "group" | "repeat";
  title: string;
  hint: string;
  required: boolean;
  condition: string;
  lines: number;
  choices: PaperChoice[];
  columns: string[];
  rows: PaperChoice[];
  items: PaperItem[];
};
export type PaperPage = { title: string; hint: string; condition: string; items: PaperItem[] };
export type PaperForm = { title: string; description: string; language: string; languages: string[]; pages: PaperPage[] };
export type Participation = { invited: number; mailed: number; answered: number; not_answered: number; response_rate: number | null };

export type Bar = { value: string | number | boolean; label: string | Text; count: number | null; percent: number | null; mean?: number | null };
export type ResultRow = { value: string; label: string | Text; base: number | null; hidden: boolean; bars: Bar[]; columns?: ResultItem[] };
export type ResultItem = {
  name: string;
  title: string | Text;
  type: string;
  base: number | null;
  hidden: boolean;
  bars: Bar[];
  mean?: number | null;
  median?: number | null;
  deviation?: number;
  /** Of how many answers a scale is made. */
  questions?: number;
  /** The versions of the survey whose answers are added up here; a column of a table has none of its own. */
  versions?: number[];
  rows?: ResultRow[];
};
export type GroupValue = { value: string; respondents: number | null; hidden: boolean };
export type Results = {
  /** Which group this is, as dimension:value; empty for everybody. */
  group: string;
  respondents: number | null;
  hidden: boolean;
  threshold: number;
  response_rate: number | null;
  counted_until: string | null;
  items: ResultItem[];
  versions: number[];
  groups: { dimension: string; values: GroupValue[] }[];
};

export type InboxRow = {
  thread_id: string;
  topic_id: string;
  type: ThreadType;
  status: ThreadStatus;
  owner_id: string;
  preview: string;
  created_at: string;
  due_at: string;
  overdue: boolean;
  rating: number | null;
};
export type TimelineKind = "message" | "reply" | "note" | "assigned" | "status" | "rating";
export type TimelineEntry = {
  kind: TimelineKind;
  at: string;
  /** A user's id, or "writer". */
  by: string;
  text: string;
  status: ThreadStatus | "";
  owner_id: string;
  score: number;
};
export type Thread = Omit<InboxRow, "preview" | "rating"> & {
  writer: { name: string; email: string };
  timeline: TimelineEntry[];
  revision: number;
};

export type Job = {
  job: string;
  schedule: { kind: "daily" | "hourly" | "monthly" | "every" | "after" | "on_request"; hour: number | null; minute: number | null; day: number | null; minutes: number | null; job: string | null; until: number | null };
  state: "never" | "running" | "well" | "failed" | "late";
  due_at: string | null;
  may_start: boolean;
  last_runs: { started_at: string; ended_at: string | null; outcome: string; counts: Record<string, number> }[];
};

/** A restore drill that has ended, of the whole installation. */
export type Drill = { ended_at: string; instant: string; result: string; items: number; equal: number; rpo_seconds: number; rto_seconds: number };
export type DrillStatus = { last: Drill | null; age_days: number | null; is_red: boolean; is_due: boolean };
export type ReportedDrill = { drill: Drill; report: unknown };
export type DrillReports = { items: ReportedDrill[]; status: DrillStatus; document: { reviewed: string; days: number; is_due: boolean; is_late: boolean } };

/** A dialogue as it is shared: what is not shared of it is empty; a list leaves the timeline out. */
export type SharedThread = {
  thread_id: string;
  topic: Text;
  type: ThreadType;
  status: ThreadStatus;
  created_at: string;
  rating: number | null;
  preview: string;
  writer_name: string;
  writer_email: string;
  timeline: { kind: "message" | "reply" | "note" | "rating"; at: string; by: "writer" | "district"; text: string; score: number }[];
};
/** What a share shows; `ends_at` in seconds since 1970, `most_views` 0 where there is no limit. */
export type SharedContent = {
  share_id: string;
  kind: "results" | "dialogues";
  title: string;
  verbs: ("read" | "export")[];
  fields: ("free_text" | "contact")[];
  schools: string[] | null;
  ends_at: number;
  views: number;
  most_views: number;
  results: Results | null;
  threads: SharedThread[] | null;
  thread: SharedThread | null;
};
