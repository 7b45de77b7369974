/** Surveys to begin with, in English and Spanish; each is loaded when it is chosen. */
import type { Definition } from "../../../shared/api/types";

export const TEMPLATES = {
  climate: async () => (await import("./climate.json")).default as Definition,
  event: async () => (await import("./event.json")).default as Definition,
  needs: async () => (await import("./needs.json")).default as Definition,
  staffPulse: async () => (await import("./staff-pulse.json")).default as Definition,
};
export type Template = keyof typeof TEMPLATES;
export const TEMPLATE_NAMES = Object.keys(TEMPLATES) as Template[];
