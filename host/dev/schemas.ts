// Writes docs/schemas: the JSON Schema of every document that a command prints with --json, made from the same
// descriptions by which the program itself checks what it prints. `npm run schemas`; a test compares.
import { join } from "node:path";
import { z } from "zod";
import { auditDocumentSchema } from "./audit/audit.js";
import { writeAtomically } from "../common/files.js";
import { repositoryRoot } from "../common/repository.js";
import {
  attestSchema, explainProcessesSchema, explainSchema, runSchema, stepsSchema, verifySchema,
} from "../report/document.js";
import { documentVersions } from "../report/head-schema.js";

const schemas = {
  run: runSchema, verify: verifySchema, steps: stepsSchema, audit: auditDocumentSchema, attest: attestSchema,
  explain: explainSchema,
  "explain-processes": explainProcessesSchema,
};

export const schemaKinds = Object.keys(documentVersions) as (keyof typeof documentVersions)[];

/** The text of docs/schemas/KIND.json. */
export function schemaText(kind: (typeof schemaKinds)[number]): string {
  const { $schema, ...schema } = z.toJSONSchema(schemas[kind]);
  const command = kind === "attest" ? "attest --verify" : kind;
  const title = `What \`rootseed ${command} --json\` prints, version ${documentVersions[kind]}`;
  return `${JSON.stringify({ $schema, title, ...schema }, undefined, 2)}\n`;
}

/** Writes them all. */
export async function main(): Promise<void> {
  for (const kind of schemaKinds) {
    const path = `docs/schemas/${kind}.json`;
    await writeAtomically(join(repositoryRoot(), path), schemaText(kind));
    process.stdout.write(`${path}: written\n`);
  }
}
