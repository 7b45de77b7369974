/** Lets Node run the pages' TypeScript in tests: types are taken out by the compiler that the build checks with. */
import { register } from "node:module";

register("./typescript-hooks.mjs", import.meta.url);
