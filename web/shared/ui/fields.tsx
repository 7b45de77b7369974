/** Labelled form fields: hint and error are tied to the field for screen readers. */
import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from "react";
import { useSharedText } from "../i18n/texts";

type Labelled = { id: string; label: ReactNode; hint?: ReactNode; error?: string | undefined; isOptional?: boolean };

function describedBy({ id, hint, error }: Labelled): string | undefined {
  return [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ") || undefined;
}

function Frame({ labelled, children }: { labelled: Labelled; children: ReactNode }) {
  const { id, label, hint, error, isOptional } = labelled;
  const t = useSharedText();
  return (
    <div className={error ? "field has-error" : "field"}>
      <label htmlFor={id}>{label}{isOptional ? <span className="hint"> ({t("optional")})</span> : null}</label>
      {hint ? <p className="hint" id={`${id}-hint`}>{hint}</p> : null}
      {error ? <p className="error" id={`${id}-error`}>{error}</p> : null}
      {children}
    </div>
  );
}

function split<T extends Labelled>(props: T) {
  const { label, hint, error, isOptional, ...rest } = props;
  return { labelled: { id: props.id, label, hint, error, isOptional: isOptional ?? false } as Labelled, rest };
}

export function TextField(props: Labelled & InputHTMLAttributes<HTMLInputElement>) {
  const { labelled, rest } = split(props);
  return (
    <Frame labelled={labelled}>
      <input className="input" aria-describedby={describedBy(labelled)} aria-invalid={labelled.error ? true : undefined} {...rest} />
    </Frame>
  );
}

export function TextArea(props: Labelled & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const { labelled, rest } = split(props);
  return (
    <Frame labelled={labelled}>
      <textarea className="input" rows={6} aria-describedby={describedBy(labelled)} aria-invalid={labelled.error ? true : undefined} {...rest} />
    </Frame>
  );
}

export function Select(props: Labelled & SelectHTMLAttributes<HTMLSelectElement>) {
  const { labelled, rest } = split(props);
  return (
    <Frame labelled={labelled}>
      <select className="input" aria-describedby={describedBy(labelled)} aria-invalid={labelled.error ? true : undefined} {...rest} />
    </Frame>
  );
}

export type Option<V extends string> = { value: V; label: ReactNode; hint?: ReactNode };
type Group<V extends string> = { id: string; legend: ReactNode; options: Option<V>[]; error?: string | undefined; hint?: ReactNode; isRow?: boolean };

/** Radio buttons under one legend; the first one carries the group's id so that an error link can reach it. */
export function Radios<V extends string>({ id, legend, options, error, hint, isRow, value, onChange }: Group<V> & { value: V | ""; onChange: (value: V) => void }) {
  return (
    <fieldset className={error ? "field has-error" : "field"} aria-describedby={describedBy({ id, label: legend, hint, error })}>
      <legend>{legend}</legend>
      {hint ? <p className="hint" id={`${id}-hint`}>{hint}</p> : null}
      {error ? <p className="error" id={`${id}-error`}>{error}</p> : null}
      <div className={isRow ? "choices row" : "choices"}>
        {options.map((option, index) => (
          <div className="choice" key={option.value}>
            <input type="radio" id={index ? `${id}-${option.value}` : id} name={id} value={option.value} checked={option.value === value} onChange={() => onChange(option.value)} />
            <label htmlFor={index ? `${id}-${option.value}` : id}>{option.label}{option.hint ? <span className="hint">{option.hint}</span> : null}</label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

export function Checkboxes<V extends string>({ id, legend, options, error, hint, values, onChange }: Group<V> & { values: V[]; onChange: (values: V[]) => void }) {
  const toggle = (value: V) => onChange(values.includes(value) ? values.filter((each) => each !== value) : [...values, value]);
  return (
    <fieldset className={error ? "field has-error" : "field"} aria-describedby={describedBy({ id, label: legend, hint, error })}>
      <legend>{legend}</legend>
      {hint ? <p className="hint" id={`${id}-hint`}>{hint}</p> : null}
      {error ? <p className="error" id={`${id}-error`}>{error}</p> : null}
      <div className="choices">
        {options.map((option, index) => (
          <div className="choice" key={option.value}>
            <input type="checkbox" id={index ? `${id}-${option.value}` : id} checked={values.includes(option.value)} onChange={() => toggle(option.value)} />
            <label htmlFor={index ? `${id}-${option.value}` : id}>{option.label}{option.hint ? <span className="hint">{option.hint}</span> : null}</label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

export function SubmitButton({ isBusy, busyLabel, children }: { isBusy: boolean; busyLabel: string; children: ReactNode }) {
  // A busy button stays focusable and says what it does; pressing it again is harmless, the key is the same.
  return <button type="submit" className="button" aria-disabled={isBusy} onClick={(event) => { if (isBusy) event.preventDefault(); }}>{isBusy ? busyLabel : children}</button>;
}
