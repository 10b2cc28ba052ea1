// Writes src/answer.ts from the Answer's JSON Schema; run it with `npm run types` when the schema has changed.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compileFromFile } from "json-schema-to-typescript";

const SCHEMA = fileURLToPath(new URL("../../advisor/answers/answer.schema.json", import.meta.url));
const TARGET = fileURLToPath(new URL("../src/answer.ts", import.meta.url));

/** Returns the TypeScript types of the schema as text. */
export function answerTypes() {
  return compileFromFile(SCHEMA, {
    bannerComment: "// Generated from advisor/answers/answer.schema.json by `npm run types`: do not edit.",
    style: { printWidth: 120 },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(TARGET, await answerTypes());
