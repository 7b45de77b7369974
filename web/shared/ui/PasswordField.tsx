/** A password field that can show what is written in it; it hides it again when the form is sent. */
import { useEffect, useRef, useState, type ComponentProps } from "react";
import { useSharedText } from "../i18n/texts";
import { TextField } from "./fields";

export function PasswordField(props: Omit<ComponentProps<typeof TextField>, "type">) {
  const [isShown, setShown] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const t = useSharedText();
  useEffect(() => {
    const form = button.current?.form;
    const hide = () => { setShown(false); };
    form?.addEventListener("submit", hide);
    return () => { form?.removeEventListener("submit", hide); };
  }, []);
  return (
    <div className="password">
      <TextField spellCheck={false} autoCapitalize="none" {...props} type={isShown ? "text" : "password"} />
      <button ref={button} type="button" className="link-button" aria-controls={props.id} onClick={() => setShown(!isShown)}>{t(isShown ? "hidePassword" : "showPassword")}</button>
    </div>
  );
}
