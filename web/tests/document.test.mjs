import assert from "node:assert/strict";
import { test } from "node:test";
import { blockAt, foundAtPath, inPages, sameJson, walk } from "../desk/builder/model/document";
import { begin, commit, look, redo, undo } from "../desk/builder/model/history";
import { addElement, addPage, duplicate, moveTo, remove, rename, renameColumn, step } from "../desk/builder/model/operations";

const made = () => ({
  title: "Climate",
  segments: ["safe"],
  definition: {
    pages: [
      { name: "first", elements: [
        { type: "radiogroup", name: "safe", choices: ["yes", "no"] },
        { type: "panel", name: "more", visibleIf: "{safe} = 'no'", elements: [{ type: "comment", name: "why", title: "Why is {safe} your answer?" }] },
      ] },
      { name: "second", elements: [{ type: "matrixdropdown", name: "visits", columns: [{ name: "how" }, { name: "often", visibleIf: "{row.how} notempty" }], rows: ["art"] }] },
    ],
    calculatedValues: [{ name: "both", expression: "{SAFE} + {visits.art.how} + {safe-Comment} + {safely}" }],
  },
});
const names = ({ document }) => walk(document.definition).map(({ place, block }) => `${place.join(".")} ${block.name}`);
const at = ({ document }, place) => blockAt(document.definition, place);

test("a definition without pages is put into one", () => {
  const elements = [{ type: "text", name: "a" }];
  assert.deepEqual(inPages({ title: "T", elements }), { title: "T", pages: [{ name: "page1", elements }] });
});

test("a problem's path leads to the innermost element", () => {
  assert.equal(foundAtPath(made().definition, "pages[0].elements[1].elements[0].title").block.name, "why");
  assert.equal(foundAtPath(made().definition, "pages[1].elements[0].columns[1].visibleIf").block.name, "visits");
  assert.equal(foundAtPath(made().definition, "title"), undefined);
});

test("something new comes after what is selected, into a container that is, or at the very end", () => {
  assert.deepEqual(addElement(made(), [0, 0], { type: "text" }, "question").place, [0, 1]);
  assert.deepEqual(addElement(made(), [0, 1], { type: "text" }, "question").place, [0, 1, 1]);
  assert.deepEqual(addElement(made(), null, { type: "text" }, "question").place, [1, 1]);
  assert.deepEqual(addElement(made(), [0], { type: "text" }, "question").place, [0, 2]);
  const empty = addElement({ title: "T", segments: [], definition: { pages: [] } }, null, { type: "text" }, "question");
  assert.deepEqual(at(empty, [0, 0]), { type: "text", name: "question1" });
});

test("a new page comes after the one that is looked at, with a free name", () => {
  assert.deepEqual(names(addPage(made(), [0, 1, 0])).filter((each) => !each.includes(".")), ["0 first", "1 page1", "2 second"]);
});

test("what is removed gives way to what comes after it, or before", () => {
  assert.deepEqual(remove(made(), [0, 0]).place, [0, 0]);
  assert.deepEqual(remove(made(), [0, 1]).place, [0, 0]);
  assert.deepEqual(remove(made(), [0, 1, 0]).place, [0, 1]);
  assert.deepEqual(names(remove(made(), [0])), ["0 second", "0.0 visits"]);
});

test("a copy has names of its own and speaks of itself", () => {
  const done = duplicate(made(), [0]);
  assert.deepEqual(names(done).slice(4, 8), ["1 first_1", "1.0 safe_1", "1.1 more_1", "1.1.0 why_1"]);
  assert.equal(at(done, [1, 1]).visibleIf, "{safe_1} = 'no'");
  assert.equal(at(done, [1, 1, 0]).title, "Why is {safe_1} your answer?");
  assert.equal(at(done, [0, 1]).visibleIf, "{safe} = 'no'");
});

test("steps down go through every place there is, and the same steps up come back", () => {
  let here = { document: made(), place: [0, 0] };
  const places = [];
  for (let count = 0; count < 6; count += 1) {
    here = step(here.document, here.place, 1);
    places.push(here.place.join("."));
  }
  assert.deepEqual(places, ["0.0.0", "0.0.1", "0.1", "1.0", "1.1", "1.1"]);
  for (let count = 0; count < 6; count += 1) here = step(here.document, here.place, -1);
  assert.deepEqual(here.document, made());
});

test("pages change places whole", () => {
  assert.deepEqual(names(step(made(), [0], 1))[0], "0 second");
  assert.deepEqual(step(made(), [0], -1).place, [0]);
});

test("a move lands where it was pointed, and never inside of what is moved", () => {
  assert.deepEqual(names(moveTo(made(), [0, 0], [1, 1])), ["0 first", "0.0 more", "0.0.0 why", "1 second", "1.0 visits", "1.1 safe"]);
  assert.deepEqual(names(moveTo(made(), [0, 0], [0, 2]))[3], "0.1 safe");
  assert.deepEqual(moveTo(made(), [0, 1], [0, 1, 0]).document.definition, made().definition);
  assert.deepEqual(moveTo(made(), [0, 0], [1]).document.definition, made().definition);
});

test("a new name is taken over by everything that speaks of it, and by nothing else", () => {
  const done = rename(made(), [0, 0], "secure");
  assert.equal(at(done, [0, 1]).visibleIf, "{secure} = 'no'");
  assert.equal(at(done, [0, 1, 0]).title, "Why is {secure} your answer?");
  assert.equal(done.document.definition.calculatedValues[0].expression, "{secure} + {visits.art.how} + {secure-Comment} + {safely}");
  assert.deepEqual(done.document.segments, ["secure"]);
});

test("a name that is taken or empty changes nothing", () => {
  assert.equal(rename(made(), [0, 0], "WHY").document.definition.pages[0].elements[0].name, "safe");
  assert.equal(rename(made(), [0, 0], "  ").document.definition.pages[0].elements[0].name, "safe");
  assert.equal(at(rename(made(), [0, 0], "Safe"), [0, 0]).name, "Safe");
});

test("a column's new name is known in its own rows", () => {
  const table = renameColumn(made().definition.pages[1].elements[0], "columns", 0, "way");
  assert.deepEqual(table.columns, [{ name: "way" }, { name: "often", visibleIf: "{row.way} notempty" }]);
});

test("in a repeated panel a name is also known as {panel.name}", () => {
  const inner = [{ type: "text", name: "age" }, { type: "text", name: "grade", visibleIf: "{panel.age} > 5" }];
  const document = { title: "T", segments: [], definition: { pages: [{ elements: [{ type: "paneldynamic", name: "kids", templateElements: inner }] }] } };
  assert.equal(at(rename(document, [0, 0, 0], "years"), [0, 0, 1]).visibleIf, "{panel.years} > 5");
});

test("every step can be undone and done again, and typing on is one step", () => {
  const first = { ...made(), title: "A" };
  let history = begin(made());
  history = commit(history, { document: first, place: [0] }, "title");
  history = commit(history, { document: { ...first, title: "AB" }, place: [0] }, "title");
  history = commit(look(history, [1]), { document: { ...first, title: "ABC" }, place: [1] }, "title");
  assert.equal(undo(history).present.document.title, "AB");
  assert.equal(undo(undo(history)).present.document.title, "Climate");
  assert.equal(redo(undo(history)).present.document.title, "ABC");
  assert.equal(undo(undo(undo(history))).present.document.title, "Climate");
});

test("the order of properties makes no difference, the order of a list does", () => {
  assert.ok(sameJson({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }));
  assert.ok(!sameJson({ a: [1, 2] }, { a: [2, 1] }));
});
