import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import typescript from "typescript";

const { ModuleKind, ScriptTarget, JsxEmit } = typescript;
const compilerOptions = { module: ModuleKind.ESNext, target: ScriptTarget.ES2022, jsx: JsxEmit.ReactJSX, verbatimModuleSyntax: true };

export async function resolve(specifier, context, next) {
  if (specifier.startsWith(".")) {
    for (const ending of [".ts", ".tsx"]) {
      const address = new URL(specifier + ending, context.parentURL);
      if (existsSync(fileURLToPath(address))) return { url: address.href, shortCircuit: true };
    }
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!/\.tsx?$/.test(url)) return next(url, context);
  const source = await readFile(fileURLToPath(url), "utf8");
  return { format: "module", shortCircuit: true, source: typescript.transpileModule(source, { compilerOptions, fileName: url }).outputText };
}
