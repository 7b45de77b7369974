/** A signature can be drawn, or written by typing one's name: who has a keyboard alone can sign too. */
import { useId, useState } from "react";
import type { QuestionSignaturePadModel } from "survey-core";
import { ReactQuestionFactory, SurveyQuestionSignaturePad } from "survey-react-ui";
import { catalogue } from "../i18n/language";

const useText = catalogue(
  { typed: "Or type your name to sign" },
  { typed: "O escriba su nombre para firmar" },
  { typed: "أو اكتب اسمك للتوقيع" },
);
const MOST = 80;

/** A name as a picture, in the size and the colours of the pad. */
function pictureOf(name: string, { signatureWidth: width, signatureHeight: height, penColor, backgroundColor, dataFormat }: QuestionSignaturePadModel): string {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext("2d");
  if (!pen) return "";
  pen.fillStyle = backgroundColor || "#ffffff";
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = penColor || "#1b1b1b";
  pen.font = `italic ${height / 5}px cursive`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(name, width / 2, height / 2, width * 0.9);
  return canvas.toDataURL(dataFormat === "jpeg" ? "image/jpeg" : "image/png");
}

function Signature({ question }: { question: QuestionSignaturePadModel }) {
  const t = useText();
  const id = useId();
  const [name, setName] = useState("");
  const write = (typed: string) => {
    setName(typed);
    if (typed.trim()) question.value = pictureOf(typed.trim(), question);
    else question.clearValue();
  };
  return (
    <>
      <SurveyQuestionSignaturePad question={question} />
      {question.isReadOnly ? null : (
        <div className="signature-name">
          <label htmlFor={id}>{t("typed")}</label>
          <input id={id} className="input" value={name} maxLength={MOST} autoComplete="name" onChange={(event) => write(event.target.value)} />
        </div>
      )}
    </>
  );
}

// The library's types call what a maker is given a name; it is the properties of the question's element.
ReactQuestionFactory.Instance.registerQuestion("signaturepad", (given: unknown) => <Signature question={(given as { question: QuestionSignaturePadModel }).question} />);
