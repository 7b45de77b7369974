/** What the sections of one's own account have in common: heading, spoken outcome, and a button that asks first. */
import { useState, type ReactNode } from "react";
import { useAction } from "../../shared/api/load";
import { Dialog } from "../../shared/ui/Dialog";
import { Alert, Failure } from "../../shared/ui/parts";
import { useAccountText } from "./texts";

/** A section whose heading can take the focus, and which says aloud what was done. */
export function Part({ id, title, done = "", children }: { id: string; title: string; done?: string; children: ReactNode }) {
  return (
    <section>
      <h2 id={id} tabIndex={-1}>{title}</h2>
      <div role="status">{done ? <Alert kind="success"><p>{done}</p></Alert> : null}</div>
      {children}
    </section>
  );
}

/** Reading goes on at a heading when what had the focus is gone. */
export function focusOn(id: string): void {
  setTimeout(() => document.getElementById(id)?.focus());
}

type ConfirmProps = { label: string; spoken?: string; title: string; lead: string; yes: string; busy: string; work: () => Promise<void>; done: () => void; isSmall?: boolean };

/** A button that asks before it does what cannot be taken back; a failure is said in the question. */
export function ConfirmButton({ label, spoken, title, lead, yes, busy, work, done, isSmall = false }: ConfirmProps) {
  const t = useAccountText();
  const [isOpen, setOpen] = useState(false);
  const { isBusy, error, setError, run } = useAction();
  const open = () => { setError(null); setOpen(true); };
  const confirm = async () => {
    if (isBusy || !(await run(work))) return;
    setOpen(false);
    done();
  };
  return (
    <>
      <button type="button" className={isSmall ? "button outline small" : "button outline"} aria-label={spoken} onClick={open}>{label}</button>
      {isOpen ? (
        <Dialog title={title} close={() => setOpen(false)}>
          <p>{lead}</p>
          {error ? <Failure error={error} server /> : null}
          <div className="actions">
            <button type="button" className="button" aria-disabled={isBusy} onClick={() => void confirm()}>{isBusy ? busy : yes}</button>
            <button type="button" className="button plain" onClick={() => setOpen(false)}>{t("cancel")}</button>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}
