/**
 * The survey library carries its theme as 1,600 CSS variables in a script and writes them into a <style> element,
 * which a strict policy forbids. This plugin turns them into a style sheet at build time: our colours put in,
 * every reference resolved (older phones know no relative colours) and unused names dropped.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const VIRTUAL = "virtual:survey-theme.css";
const RESOLVED = "\0survey-theme.css";

export function surveyTheme(overrides) {
  const sheet = {
    name: "survey-theme",
    resolveId: (id) => (id === VIRTUAL ? RESOLVED : undefined),
    load: (id) => (id === RESOLVED ? themeSheet(overrides) : undefined),
  };
  return [sheet, rewrite("survey-core", withoutBaseTheme), rewrite("survey-react-ui", withoutInlineStyle)];
}

function rewrite(library, change) {
  const filter = { id: new RegExp(`${library}\\.mjs$`) };
  return { name: `rewrite-${library}`, transform: { filter, handler: (code) => ({ code: change(code), map: null }) } };
}

// One icon, the timer's circle, carries a style attribute; as markup it would break the policy on every survey.
function withoutInlineStyle(code) {
  const plain = code.replace(/ style=\\"stroke:var\(--sd-timer[^"]*"/g, "");
  if (plain === code) throw new Error("survey-react-ui no longer has the inline style that the build takes out");
  return plain;
}

function withoutBaseTheme(code) {
  const start = code.indexOf("var baseTheme = {");
  const end = code.indexOf("\n};", start);
  if (start < 0 || end < 0) throw new Error("survey-core no longer has its theme where the build expects it");
  return `${code.slice(0, start)}var baseTheme = {"themeName":"default","colorPalette":"light","cssVariables":{}};${code.slice(end + 3)}`;
}

async function themeSheet(overrides) {
  const core = require.resolve("survey-core");
  const { BaseTheme } = require(core);
  const variables = { ...BaseTheme.cssVariables, ...overrides };
  const sheet = require.resolve("survey-core/survey-core.fontless.css");
  const redefined = new Set([...(await readFile(sheet, "utf8")).matchAll(/^\s*(--sjs2-[\w-]+):/gm)].map((found) => found[1]));
  const script = join(dirname(core), "fesm/survey-core.mjs");
  const sources = await Promise.all([sheet, script, require.resolve("survey-react-ui")].map((path) => readFile(path, "utf8")));
  // The script's own theme table would count every name as used.
  const used = new Set([sources[0], withoutBaseTheme(sources[1]), sources[2]].flatMap(namesIn));
  const lines = Object.keys(variables)
    .filter((name) => used.has(name) && !redefined.has(name))
    .map((name) => `${name}:${resolve(variables, redefined, variables[name])};`);
  return `.sd-theme-root{${lines.join("")}}`;
}

const namesIn = (text) => [...text.matchAll(/(?:var\(\s*|["'`])(--sjs2-[\w-]+)/g)].map((found) => found[1]);

// What the library's own sheet sets again for phones stays a reference.
function resolve(variables, redefined, value) {
  const isFixed = (name) => name in variables && !redefined.has(name);
  const plain = value.replace(/var\((--[\w-]+)\)/g, (whole, name) => (isFixed(name) ? resolve(variables, redefined, variables[name]) : whole));
  return plain
    .replace(/calc\(([\d.]+)(px|%) \* ([\d.]+)\)/g, (_, size, unit, times) => `${round(size * times)}${unit}`)
    .replace(/rgba\(from (#[0-9a-fA-F]{3,6}|rgba\([^)]*\)) r g b \/ ([\d.]+)%\)/g, (_, colour, alpha) => faded(colour, alpha / 100));
}

const round = (number) => Math.round(number * 1000) / 1000;

function faded(colour, alpha) {
  if (colour.startsWith("rgba")) return colour.replace(/[\d.]+\)$/, `${alpha})`);
  const digits = colour.length === 4 ? [...colour.slice(1)].map((digit) => digit + digit).join("") : colour.slice(1);
  const [red, green, blue] = digits.match(/../g).map((pair) => parseInt(pair, 16));
  return alpha === 0 ? "transparent" : `rgba(${red},${green},${blue},${alpha})`;
}
