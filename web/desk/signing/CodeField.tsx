/** The field for a code of six digits: paste with spaces is fine, phones show digits and offer the code they know. */
import type { ComponentProps } from "react";
import { TextField } from "../../shared/ui/fields";
import { useSigningText } from "./texts";

export function CodeField(props: Omit<ComponentProps<typeof TextField>, "label">) {
  const t = useSigningText();
  return <TextField label={t("code")} hint={t("codeHint")} inputMode="numeric" autoComplete="one-time-code" spellCheck={false} required {...props} />;
}

/** A code as it is sent: its digits alone. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

export function isWholeCode(text: string): boolean {
  return digitsOf(text).length === 6;
}
