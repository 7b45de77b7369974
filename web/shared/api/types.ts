/** The shapes that the API sends and takes; times are ISO text in UTC. */

export type Language = "en" | "es";
export type Text = Partial<Record<Language, string>>;
/** A page of a list; texts that are not there are empty, not null. */
export type List<T> = { items: T[]; next: string | null };

export type District = { slug: string; name: string; languages: Language[]; timezone: string };

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
};
export type Invitation = { state: "open" | "used"; language?: Language };
export type Answer = {
  key: string;
  version: number;
  locale: Language;
  data: Record<string, unknown>;
  consent: { version: string | number };
  invitation?: string;
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

export type Role = "administrator" | "author" | "member";
export type User = { user_id: string; name: string; roles: Role[] };
export type Session = { user: User; csrf: string };
export type StaffUser = User & { email: string; state: string };
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
};
export type Survey = SurveyHead & { definition: Definition; public_url: string; segments: string[] };
export type Check = { ok: boolean; problems: Record<string, string> };
export type ImportLine = { element: string; kind: string; outcome: "carried" | "changed" | "lost"; reason: string };
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
  rows?: ResultRow[];
};
export type GroupValue = { value: string; respondents: number | null; hidden: boolean };
export type Results = {
  respondents: number | null;
  hidden: boolean;
  threshold: number;
  response_rate: number | null;
  counted_until: string | null;
  items: ResultItem[];
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
  schedule: string;
  last_runs: { started_at: string; ended_at: string | null; outcome: string; counts: Record<string, number> }[];
};
