// Writes src/answer.ts from the Answer's JSON Schema; run it with `npm run types` when the schema has changed.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";

const SCHEMA = fileURLToPath(new URL("../../advisor/answers/answer.schema.json", import.meta.url));
const TARGET = fileURLToPath(new URL("../src/answer.ts", import.meta.url));

/** Returns the TypeScript types of the schema as text. */
export function answerTypes() {
  const schema = withoutFieldTitles(JSON.parse(readFileSync(SCHEMA, "utf-8")));
  return compile(schema, "AdvisorReply", {
    bannerComment: "// Generated from advisor/answers/answer.schema.json by `npm run types`: do not edit.",
    style: { printWidth: 120 },
  });
}

/** The titles of fields say nothing that their names don't, and would each become a type. */
function withoutFieldTitles(schema) {
  for (const definition of [schema, ...Object.values(schema.definitions)]) {
    for (const field of Object.values(definition.properties ?? {})) delete field.title;
  }
  schema.title = "AdvisorReply";
  return schema;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(TARGET, await answerTypes());
