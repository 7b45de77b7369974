/** What the API says of rules, holds and requests. */
export type RecordKind = "answer" | "dialogue" | "audit";
export type KindShown = { kind: RecordKind; days: number; least: number; most: number; by_school: boolean; counted_from: string; because: string };
export type RuleShown = { kind: RecordKind; school_id: string; days: number; days_in_force: number; binds_at: string };
export type School = { school_id: string; name: string };
export type Rules = { kinds: KindShown[]; rules: RuleShown[]; schools: School[] };
export type Going = { school_id: string; period: string; records: number };
export type Purge = { at: string; pass_id: string; kind: "answers" | "dialogues" | "withdrawn" | "audit" | "keys" | "erasure"; removed: number; held: number; content_hash: string };
export type HoldKind = "person" | "thread" | "survey";
export type Hold = { hold_id: string; kind: HoldKind; target: string; email: string; reason: string; state: "active" | "released"; placed_at: string; released_at: string };
export type RequestKind = "access" | "correction" | "erasure";
export type RequestState = "received" | "verified" | "in_progress" | "done" | "refused";
export type RequestLine = { request_id: string; kind: RequestKind; state: RequestState; email: string; name: string; received_at: string; due_at: string; closed_at: string; overdue: boolean };
export type RequestShown = { request: RequestLine; message: string; reason: string; days_left: number; found: Record<"participations" | "answers" | "dialogues" | "letters" | "consents", number> | Record<string, never> | null; is_held: boolean };
