/** The frame of the public pages: district name, language switch, main part. */
import type { ReactNode } from "react";
import type { District } from "../api/types";
import { LanguageSwitch, SkipLink } from "./parts";

export function PublicFrame({ district, isEmbedded = false, children }: { district: District | null; isEmbedded?: boolean; children: ReactNode }) {
  const languages = <LanguageSwitch {...(district ? { languages: district.languages } : {})} />;
  if (isEmbedded) return <div className="embedded"><main id="main" tabIndex={-1} className="narrow">{languages}{children}</main></div>;
  return (
    <>
      <SkipLink />
      <header className="site">
        <div className="site-inner">
          <p className="site-name">{district?.name ?? "\u00a0"}</p>
          {languages}
        </div>
      </header>
      <main id="main" tabIndex={-1} className="narrow">{children}</main>
    </>
  );
}
