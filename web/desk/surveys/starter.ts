/** A small survey to begin with, in both languages. */
import type { Definition } from "../../shared/api/types";

const both = (en: string, es: string) => ({ default: en, es });

export function starter(): Definition {
  return {
    clearInvisibleValues: "onHiddenContainer",
    pages: [
      {
        name: "page1",
        elements: [
          {
            type: "radiogroup", name: "welcome", isRequired: true,
            title: both("I feel welcome at our school.", "Me siento bienvenido en nuestra escuela."),
            choices: [
              { value: "agree", text: both("Agree", "De acuerdo") },
              { value: "neither", text: both("Neither agree nor disagree", "Ni de acuerdo ni en desacuerdo") },
              { value: "disagree", text: both("Disagree", "En desacuerdo") },
            ],
          },
          { type: "rating", name: "recommend", rateMin: 0, rateMax: 10, title: both("How likely are you to recommend our school? 0 is not at all, 10 is very.", "¿Qué tan probable es que recomiende nuestra escuela? 0 es nada, 10 es mucho.") },
          { type: "comment", name: "ideas", maxLength: 2000, title: both("What should we do better?", "¿Qué deberíamos hacer mejor?") },
        ],
      },
    ],
  };
}
