import assert from "node:assert/strict";
import { test } from "node:test";
import { AFTER_EDIT, Autosave } from "../desk/builder/saving/autosave";

const text = (title) => ({ title, definition: { pages: [] }, segments: [] });
const refusal = (status) => Object.assign(new Error(String(status)), { status });
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A server that can be away, a browser's store, and a clock that only the test moves. */
function stage({ revision = 1, title = "A" } = {}) {
  const made = { server: { document: text(title), revision }, isAway: false, loseReply: false, kept: null, timers: [], now: 0, waits: [], puts: 0 };
  const check = () => { if (made.isAway) throw refusal(0); };
  const doors = {
    put: async (document, held) => {
      made.puts += 1;
      check();
      await turn();
      if (made.refuse) throw refusal(made.refuse);
      if (held !== made.server.revision) throw refusal(409);
      made.server = { document, revision: held + 1 };
      if (made.loseReply) { made.loseReply = false; throw refusal(0); }
      return held + 1;
    },
    get: async () => { check(); return made.server; },
    keep: async (kept) => { made.kept = kept; },
    drop: async () => { made.kept = null; },
    failure: (cause) => ({ status: cause.status, message: "No.", isPassing: cause.status === 0 || cause.status >= 500, retryAfter: 0 }),
    later: (work, wait) => { const timer = { work, at: made.now + wait }; made.waits.push(wait); made.timers.push(timer); return () => { made.timers = made.timers.filter((each) => each !== timer); }; },
    isOffline: () => false,
  };
  made.save = new Autosave(text(title), revision, doors, () => made.now);
  made.pass = async (milliseconds) => {
    made.now += milliseconds;
    for (let round = 0; round < 10; round += 1) {
      const due = made.timers.filter(({ at }) => at <= made.now);
      made.timers = made.timers.filter(({ at }) => at > made.now);
      due.forEach(({ work }) => work());
      await turn(); await turn(); await turn();
    }
  };
  return made;
}

test("an edit is kept at once, sent after a pause, and then nothing is kept", async () => {
  const here = stage();
  here.save.edit(text("B"));
  assert.equal(here.kept.document.title, "B");
  assert.equal(here.save.state.kind, "saving");
  await here.pass(AFTER_EDIT);
  assert.deepEqual([here.server.document.title, here.server.revision, here.save.state.kind, here.kept], ["B", 2, "saved", null]);
});

test("typing on without a pause is sent all the same after some seconds", async () => {
  const here = stage();
  for (let number = 0; number < 9; number += 1) {
    here.save.edit(text(`B${number}`));
    await here.pass(AFTER_EDIT - 100);
  }
  assert.notEqual(here.server.document.title, "A");
});

test("what is taken back before it was sent is not sent", async () => {
  const here = stage();
  here.save.edit(text("B"));
  here.save.edit(text("A"));
  await here.pass(9_000);
  assert.deepEqual([here.puts, here.save.state.kind, here.kept], [0, "saved", null]);
});

test("a server that is away is asked again after longer waits, and gets the last edit in the end", async () => {
  const here = stage();
  here.isAway = true;
  here.save.edit(text("B"));
  await here.pass(AFTER_EDIT);
  assert.equal(here.save.state.kind, "away");
  here.save.edit(text("C"));
  assert.equal(here.kept.document.title, "C");
  await here.pass(1_000);
  await here.pass(2_000);
  await here.pass(4_000);
  assert.deepEqual(here.waits.slice(1, 5), [1_000, 2_000, 4_000, 8_000]);
  here.isAway = false;
  await here.pass(8_000);
  assert.deepEqual([here.server.document.title, here.save.state.kind, here.kept], ["C", "saved", null]);
});

test("a save whose reply was lost is no conflict", async () => {
  const here = stage();
  here.loseReply = true;
  here.save.edit(text("B"));
  await here.pass(AFTER_EDIT);
  await here.pass(1_000);
  assert.deepEqual([here.save.state.kind, here.server.revision, here.save.currentRevision], ["saved", 2, 2]);
});

test("an edit during a save is sent after it", async () => {
  const here = stage();
  here.save.edit(text("B"));
  here.save.retry();
  const saved = here.save.flush();
  here.save.edit(text("C"));
  await here.pass(0);
  await here.pass(AFTER_EDIT);
  assert.equal(await saved, true);
  assert.equal(here.server.document.title, "C");
});

test("a newer revision with the same text is only followed", async () => {
  const here = stage();
  here.server.revision = 7;
  here.save.edit(text("B"));
  await here.pass(AFTER_EDIT);
  await here.pass(AFTER_EDIT);
  assert.deepEqual([here.server.document.title, here.server.revision, here.save.state.kind], ["B", 8, "saved"]);
});

test("somebody else's text is overwritten only when the author says so", async () => {
  const here = stage();
  here.server = { document: text("Theirs"), revision: 5 };
  here.save.edit(text("Mine"));
  await here.pass(AFTER_EDIT);
  assert.equal(here.save.state.kind, "conflict");
  here.save.edit(text("Mine, more"));
  await here.pass(60_000);
  assert.deepEqual([here.server.document.title, here.kept.document.title], ["Theirs", "Mine, more"]);
  assert.equal(await here.save.flush(), false);
  here.save.resolve("mine");
  await here.pass(AFTER_EDIT);
  assert.deepEqual([here.server.document.title, here.server.revision, here.save.state.kind, here.kept], ["Mine, more", 6, "saved", null]);
});

test("the other's text can be taken, and mine is given up only then", async () => {
  const here = stage();
  here.server = { document: text("Theirs"), revision: 5 };
  here.save.edit(text("Mine"));
  await here.pass(AFTER_EDIT);
  assert.equal(here.save.resolve("theirs").title, "Theirs");
  assert.deepEqual([here.save.state.kind, here.kept, here.save.currentRevision], ["saved", null, 5]);
});

test("edits of an earlier visit go on where they were", async () => {
  const here = stage();
  here.save.resume({ document: text("Kept"), base: text("A"), revision: 1 });
  await here.pass(AFTER_EDIT);
  assert.equal(here.server.document.title, "Kept");
  const other = stage({ revision: 4, title: "Theirs" });
  other.save.resume({ document: text("Kept"), base: text("A"), revision: 1 });
  await other.pass(AFTER_EDIT);
  assert.equal(other.save.state.kind, "conflict");
});

test("a refusal says why, and the next edit is tried", async () => {
  const here = stage();
  here.refuse = 400;
  here.save.edit(text("B"));
  await here.pass(AFTER_EDIT);
  assert.deepEqual([here.save.state, here.kept.document.title], [{ kind: "refused", message: "No." }, "B"]);
  here.refuse = 0;
  here.save.edit(text("C"));
  await here.pass(AFTER_EDIT);
  assert.equal(here.server.document.title, "C");
});

test("whoever is signed out goes on after signing in", async () => {
  const here = stage();
  here.refuse = 401;
  here.save.edit(text("B"));
  await here.pass(AFTER_EDIT);
  assert.equal(here.save.state.kind, "away");
  here.refuse = 0;
  here.save.retry();
  await here.pass(0);
  assert.equal(here.server.document.title, "B");
});
