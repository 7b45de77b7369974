/** Where somebody types the code of answers that they have saved. */
import { useState } from "react";
import { TextField } from "../../shared/ui/fields";
import { useText } from "../texts";
import { secretOfCode } from "./code";

export function CodeForm({ open }: { open: (code: string) => void }) {
  const t = useText();
  const [code, setCode] = useState("");
  const [isWrong, setWrong] = useState(false);
  const send = () => {
    if (secretOfCode(code)) open(code);
    else {
      setWrong(true);
      document.getElementById("resume-code")?.focus();
    }
  };
  return (
    <details className="more">
      <summary>{t("haveCode")}</summary>
      <form noValidate onSubmit={(event) => { event.preventDefault(); send(); }}>
        <TextField id="resume-code" label={t("code")} hint={t("codeHint")} error={isWrong ? t("codeWrong") : undefined} dir="ltr" autoComplete="off" autoCapitalize="none" spellCheck={false}
          value={code} onChange={(event) => { setCode(event.target.value); setWrong(false); }} />
        <div className="actions"><button type="submit" className="button outline">{t("codeOpen")}</button></div>
      </form>
    </details>
  );
}
