/**
 * The survey library carries its theme as 1,600 CSS variables in a script and writes them into a <style> element,
 * which a strict policy forbids. This plugin turns them into a style sheet at build time: our colours put in,
 * every reference resolved (older phones know no relative colours) and unused names dropped.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const VIRTUAL = "virtual:survey-theme.css";
const RESOLVED = "\0survey-theme.css";

export function surveyTheme(overrides) {
  return {
    name: "survey-theme",
    resolveId: (id) => (id === VIRTUAL ? RESOLVED : undefined),
    load: (id) => (id === RESOLVED ? themeSheet(overrides) : undefined),
    transform: {
      filter: { id: /survey-core\.mjs$/ },
      handler: (code) => ({ code: withoutBaseTheme(code), map: null }),
    },
  };
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
  const sources = [require.resolve("survey-core/survey-core.fontless.css"), core, require.resolve("survey-react-ui")];
  const used = new Set((await Promise.all(sources.map(namesIn))).flat());
  const lines = Object.keys(variables)
    .filter((name) => used.has(name))
    .map((name) => `${name}:${resolve(variables, variables[name])};`);
  return `.sd-theme-root{${lines.join("")}}`;
}

async function namesIn(path) {
  const text = await readFile(path, "utf8");
  // The script's own theme table would count every name as used: only var() and plain strings outside it do.
  return [...text.matchAll(/var\(\s*(--sjs2-[\w-]+)/g), ...text.matchAll(/"(--sjs2-[\w-]+)"(?!\s*:)/g)].map((found) => found[1]);
}

function resolve(variables, value) {
  const plain = value.replace(/var\((--[\w-]+)\)/g, (whole, name) => (name in variables ? resolve(variables, variables[name]) : whole));
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
