/** With whom something is shared and for how long: what every share says, whatever it shows. */
import type { Language } from "../../shared/api/types";
import type { Mistake } from "../../shared/ui/parts";
import type { useShareText } from "./texts";

export type Terms = { side: "colleague" | "guest"; userId: string; email: string; name: string; language: Language; days: string; mostViews: string };
export const NEW_TERMS: Terms = { side: "colleague", userId: "", email: "", name: "", language: "en", days: "30", mostViews: "" };

export function mistakesOf(terms: Terms, t: ReturnType<typeof useShareText>): Mistake[] {
  const isWithin = (text: string, most: number) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= most;
  return [
    ...(terms.side === "colleague" && !terms.userId ? [{ target: "share-user", text: t("needPerson") }] : []),
    ...(terms.side === "guest" && !terms.email.trim() ? [{ target: "share-email", text: t("needEmail") }] : []),
    ...(isWithin(terms.days, 90) ? [] : [{ target: "share-days", text: t("needDays") }]),
    ...(!terms.mostViews || isWithin(terms.mostViews, 10_000) ? [] : [{ target: "share-views", text: t("needViews") }]),
  ];
}

export function bodyOf(terms: Terms) {
  const guest = { email: terms.email.trim(), name: terms.name.trim(), language: terms.language };
  return {
    recipient: terms.side === "guest" ? guest : { user_id: terms.userId },
    days: Number(terms.days),
    most_views: terms.mostViews ? Number(terms.mostViews) : null,
  };
}
