import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { Model } from "survey-core";
import { addFromBank } from "../desk/builder/model/bank";
import { missingIn } from "../desk/builder/model/languages";

const FOLDER = new URL("../../chalicelib/surveys/bank/", import.meta.url);
const BANK = readdirSync(FOLDER).filter((name) => name.endsWith(".json")).map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")));
const empty = () => ({ title: "T", segments: [], definition: { pages: [{ name: "page1", elements: [] }] } });

test("an item comes with its scale, and keeps its names where they are free", () => {
  const belonging = BANK.find(({ id }) => id === "belonging.1");
  const { document, place } = addFromBank(empty(), null, belonging);
  assert.deepEqual(place, [0, 0]);
  assert.deepEqual(document.definition.pages[0].elements, [belonging.element]);
  assert.deepEqual(document.definition.scales, [belonging.scale]);
});

test("the same item a second time has names of its own, and its scale speaks of them", () => {
  const belonging = BANK.find(({ id }) => id === "belonging.1");
  const once = addFromBank(empty(), null, belonging);
  const { definition } = addFromBank(once.document, once.place, belonging).document;
  const [first, second] = definition.pages[0].elements.map(({ name }) => name);
  assert.equal(first, "belonging");
  assert.notEqual(second, first);
  assert.notEqual(definition.scales[0].name, definition.scales[1].name);
  assert.ok([...definition.scales[1].items, ...definition.scales[1].reversed].every((name) => name.startsWith(`${second}.`)));
  assert.equal(definition.scales[1].bankId, "belonging.1");
});

test("everything in the bank can be shown, and lacks no Spanish", () => {
  const all = BANK.reduce((held, item) => addFromBank(held.document, held.place, item), { document: empty(), place: null });
  assert.equal(new Model(all.document.definition).getAllQuestions().length, BANK.length);
  assert.equal(missingIn(all.document.definition, "es"), 0);
});
