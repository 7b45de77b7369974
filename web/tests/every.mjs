/** All tests of the pages in one process: the compiler is loaded and each module translated once, not once a file. */
import { readdir } from "node:fs/promises";

for (const name of (await readdir(import.meta.dirname)).sort()) {
  if (name.endsWith(".test.mjs")) await import(`./${name}`);
}
