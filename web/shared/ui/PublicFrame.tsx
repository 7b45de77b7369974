/** The frame of the public pages: district name, language switch, main part. */
import type { ReactNode } from "react";
import type { District } from "../api/types";
import { LanguageSwitch, SkipLink } from "./parts";

type Props = { district: District | null; isEmbedded?: boolean; languages?: string[] | undefined; current?: string | undefined; children: ReactNode };

export function PublicFrame({ district, isEmbedded = false, languages: offered = district?.languages, current, children }: Props) {
  const languages = <LanguageSwitch {...(offered ? { languages: offered } : {})} current={current} />;
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
