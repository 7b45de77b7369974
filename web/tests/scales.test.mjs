import assert from "node:assert/strict";
import { test } from "node:test";
import { Model } from "survey-core";
import { allTexts, withTextAt } from "../desk/builder/model/languages";
import { rename } from "../desk/builder/model/operations";
import { scorables, withParts } from "../desk/builder/model/scales";

const DEFINITION = {
  pages: [{ name: "p", elements: [
    { type: "rating", name: "a" },
    { type: "radiogroup", name: "b", choices: [{ value: 1, text: "Never" }, "2"] },
    { type: "radiogroup", name: "words", choices: ["yes", 2] },
    { type: "matrix", name: "m", rows: ["r", { value: "s", text: "Safe" }], columns: [1, 2] },
    { type: "text", name: "free", inputType: "number" },
    { type: "text", name: "bound", inputType: "number", min: 0, max: 9 },
    { type: "paneldynamic", name: "pets", templateElements: [{ type: "rating", name: "inner" }] },
  ] }],
  scales: [{ name: "x", title: "Bond", items: ["a", "m.r"], reversed: ["m.r"], method: "mean", bands: [{ from: 1, title: "Low" }] }],
};

test("a scale can be made of what has numbers", () => {
  assert.deepEqual(scorables(DEFINITION).map(({ name }) => name), ["a", "b", "m.r", "m.s", "bound"]);
});

test("a question's new name goes along into the scales", () => {
  const renamed = rename({ title: "", segments: [], definition: DEFINITION }, [0, 3], "table").document.definition;
  assert.deepEqual([renamed.scales[0].items, renamed.scales[0].reversed], [["a", "table.r"], ["table.r"]]);
});

test("titles of scales and bands are translated like all other texts", () => {
  const places = allTexts(DEFINITION).filter(({ keys }) => keys[0] === "scales");
  assert.deepEqual(places.map(({ value }) => value), ["Bond", "Low"]);
  assert.deepEqual(withTextAt(DEFINITION, places[1], "es", "Bajo").scales[0].bands[0].title, { default: "Low", es: "Bajo" });
});

test("an empty list is taken out", () => {
  assert.ok(!("scales" in withParts(DEFINITION, "scales", [])));
});

test("the library takes no notice of what it does not know", () => {
  assert.deepEqual(new Model(DEFINITION).getAllQuestions().length, 7);
});
