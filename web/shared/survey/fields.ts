/** Finds the question that a path in the server's reply speaks of. */
import type { Question, SurveyModel } from "survey-core";

/** "data.q1", "data.matrix.row.column" and "data.panel[0].x" lead to q1, matrix and panel; the longest name wins. */
export function questionAt(model: SurveyModel, path: string): Question | undefined {
  const rest = path.replace(/^data\./, "");
  return model
    .getAllQuestions()
    .filter(({ name }) => rest === name || rest.startsWith(`${name}.`) || rest.startsWith(`${name}[`) || rest === `${name}-Comment`)
    .sort((one, other) => other.name.length - one.name.length)[0];
}
