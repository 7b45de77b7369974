import assert from "node:assert/strict";
import { test } from "node:test";
import { fitted } from "../shared/survey/pictures";

test("the longest side of a picture is at most 2,000 pixels, and its shape stays", () => {
  assert.deepEqual(fitted(4000, 3000), [2000, 1500]);
  assert.deepEqual(fitted(3000, 4000), [1500, 2000]);
  assert.deepEqual(fitted(640, 480), [640, 480]);
  assert.deepEqual(fitted(100_000, 10), [2000, 1]);
});
