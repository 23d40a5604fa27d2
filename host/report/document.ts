// The JSON documents that `run`, `verify` and `steps` end with (that of `audit`: audit/audit.ts); scripts rely on their
// shapes, which docs/schemas shows.
import { z } from "zod";
import { headSchema } from "./head.js";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const artifactSchema = z.strictObject({
  path: z.string().describe("Relative to the milestone's folder."),
  bytes: z.number().int().nonnegative().nullable().describe("Null when the artifact was expected and did not come."),
  sha256: z.string().nullable(),
  expected: z.string().nullable().describe("The pin; null when there is none."),
  ok: z.boolean(),
  fromStore: z.literal(true).optional()
    .describe("Not made in this run, but in an earlier one with the same inputs; hashed and compared again."),
});

export const milestoneSchema = z.strictObject({
  name: z.string(),
  seconds: z.number().nonnegative(),
  artifacts: z.array(artifactSchema),
  tests: z.strictObject({
    passed: z.number().int(),
    failed: z.number().int(),
    skipped: z.number().int(),
  }).optional(),
});

export const runSchema = z.strictObject({
  ...headSchema("run"),
  ok: z.boolean(),
  engine: z.string().describe("What the chain ran on: --engine."),
  emulator: z.string().nullable()
    .describe("The program, and its version, that ran the chain's instructions; null when the processor did itself."),
  seed: z.strictObject({ file: z.string(), bytes: z.number().int(), sha256: z.string() })
    .describe("Bytes of code, and the hash of the whole seed (of a boot sector all 512 bytes)."),
  milestones: z.array(milestoneSchema),
  error: z.strictObject({ milestone: z.string().nullable(), message: z.string() }).optional()
    .describe("Only when ok is false: the link that failed, if one had begun, and why."),
});

/** What is read of a document that somebody's run has printed, of this version or another. */
export const theirRunSchema = z.object({
  milestones: z.array(z.object({
    name: z.string(),
    artifacts: z.array(z.object({
      path: z.string(),
      sha256: z.string().nullable(),
      fromStore: z.literal(true).optional(),
    })),
  })),
  error: z.object({ message: z.string() }).optional(),
});

/** One artifact in the matrix of `verify`: its pin, and what each column found. */
export const rowSchema = z.strictObject({
  milestone: z.string(),
  path: z.string(),
  expected: z.string().nullable().describe("The pin; null when there is none."),
  found: z.record(z.string(), z.string().nullable())
    .describe("By engine (or other column): the hash, null when it is missing."),
  ok: z.boolean(),
});

export const verifySchema = z.strictObject({
  ...headSchema("verify"),
  ok: z.boolean(),
  columns: z.array(z.string()).describe("The engines; or the folder, or `store`; and `theirs` with --against."),
  fromStore: z.record(z.string(), z.number().int())
    .describe("By column: how many artifacts were not made for this, but in an earlier run."),
  notRun: z.array(z.strictObject({ engine: z.string(), reason: z.string() }))
    .describe("The engines that cannot run here, or whose run could not begin."),
  artifacts: z.array(rowSchema),
});

const pinSchema = z.strictObject({
  path: z.string(),
  sha256: hash.nullable().describe("Null where a pin is to be made anew."),
});

export const stepsSchema = z.strictObject({
  ...headSchema("steps"),
  steps: z.array(z.strictObject({
    name: z.string(),
    milestone: z.string(),
    folder: z.string(),
    archives: z.array(z.strictObject({
      file: z.string(), bytes: z.number().int(), sha256: hash, places: z.array(z.string()),
    })),
    patches: z.array(z.string()),
    generated: z.array(z.strictObject({ path: z.string(), files: z.number().int() }))
      .describe("Files of the archives that a program has made; a pattern with the number that it stands for."),
    leaves: z.array(z.string()).describe("Folders of the machine that later steps use."),
    pins: z.array(pinSchema).nullable().describe("The artifacts, MILESTONE/PATH; null when there are no pins yet."),
    inputs: z.array(pinSchema).nullable().describe("The files of the repository that take part."),
  })),
});

export type Artifact = z.infer<typeof artifactSchema>;
export type Milestone = z.infer<typeof milestoneSchema>;
export type RunDocument = z.infer<typeof runSchema>;
export type MatrixRow = z.infer<typeof rowSchema>;
