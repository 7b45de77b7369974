import { createRoot } from "react-dom/client";
import { LanguageProvider } from "../shared/i18n/language";
import "../shared/theme/page.css";
import "./respond.css";
import { App } from "./App";
import { readAddress } from "./address";

const root = document.getElementById("app");
const first = document.getElementById("first");

/** The server has written the page to read at first; it stays until ours has as much to show. */
function takeOver() {
  if (!root || !root.hidden) return;
  const held = first?.contains(document.activeElement);
  root.hidden = false;
  first?.remove();
  if (held) document.getElementById("main")?.focus();
}

if (root) {
  root.hidden = Boolean(first?.childElementCount);
  createRoot(root).render(<LanguageProvider languages={["en", "es", "ar"]}><App address={readAddress()} takeOver={takeOver} /></LanguageProvider>);
}
