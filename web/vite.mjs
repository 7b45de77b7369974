/** The Vite settings of one browser client: page at dist/index.html, hashed files in dist/assets. */
import { readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compressFile, compressFolder } from "./plugins/compress.mjs";
import typescript from "typescript";
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
    plugins: [...surveyTheme(theme), page(app, dist)],
  };
}

/** The texts of the survey's page and of its simple version, by language, for the pages that the server writes. */
async function wordsOf(app) {
  const [page, plain] = await Promise.all(["words.ts", "plainWords.ts"].map((name) => imported(join(here, app, name))));
  return Object.fromEntries(Object.keys(page).map((language) => [language, { ...page[language], ...plain[language] }]));
}

async function imported(path) {
  const { ModuleKind, ScriptTarget } = typescript;
  const { outputText } = typescript.transpileModule(await readFile(path, "utf8"), { compilerOptions: { module: ModuleKind.ESNext, target: ScriptTarget.ES2022 } });
  return import(`data:text/javascript;base64,${Buffer.from(outputText).toString("base64")}`);
}

function page(app, dist) {
  return {
    name: "page",
    async closeBundle() {
      const index = join(dist, "index.html");
      await rename(join(dist, "assets/index.html"), index);
      if (app === "respond") await writeFile(join(dist, "words.json"), JSON.stringify(await wordsOf(app)));
      await Promise.all([compressFile(index), compressFolder(join(dist, "assets"))]);
    },
  };
}
