/**
 * The embeddable widget: <script src="https://HOST/widget.js" data-district="slug" data-lang="es" async></script>
 * adds one button; pressed, it opens the talk page in a frame. Styles sit in a shadow root, so neither page touches the other.
 */
const STYLE = `
:host { all: initial; }
button { position: fixed; inset-block-end: 1rem; inset-inline-end: 1rem; z-index: 2147483000; min-height: 44px; padding: .7rem 1.2rem; border: 2px solid #fff; border-radius: 2rem;
  background: #005ea2; color: #fff; font: 700 1rem/1.1 system-ui, sans-serif; cursor: pointer; box-shadow: 0 2px 8px #0006; }
button:hover { background: #1a4480; }
button:focus-visible { outline: 4px solid #2491ff; outline-offset: 2px; }
iframe { position: fixed; inset-block-end: 5rem; inset-inline-end: 1rem; z-index: 2147483000; width: min(26rem, calc(100vw - 2rem)); height: min(42rem, calc(100vh - 7rem));
  border: 1px solid #71767a; border-radius: .25rem; background: #fff; box-shadow: 0 4px 24px #0005; }
iframe[hidden] { display: none; }`;

const TEXTS = {
  en: { open: "Talk to us", close: "Close", title: "Talk to the school district" },
  es: { open: "Hable con nosotros", close: "Cerrar", title: "Hable con el distrito escolar" },
};

function addWidget(script: HTMLScriptElement) {
  const district = script.dataset["district"];
  if (!district) return;
  const asked = script.dataset["lang"] ?? (document.documentElement.lang || navigator.language);
  const language = asked.toLowerCase().startsWith("es") ? "es" : "en";
  const host = document.createElement("div");
  host.lang = language;
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const origin = new URL(script.src, location.href).origin;
  root.append(...createParts(`${origin}/d/${encodeURIComponent(district)}/talk?embed=1&lang=${language}`, origin, TEXTS[language]));
  document.body.append(host);
}

function createParts(address: string, origin: string, text: (typeof TEXTS)["en"]): [HTMLIFrameElement, HTMLButtonElement] {
  const frame = document.createElement("iframe");
  const button = document.createElement("button");
  frame.title = text.title;
  frame.hidden = true;
  frame.allow = "clipboard-write";
  button.type = "button";
  const show = (isOpen: boolean) => {
    // The page is fetched on the first press only: a visit to the host's site tells the district nothing.
    if (isOpen && !frame.src) frame.src = address;
    frame.hidden = !isOpen;
    button.textContent = isOpen ? text.close : text.open;
    button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) frame.focus();
    else button.focus({ preventScroll: true });
  };
  button.textContent = text.open;
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => show(Boolean(frame.hidden)));
  addEventListener("keydown", (event) => { if (event.key === "Escape" && !frame.hidden) show(false); });
  addEventListener("message", (event) => { if (event.origin === origin && event.source === frame.contentWindow && event.data === "parley:close") show(false); });
  return [frame, button];
}

// currentScript is known only while the script runs for the first time.
const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  // A script in the head runs before there is a body.
  if (document.readyState !== "loading") addWidget(script);
  else addEventListener("DOMContentLoaded", () => addWidget(script));
}
export {};
