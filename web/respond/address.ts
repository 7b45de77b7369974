/** What the address says: district, survey and, in the fragment, a personal invitation. */

export type Address = { slug: string; surveyId: string; invitation: string };

/** Reads the address and takes the invitation out of the bar, so that it is not shared or photographed by accident. */
export function readAddress(): Address {
  const [, slug = "", surveyId = ""] = /^\/d\/([^/]+)\/s\/([^/]+)/.exec(location.pathname) ?? [];
  const invitation = new URLSearchParams(location.hash.slice(1)).get("i") ?? "";
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  return { slug: decodeURIComponent(slug), surveyId: decodeURIComponent(surveyId), invitation };
}
