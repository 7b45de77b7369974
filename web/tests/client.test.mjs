import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { ApiError, connect } from "../shared/api/client";

const real = globalThis.fetch;
afterEach(() => { globalThis.fetch = real; });

const replies = (body, status = 200) => { globalThis.fetch = async () => new Response(body, { status }); };
const cut = (cause) => new ReadableStream({ start(controller) { controller.enqueue(new TextEncoder().encode('{"problems"')); }, pull(controller) { controller.error(cause); } });
const asked = (signal) => connect("lake")("GET", "/session", undefined, signal);

test("a reply is its JSON, and one that says nothing is empty", async () => {
  replies('{"a":1}');
  assert.deepEqual(await asked(), { a: 1 });
  replies("");
  assert.deepEqual(await asked(), {});
});

test("a reply that is cut off, or is no JSON, is a failure that may pass", async () => {
  for (const body of [cut(new TypeError("network")), '{"problems"']) {
    replies(body);
    await assert.rejects(asked(), (cause) => cause instanceof ApiError && cause.isPassing);
  }
});

test("a call that is given up never looks like an answer, even in the middle of one", async () => {
  const stop = new AbortController();
  stop.abort();
  replies(cut(stop.signal.reason));
  await assert.rejects(asked(stop.signal), (cause) => cause === stop.signal.reason);
});

test("a refusal keeps its status whatever its body is", async () => {
  replies("<html>", 502);
  await assert.rejects(asked(), (cause) => cause.status === 502 && cause.message === "");
});
