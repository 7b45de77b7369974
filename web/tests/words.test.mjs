import assert from "node:assert/strict";
import { test } from "node:test";
import profile from "../desk/builder/profile.json" with { type: "json" };
import { ALL_TYPES } from "../desk/builder/kinds";
import { CELL_TYPES, describe, describeRule, RULE_TYPES } from "../desk/builder/panel/metadata";
import { WORDS } from "../desk/builder/words";

const TYPES = Object.keys(profile.types);

test("every type that the profile allows is in the palette, with words in both languages", () => {
  assert.deepEqual([...ALL_TYPES].sort(), [...TYPES].sort());
  for (const type of [...TYPES, ...CELL_TYPES]) assert.ok(WORDS.types.get(type)?.en && WORDS.types.get(type)?.es, type);
});

test("every property that can be set has words in both languages", () => {
  const names = new Set([...TYPES, "page", "survey"].flatMap((type) => describe(type).map(({ property }) => property)).concat(RULE_TYPES.flatMap((type) => describeRule(type).map(({ property }) => property))));
  assert.deepEqual([...names].filter((name) => !WORDS.properties.get(name)?.en || !WORDS.properties.get(name)?.es), []);
});

test("every value that can be chosen has words in both languages", () => {
  const values = new Set([...TYPES, "page", "survey"].flatMap((type) => describe(type).flatMap(({ editor }) => (editor.kind === "options" ? editor.options : []))));
  assert.deepEqual([...values].map(String).filter((value) => !WORDS.values.get(value)?.en || !WORDS.values.get(value)?.es), []);
});

test("nothing is offered that the profile does not allow", () => {
  for (const type of TYPES) for (const { property } of describe(type)) assert.ok(property in profile.types[type], `${type}.${property}`);
});

test("the kinds of fields follow the library and the profile", () => {
  assert.ok(describe("text").some(({ property, editor }) => property === "inputType" && editor.kind === "options"));
  assert.ok(describe("radiogroup").some(({ property, editor }) => property === "choices" && editor.kind === "entries"));
  assert.ok(describe("matrixdropdown").some(({ property, editor }) => property === "columns" && editor.kind === "columns"));
  assert.ok(describe("boolean").some(({ property, editor }) => property === "isRequired" && editor.kind === "flag"));
});
