// The JSON document that `run --json` ends with; scripts rely on its shape.
import { z } from "zod";

export const artifactSchema = z.strictObject({
  /** Relative to the milestone's folder. */
  path: z.string(),
  /** Null when the artifact was expected and did not come. */
  bytes: z.number().int().nonnegative().nullable(),
  sha256: z.string().nullable(),
  /** The pin; null when there is none. */
  expected: z.string().nullable(),
  ok: z.boolean(),
  /** Not made in this run, but in an earlier one with the same inputs; hashed and compared again. */
  fromStore: z.literal(true).optional(),
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
  ok: z.boolean(),
  engine: z.string(),
  /** The program through which a lent kernel ran i386 programs, where it did not itself. */
  emulator: z.string().optional(),
  /** Bytes of code, and the hash of the whole seed (of a boot sector all 512 bytes). */
  seed: z.strictObject({ file: z.string(), bytes: z.number().int(), sha256: z.string() }),
  milestones: z.array(milestoneSchema),
  /** Only when ok is false: the link that failed, if one had begun, and why. */
  error: z.strictObject({ milestone: z.string().nullable(), message: z.string() }).optional(),
});

export type Artifact = z.infer<typeof artifactSchema>;
export type Milestone = z.infer<typeof milestoneSchema>;
export type RunDocument = z.infer<typeof runSchema>;
