// Answers cases from standard input, one JSON object a line, with what survey-core makes of each, one object a line.
// A case: {definition, data, now}; the answer: {data, visible, required, errors: [{question}]} or {throws}.
const readline = require("node:readline");
const path = require("node:path");

const { Model } = require(path.resolve(process.argv[2]));
const answer = (outcome) => process.stdout.write(`${JSON.stringify(outcome)}\n`);
const clone = (value) => JSON.parse(JSON.stringify(value));
for (const level of ["log", "info", "warn", "error"]) console[level] = () => undefined;

const Clock = Date;
let now = 0;
globalThis.Date = class extends Clock {
  constructor(...parts) {
    super(...(parts.length ? parts : [now]));
  }
  static now() {
    return now;
  }
};

/** The questions inside another, each with the prefix of its path. */
function inner(question, place) {
  const type = question.getType();
  if (type === "paneldynamic") return question.panels.map((panel, at) => [panel.questions, `${place}[${at}].`]);
  if (type === "multipletext") return [[question.items.map((item) => item.editor), `${place}.`]];
  if (type !== "matrixdynamic" && type !== "matrixdropdown") return [];
  return (question.visibleRows || []).map((row, at) => [
    row.cells.map((cell) => cell.question),
    type === "matrixdynamic" ? `${place}[${at}].` : `${place}.${row.rowName}.`,
  ]);
}

/** Every question with its path, outer before inner; what is inside a hidden question is left out. */
function* shown(questions, prefix = "") {
  for (const question of questions) {
    if (question.isVisible === false || question.isParentVisible === false) continue;
    const place = prefix + question.name;
    yield [question, place];
    for (const [parts, within] of inner(question, place)) yield* shown(parts, within);
  }
}

function outcomeOf(definition, data) {
  const survey = new Model(clone(definition));
  survey.autoFocusFirstError = false;
  survey.data = clone(data);
  const outcome = { data: clone(survey.data), visible: [], required: [], errors: [] };
  for (const [question, place] of shown(survey.getAllQuestions())) {
    outcome.visible.push(place);
    if (question.isRequired) outcome.required.push(place);
  }
  survey.validate(true, false);
  for (const [question, place] of shown(survey.getAllQuestions()))
    if (question.errors?.length) outcome.errors.push({ question: place });
  survey.dispose();
  return outcome;
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const asked = JSON.parse(line);
  now = Clock.parse(asked.now);
  try {
    answer(outcomeOf(asked.definition, asked.data));
  } catch (error) {
    answer({ throws: String(error.message) });
  }
});
