/** Builds the five clients and the widget, and prints what each weighs over the wire. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { build } from "vite";
import { compressFile } from "./plugins/compress.mjs";
import { apps, here, settings } from "./vite.mjs";

async function buildWidget() {
  const outDir = join(here, "talk/dist");
  const entry = join(here, "talk/widget.ts");
  const lib = { entry, formats: ["iife"], name: "parleyWidget", fileName: () => "widget.js" };
  await build({ configFile: false, logLevel: "warn", publicDir: false, build: { outDir, lib, emptyOutDir: false, target: "es2020" } });
  await compressFile(join(outDir, "widget.js"));
}

async function report(app) {
  const folder = join(here, app, "dist/assets");
  const packed = (await readdir(folder)).filter((name) => name.endsWith(".br")).sort();
  for (const name of packed) console.log(`${app.padEnd(8)}${name.slice(0, -3).padEnd(44)}${(await stat(join(folder, name))).size} bytes brotli`);
}

for (const app of apps) await build(await settings(app));
await buildWidget();
for (const app of apps) await report(app);
