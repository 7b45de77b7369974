import assert from "node:assert/strict";
import { test } from "node:test";
import { Model } from "survey-core";
import { groupThatIsFull } from "../shared/survey/quotas";

const DEFINITION = {
  elements: [{ type: "radiogroup", name: "role", choices: ["parent", "teacher"] }, { type: "text", name: "years", inputType: "number" }],
  calculatedValues: [{ name: "twice", expression: "{years} * 2" }],
};
const FULL = [
  { name: "new", condition: "{role} = 'teacher' and ({years} < 3 or {years} empty)", reads: ["role", "years"], message: {} },
  { name: "old", condition: "{twice} > 100", reads: [], message: {} },
];
const found = (data, isEnd) => {
  const model = new Model(DEFINITION);
  model.data = data;
  return groupThatIsFull(model, FULL, isEnd)?.name;
};

test("a group is told as soon as all that its condition looks at is answered", () => {
  assert.equal(found({ role: "teacher" }, false), undefined);
  assert.equal(found({ role: "teacher", years: 2 }, false), "new");
  assert.equal(found({ role: "parent", years: 2 }, false), undefined);
});

test("at the end everything is judged", () => {
  assert.equal(found({ role: "teacher" }, true), "new");
  assert.equal(found({ years: 51 }, false), undefined);
  assert.equal(found({ years: 51 }, true), "old");
});

test("a quota of everybody needs no answer", () => {
  assert.equal(groupThatIsFull(new Model({}), [{ name: "all", condition: "", reads: [], message: {} }], false).name, "all");
});
