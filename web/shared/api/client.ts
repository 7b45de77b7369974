/** One door to the API: JSON in and out, every failure an ApiError with the server's own sentence. */

export type Fields = Record<string, string>;

/** The server's word for: whoever it concerns has not agreed, or not to the newest notice. */
export const CONSENT_NEEDED = "consent_needed";

export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly fields: Fields = {},
    readonly requestId = "",
    readonly retryAfter = 0,
    /** The server's word for this kind of failure, such as "proof_needed". */
    readonly code = "",
  ) {
    super(message);
  }

  /** True when the same request may succeed later: no network, too many calls, or a server in trouble. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export type Method = "GET" | "POST" | "PUT" | "DELETE";
export type Call = <T>(method: Method, path: string, body?: unknown, signal?: AbortSignal) => Promise<T>;

/** Calls the API of one district; `csrf` and `pass` return the value of the current session or share, or nothing. */
export function connect(slug: string, csrf: () => string = () => "", pass: () => string = () => ""): Call {
  return async <T>(method: Method, path: string, given?: unknown, signal?: AbortSignal) => {
    // What writes says that it is JSON even where it says nothing more; no other site's form can.
    const body = given === undefined && (method === "POST" || method === "PUT") ? {} : given;
    const response = await send(`/api/d/${encodeURIComponent(slug)}${path}`, {
      method,
      headers: headersFor(body, csrf(), pass()),
      credentials: "same-origin",
      cache: "no-store",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
    const content = await readJson(response, signal);
    if (!response.ok) throw failure(response, content ?? {});
    // Half a reply is none: the same request may be answered whole.
    if (content === undefined) throw new ApiError(0, "");
    return content as T;
  };
}

function headersFor(body: unknown, csrf: string, pass: string): Record<string, string> {
  return {
    accept: "application/json",
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    ...(csrf ? { "parley-csrf": csrf } : {}),
    ...(pass ? { "parley-share": pass } : {}),
  };
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ApiError(0, "");
  }
}

/** What a reply says, nothing where it says nothing, and undefined where it was cut off or is no JSON. */
async function readJson(response: Response, signal?: AbortSignal): Promise<unknown> {
  try {
    const text = await response.text();
    return text ? (JSON.parse(text) as unknown) : {};
  } catch (cause) {
    if (signal?.aborted) throw cause;
    return undefined;
  }
}

function failure(response: Response, content: unknown): ApiError {
  const { error, message, fields, request_id } = content as { error?: string; message?: string; fields?: Fields | null; request_id?: string };
  const retryAfter = Number(response.headers.get("retry-after")) || 0;
  return new ApiError(response.status, message ?? "", fields ?? {}, request_id ?? "", retryAfter, error ?? "");
}

export function asApiError(cause: unknown): ApiError {
  return cause instanceof ApiError ? cause : new ApiError(-1, cause instanceof Error ? cause.message : String(cause));
}

/** 16 random bytes as 22 characters: sent with every creating call, so that a repeat has one effect. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** A key that stays the same while the payload does: a second press repeats, an edited form is a new request. */
export class PayloadKey {
  private payload = "";
  private key = "";

  for(payload: unknown): string {
    const text = JSON.stringify(payload);
    if (text !== this.payload || !this.key) {
      this.payload = text;
      this.key = newKey();
    }
    return this.key;
  }

  spend(): void {
    this.key = "";
  }
}
