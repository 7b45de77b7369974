import { createRoot } from "react-dom/client";
import { LanguageProvider } from "../shared/i18n/language";
import "../shared/theme/page.css";
import { App } from "./App";
import { CertificatePage } from "./CertificatePage";

const root = document.getElementById("app");
if (root) createRoot(root).render(<LanguageProvider>{location.pathname.endsWith("/certificate") ? <CertificatePage /> : <App />}</LanguageProvider>);
