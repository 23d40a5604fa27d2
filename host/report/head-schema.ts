// How every JSON document begins: of which kind and version it is, which rootseed has printed it, when, and where. A
// version counts up when a field goes away or gets another meaning; new fields may come at any time, and readers pass
// over what they do not know. docs/schemas has the schema of each kind (schemas.ts). It must not need Node: the page
// imports it.
import { z } from "zod";

/** The kinds of documents, by the command that prints them, with their versions. */
export const documentVersions = {
  run: 4, verify: 3, steps: 3, audit: 3, attest: 1, explain: 1, "explain-processes": 1,
} as const;

export type Kind = keyof typeof documentVersions;

/** The fields of the beginning. */
export function headSchema<K extends Kind>(kind: K) {
  return {
    schema: z.strictObject({
      name: z.literal(`rootseed-${kind}` as const).describe("What kind of document this is."),
      version: z.literal(documentVersions[kind]).describe("Counts up when a field goes away or changes its meaning."),
    }),
    rootseed: z.strictObject({
      version: z.string().describe("As in package.json."),
      commit: z.string().nullable().describe("The commit that was checked out; null where there is no git repository."),
      modified: z.boolean().nullable().describe("True when files differ from that commit or were added to it."),
    }).describe("The program that printed this document."),
    date: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/).describe("When it was printed, in UTC."),
    host: z.strictObject({
      platform: z.string().describe("The operating system, as Node.js calls it."),
      release: z.string().describe("The version of its kernel."),
      processor: z.string().describe("The kind of processor, as Node.js calls it."),
      model: z.string().nullable().describe("What the processor calls itself."),
      node: z.string().describe("The version of Node.js."),
    }).describe("The computer on which it was printed."),
  };
}
