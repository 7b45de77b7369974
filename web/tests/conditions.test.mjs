import assert from "node:assert/strict";
import { test } from "node:test";
import { readCondition, writeCondition } from "../desk/builder/model/conditions";

const SAME = [
  "{safe} = 'no'",
  "{safe} <> 'no' and {age} > 5",
  "{age} >= 5 or {age} <= -2.5 or {age} < 0",
  "{why} empty and {bus} notempty",
  "{places} contains 'hall' and {places} notcontains 'yard'",
  "{places} anyof ['hall', 'yard', 3] and {places} allof ['hall'] and {places} noneof []",
  "{again} = true",
  "{table.row} = 'It\\'s fine'",
  "{a b} = 'x'",
];
for (const text of SAME) test(`read and written again: ${text}`, () => assert.equal(writeCondition(readCondition(text)), text));

test("other spellings are read as the same", () => {
  assert.equal(writeCondition(readCondition('{a}!="x" AND {b}==1')), "{a} <> 'x' and {b} = 1");
  assert.equal(writeCondition(readCondition("{a} equal 1 or {b} greater 2")), "{a} = 1 or {b} > 2");
});

test("no text is no row", () => assert.deepEqual(readCondition("  "), { join: "and", rows: [] }));

const BEYOND = ["{a} = 1 and {b} = 2 or {c} = 3", "({a} = 1)", "{a} + 1 = 2", "age({a}) > 3", "{a} = {b}", "!{a}", "{a} =", "{#a} = 1", "{a} = 1 {b} = 2", "{a} anyof 'x'", "{a} = 'x", "'x' = {a}", "{a} = 1 and"];
for (const text of BEYOND) test(`left as text: ${text}`, () => assert.equal(readCondition(text), null));
