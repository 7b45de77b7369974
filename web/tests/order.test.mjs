import assert from "node:assert/strict";
import { test } from "node:test";
import { Model } from "survey-core";
import { arrange, newSeed } from "../shared/survey/order";

const letters = [..."abcdefghij"];
const DEFINITION = {
  questionsOrder: "random",
  pages: [
    { name: "one", elements: letters.map((name) => ({ type: "text", name })) },
    { name: "two", questionsOrder: "initial", elements: [
      { type: "radiogroup", name: "pick", choicesOrder: "random", choices: [...letters, { value: "last", randomize: false }] },
      { type: "matrix", name: "simple", rowOrder: "random", rows: letters, columns: ["x", "y"] },
      { type: "matrixdropdown", name: "wide", rowOrder: "random", rows: letters, columns: [{ name: "c", cellType: "dropdown", choicesOrder: "random", choices: letters }] },
      { type: "paneldynamic", name: "many", panelCount: 2, templateElements: [{ type: "checkbox", name: "some", choicesOrder: "random", choices: letters }] },
    ] },
  ],
};

/** Everything whose order a respondent sees. */
function orderBy(seed, data) {
  const model = new Model(DEFINITION);
  arrange(model, seed);
  if (data) model.data = data;
  model.pages.forEach((page) => { page.onFirstRendering(); });
  const choices = (question) => question.visibleChoices.map(({ value }) => value).join("");
  const [pick, simple, wide, many] = ["pick", "simple", "wide", "many"].map((name) => model.getQuestionByName(name));
  return [
    model.pages[0].elements.map(({ name }) => name).join(""),
    choices(pick),
    simple.visibleRows.map(({ name }) => name).join(""),
    wide.visibleRows.map(({ rowName }) => rowName).join(""),
    choices(wide.visibleRows[0].cells[0].question),
    ...many.panels.map((panel) => choices(panel.elements[0])),
  ];
}

test("the same seed asks in the same order, and again when the answer is shown", () => {
  for (let round = 0; round < 5; round += 1) {
    const seed = newSeed();
    const asked = orderBy(seed);
    assert.deepEqual(orderBy(seed), asked);
    assert.deepEqual(orderBy(seed, { a: "1", pick: "c", simple: { b: "x" }, wide: { b: { c: "d" } }, many: [{ some: ["e"] }, { some: [] }] }), asked);
  }
});

test("another seed asks in another order, and what is fixed stays", () => {
  const orders = Array.from({ length: 8 }, (_, number) => orderBy(number + 1));
  for (const place of orders[0].keys()) assert.ok(new Set(orders.map((order) => order[place])).size > 6, `place ${place}`);
  for (const order of orders) assert.ok(order[1].endsWith("last"));
});

test("a seed is a whole number that the server takes", () => {
  for (let round = 0; round < 1000; round += 1) {
    const seed = newSeed();
    assert.ok(Number.isInteger(seed) && seed >= 1 && seed < 2 ** 31);
  }
});
