// @vitest-environment node
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
// @ts-expect-error: a script, without types
import { answerTypes } from "../scripts/answer-types.mjs";

it("src/answer.ts is what the schema says (npm run types)", async () => {
  expect(readFileSync(new URL("../src/answer.ts", import.meta.url), "utf-8")).toBe(await answerTypes());
});
