/** What the address says: district, survey and, in the fragment, a personal invitation or the code of saved answers. */

export type Address = { slug: string; surveyId: string; invitation: string; code: string };

/** Reads the address and takes the secrets out of the bar, so that they are not shared or photographed by accident. */
export function readAddress(): Address {
  const [, slug = "", surveyId = ""] = /^\/d\/([^/]+)\/s\/([^/]+)/.exec(location.pathname) ?? [];
  const secrets = new URLSearchParams(location.hash.slice(1));
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  return { slug: decodeURIComponent(slug), surveyId: decodeURIComponent(surveyId), invitation: secrets.get("i") ?? "", code: secrets.get("r") ?? "" };
}

/** The link that opens saved answers on any device. What follows # is sent to nobody. */
export const resumeLink = (code: string) => `${location.origin}${location.pathname}#r=${code}`;
