/** The Vite settings of one browser client: page at dist/index.html, hashed files in dist/assets. */
import { readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compressFile, compressFolder } from "./plugins/compress.mjs";
import { surveyTheme } from "./plugins/survey-theme.mjs";

export const here = dirname(fileURLToPath(import.meta.url));
export const apps = ["respond", "talk", "desk", "visit", "status", "privacy"];
// Phones of about 2021 and later; logical properties and ES modules work there without polyfills.
const browsers = ["chrome92", "safari15", "firefox91", "edge92"];

export async function settings(app) {
  const root = join(here, app);
  const dist = join(root, "dist");
  const theme = JSON.parse(await readFile(join(here, "shared/survey/theme.json"), "utf8"));
  return {
    root,
    configFile: false,
    base: `/assets/${app}/`,
    logLevel: "warn",
    publicDir: false,
    build: {
      outDir: join(dist, "assets"),
      assetsDir: "",
      emptyOutDir: true,
      target: browsers,
      assetsInlineLimit: 2048,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 2000,
    },
    plugins: [...surveyTheme(theme), page(dist)],
  };
}

function page(dist) {
  return {
    name: "page",
    async closeBundle() {
      const index = join(dist, "index.html");
      await rename(join(dist, "assets/index.html"), index);
      await Promise.all([compressFile(index), compressFolder(join(dist, "assets"))]);
    },
  };
}
