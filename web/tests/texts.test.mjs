import assert from "node:assert/strict";
import { test } from "node:test";
import { choicesOf, labelOf, moved, valueFor, withLabel, withLines, written } from "../desk/builder/model/choices";
import { allTexts, languagesOf, missingIn, textIn, withoutLanguage, withText, withTextAt } from "../desk/builder/model/languages";

const definition = {
  title: { default: "School", es: "Escuela" },
  pages: [{ name: "p", title: "Page", elements: [
    { type: "radiogroup", name: "safe", title: "Safe?", choices: ["Yes", { value: "no", text: { default: "No", es: "No" } }, 3], validators: [{ type: "expression", expression: "1 = 1", text: "Look again" }] },
    { type: "matrixdropdown", name: "t", rows: ["r|Row"], columns: [{ name: "c", cellType: "text", title: "Column" }] },
  ] }],
};

test("every text that people read is listed once", () => {
  assert.deepEqual(allTexts(definition).map(({ keys }) => keys.join(".")), [
    "title", "pages.0.title", "pages.0.elements.0.title", "pages.0.elements.0.choices.0", "pages.0.elements.0.choices.1.text",
    "pages.0.elements.0.validators.0.text", "pages.0.elements.1.rows.0", "pages.0.elements.1.columns.0.title",
  ]);
  assert.deepEqual(languagesOf(definition), ["default", "es"]);
  assert.equal(missingIn(definition, "es"), 6);
});

test("a text takes a language, and is plain again without it", () => {
  assert.deepEqual(withText("Yes", "es", "Sí"), { default: "Yes", es: "Sí" });
  assert.equal(withText({ default: "Yes", es: "Sí" }, "es", ""), "Yes");
  assert.equal(withText("Yes", "default", ""), undefined);
  assert.equal(textIn("Yes", "es"), "");
});

test("a bare choice keeps its value when it is translated", () => {
  const place = allTexts(definition)[3];
  const after = withTextAt(definition, place, "es", "Sí");
  assert.deepEqual(after.pages[0].elements[0].choices[0], { value: "Yes", text: { default: "Yes", es: "Sí" } });
  assert.equal(missingIn(after, "es"), 5);
});

test("a language can be taken out whole", () => {
  const after = withoutLanguage(definition, "es");
  assert.deepEqual(languagesOf(after), ["default"]);
  assert.equal(after.title, "School");
});

test("lines that are pasted become choices with values of their own", () => {
  const made = withLines(choicesOf(["yes"]), 1, "Yes\n\n - Not sure\nNot sure\n  7 \nأحيانا");
  assert.deepEqual(written(made), ["yes", { value: "yes_2", text: "Yes" }, { value: "not_sure", text: "Not sure" }, { value: "not_sure_2", text: "Not sure" }, 7, { value: "choice", text: "أحيانا" }]);
  assert.equal(valueFor("Other", new Set()), "other_2");
  assert.deepEqual(withLines([], 0, "Sí", "es"), [{ value: "si", text: { es: "Sí" } }]);
});

test("a choice is read in every way it may be written", () => {
  const choices = choicesOf(["a|Ay", "b", 3, { value: "c", text: { default: "Sea", es: "Mar" } }]);
  assert.deepEqual(choices.map((choice) => labelOf(choice, "default")), ["Ay", "b", "3", "Sea"]);
  assert.equal(labelOf(choices[3], "es"), "Mar");
});

test("a choice's text changes and its value does not", () => {
  assert.deepEqual(written(withLabel(choicesOf(["yes", "no"]), 0, "default", "Yes!")), [{ value: "yes", text: "Yes!" }, "no"]);
  assert.deepEqual(written(withLabel(choicesOf([{ value: "yes", text: "Yes!" }]), 0, "default", "")), ["yes"]);
});

test("a list keeps its ends", () => {
  assert.deepEqual(moved(["a", "b", "c"], 0, 2), ["b", "c", "a"]);
  assert.deepEqual(moved(["a", "b"], 0, -1), ["a", "b"]);
});
