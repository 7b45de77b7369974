import assert from "node:assert/strict";
import { test } from "node:test";
import { newCode, secretOfCode } from "../respond/later/code";
import { locked, lockOf, secretOfLink, unlocked } from "../respond/later/lock";

const answers = { version: 2, page: "p2", locale: "ar", data: { why: "لأن 😀", agree: { row: 1 } } };

test("a code is 160 bits and is known again however it is typed", () => {
  const codes = new Set(Array.from({ length: 200 }, newCode));
  assert.equal(codes.size, 200);
  for (const code of codes) {
    assert.match(code, /^([a-z2-7]{4}-){7}[a-z2-7]{4}$/);
    const secret = secretOfCode(code);
    assert.equal(secret.length, 20);
    for (const typed of [code.toUpperCase(), code.replaceAll("-", " "), ` ${code.replaceAll("-", "–")} `, code.replaceAll("o", "0").replaceAll("l", "1").replaceAll("b", "8")]) {
      assert.deepEqual(secretOfCode(typed), secret);
    }
  }
});

test("what is no code is none", () => {
  for (const typed of ["", "abcd", "a".repeat(31), "a".repeat(33), "9".repeat(32), "é".repeat(32)]) assert.equal(secretOfCode(typed), undefined);
});

test("the same secret opens what it locked, and tells its name again", async () => {
  const lock = await lockOf(secretOfLink("claim.mac"), "lakeview|svy_a");
  assert.deepEqual(await unlocked(await lockOf(secretOfLink("claim.mac"), "lakeview|svy_a"), await locked(lock, answers)), answers);
  assert.match(lock.name, /^[A-Za-z0-9_-]{43}$/);
});

test("no other secret, survey or district opens it or has its name", async () => {
  const lock = await lockOf(secretOfLink("claim.mac"), "lakeview|svy_a");
  const content = await locked(lock, answers);
  for (const [token, place] of [["claim.mad", "lakeview|svy_a"], ["claim.mac", "lakeview|svy_b"], ["claim.mac", "hillside|svy_a"]]) {
    const other = await lockOf(secretOfLink(token), place);
    assert.notEqual(other.name, lock.name);
    await assert.rejects(unlocked(other, content));
  }
});

test("altered bytes and a format to come are refused", async () => {
  const lock = await lockOf(secretOfLink("claim.mac"), "lakeview|svy_a");
  const bytes = [...atob(await locked(lock, answers))].map((letter) => letter.charCodeAt(0));
  for (const place of [0, 5, 20, bytes.length - 1]) {
    const altered = bytes.map((byte, index) => (index === place ? byte ^ 1 : byte));
    await assert.rejects(unlocked(lock, btoa(String.fromCharCode(...altered))));
  }
});

test("nothing can be read from what is locked, and its size says little", async () => {
  const lock = await lockOf(secretOfLink("claim.mac"), "lakeview|svy_a");
  const one = await locked(lock, { data: {} });
  const other = await locked(lock, { data: { why: "yes".repeat(200) } });
  assert.equal(one.length, other.length);
  assert.notEqual(one, await locked(lock, { data: {} }));
  assert.ok(!atob(other).includes("yesyes"));
  assert.equal(atob(one).length, 1 + 12 + 1024 + 16);
});
