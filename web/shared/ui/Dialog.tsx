/** A modal dialog: it takes the focus, keeps it, closes by Escape, and gives the focus back where it was. */
import { useId, useLayoutEffect, useRef, type ReactNode } from "react";

export function Dialog({ title, close, children }: { title: ReactNode; close: () => void; children: ReactNode }) {
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    shown?.showModal();
    return () => {
      shown?.close();
      // Where the opener is gone, reading goes on at the top of the page's main part.
      if (before instanceof HTMLElement && before.isConnected && before !== document.body) before.focus();
      else document.getElementById("main")?.focus();
    };
  }, []);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={titleId} onCancel={(event) => { event.preventDefault(); close(); }} onClose={close}>
      <h2 id={titleId}>{title}</h2>
      {children}
    </dialog>
  );
}
