/** A table that may be wider than the page: it scrolls by itself, also by keyboard. */
import type { ReactNode } from "react";
import "./tables.css";

export function TableBox({ label, children }: { label: string; children: ReactNode }) {
  return <div className="table-box" role="region" aria-label={label} tabIndex={0}><table>{children}</table></div>;
}
