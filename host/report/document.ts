// The JSON documents that `run`, `verify` and `steps` end with (that of `audit`: audit/audit.ts); scripts rely on their
// shapes, which docs/schemas shows.
import { z } from "zod";
import { headSchema } from "./head-schema.js";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const artifactSchema = z.strictObject({
  path: z.string().describe("Relative to the stage's folder."),
  bytes: z.number().int().nonnegative().nullable().describe("Null when the artifact was expected and did not come."),
  sha256: z.string().nullable(),
  expected: z.string().nullable().describe("The pin; null when there is none."),
  ok: z.boolean(),
  fromStore: z.literal(true).optional()
    .describe("Not made in this run, but in an earlier one with the same inputs; hashed and compared again."),
  engine: z.string().optional().describe("On which it was made, where that is known."),
});

export const stepRunSchema = z.strictObject({
  name: z.string(),
  stage: z.string(),
  engine: z.string()
    .describe("On which it ran: --engine, or another one for steps that this engine does not run here."),
  emulator: z.string().nullable().optional().describe("The program, and its version or place, that ran the step's " +
    "instructions; null when the processor did itself. Not there for a step of an earlier run."),
  memory: z.number().int().optional().describe("MB of the emulated machine that it ran in."),
  seconds: z.number().nonnegative(),
  userSeconds: z.number().nonnegative().optional()
    .describe("Processor time of its programs, on a host's kernel that tells it."),
  systemSeconds: z.number().nonnegative().optional().describe("Processor time of the kernel for them, likewise."),
  fromStore: z.literal(true).optional().describe("It ran in an earlier run."),
  key: hash.optional().describe("The hash of everything that went into it; not there for a step of your own."),
});

export const stageSchema = z.strictObject({
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
  engine: z.string().describe("What was asked for: --engine. Each step says what it ran on."),
  seed: z.strictObject({ file: z.string(), bytes: z.number().int(), sha256: z.string() })
    .describe("Bytes of code, and the hash of the whole seed (of a boot sector all 512 bytes): the one that the " +
      "engine of the first step starts."),
  steps: z.array(stepRunSchema).describe("Those that were begun, or come from the store."),
  stages: z.array(stageSchema),
  error: z.strictObject({ stage: z.string().nullable(), message: z.string() }).optional()
    .describe("Only when ok is false: the step that failed, if one had begun, and why."),
});

/** What is read of a document that somebody's run has printed, of this version or another. */
export const theirRunSchema = z.preprocess(withStages, z.object({
  stages: z.array(z.object({
    name: z.string(),
    artifacts: z.array(z.object({
      path: z.string(),
      sha256: z.string().nullable(),
      fromStore: z.literal(true).optional(),
      engine: z.string().optional(),
    })),
  })),
  error: z.object({ message: z.string() }).optional(),
}));

/** What statements take from a run's document (host/attest), of this version or a later one. */
export const attestedRunSchema = z.object({
  rootseed: z.object(headSchema("run").rootseed.shape),
  date: headSchema("run").date,
  host: z.object(headSchema("run").host.shape),
  steps: z.array(z.object(stepRunSchema.shape)),
  stages: z.array(z.object({ name: z.string(), artifacts: z.array(z.object(artifactSchema.shape)) })),
});

/** Up to version 2 of these documents `stages` was called `milestones`. */
function withStages(document: unknown): unknown {
  return typeof document === "object" && document !== null && "milestones" in document
    ? { stages: document.milestones, ...document } : document;
}

/** One artifact in the matrix of `verify`: its pin, and what each column found. */
export const rowSchema = z.strictObject({
  stage: z.string(),
  path: z.string(),
  expected: z.string().nullable().describe("The pin; null when there is none."),
  found: z.record(z.string(), z.string().nullable())
    .describe("By engine (or other column): the hash, null when it is missing."),
  madeOn: z.record(z.string(), z.string()).optional()
    .describe("By engine: another one that has made it for this column, because that does not run such steps here."),
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
  checks: z.array(z.strictObject({
    after: z.string().describe("The stage or step after which its steps run."),
    steps: z.array(z.string()),
    ok: z.boolean(),
    message: z.string().optional().describe("Why it is not ok."),
  })).optional().describe("With --fixed-points alone."),
});

export const attestSchema = z.strictObject({
  ...headSchema("attest"),
  ok: z.boolean().describe("Every file holds a statement that counts, none is missing, and all say what is pinned."),
  parties: z.array(z.strictObject({
    name: z.string().describe("What the file of the key is called, without its ending."),
    keyId: hash.describe("The SHA-256 of the public key in DER."),
  })),
  statements: z.array(z.strictObject({
    file: z.string(),
    step: z.string().nullable().describe("Null where that could not be found out."),
    signers: z.array(z.string()).describe("The parties who have signed it."),
    engine: z.string().nullable().describe("On which it says that the step ran."),
    fromStore: z.boolean().describe("It says that the step ran in an earlier run."),
    refused: z.string().nullable().describe("Why it does not count; null when it does."),
  })),
  missing: z.array(z.strictObject({ party: z.string(), step: z.string() }))
    .describe("Who has no statement that counts on a step that was asked for."),
  notRead: z.array(z.string()).describe("Files that are not called *.json."),
  artifacts: z.array(rowSchema.omit({ madeOn: true }).extend({
    step: z.string(),
    found: z.record(z.string(), z.string().nullable())
      .describe("By party: the hash that it has signed, null when it has said nothing of the artifact."),
  })),
});

export const explainSchema = z.strictObject({
  ...headSchema("explain"),
  artifact: z.string().describe("The id of the artifact that was asked for."),
  nodes: z.array(z.strictObject({
    id: z.string().describe("KIND:PATH."),
    kind: z.enum(["artifact", "step", "archive", "file"]).describe("A file is one of the repository."),
    path: z.string().describe("STAGE/PATH of an artifact, the name of a step, a path in the repository."),
    sha256: hash.nullable().describe("Null of a step, and of an artifact without a pin."),
    from: z.array(z.string()).describe("The ids of what it is made of."),
  })).describe("Everything that the artifact comes from: all that could take part."),
});

export const explainProcessesSchema = z.strictObject({
  ...headSchema("explain-processes"),
  artifact: z.string().describe("STAGE/PATH of what was asked for."),
  sha256: hash,
  processes: z.array(z.strictObject({
    id: z.string().describe("STEP#NUMBER."),
    step: z.string(),
    programs: z.array(z.strictObject({
      path: z.string(), sha256: hash, folder: z.string(), arguments: z.array(z.string()),
    })).describe("None of a process that goes on as what has started it."),
    causes: z.array(z.strictObject({
      how: z.enum(["runs", "reads", "reads a pipe of", "is started by", "is made of"]),
      path: z.string().nullable().describe("In the machine; null where it is no file."),
      sha256: hash.nullable(),
      by: z.array(z.string()).describe("The ids of those who made it."),
      leaf: z.strictObject({ kind: z.enum(["file", "archive", "unknown"]), path: z.string() }).optional()
        .describe("Of a file that no process has made: a file of the repository, or an archive."),
    })),
  })).describe("Those that it comes from by the records of processes."),
});

const pinSchema = z.strictObject({
  path: z.string(),
  sha256: hash.nullable().describe("Null where a pin is to be made again."),
});

export const stepsSchema = z.strictObject({
  ...headSchema("steps"),
  steps: z.array(z.strictObject({
    name: z.string(),
    title: z.string().describe("How its script begins to say what it makes."),
    stage: z.string(),
    folder: z.string(),
    madeBy: z.string().nullable()
      .describe("The step whose compiler it is made with, or `seed`; null where nothing is compiled."),
    runsOn: z.string().describe("The processor that its programs need."),
    flags: z.array(z.string()).describe("As steps/manifest explains them."),
    archives: z.array(z.strictObject({
      name: z.string().describe("steps/archives/NAME."),
      file: z.string(), bytes: z.number().int(), sha256: hash, places: z.array(z.string()),
    })),
    patches: z.array(z.string()),
    generated: z.array(z.strictObject({
      path: z.string(), files: z.number().int(),
      reason: z.string().nullable()
        .describe("Why it is none, or takes no part, or that it is made anew; null for one that is used as shipped."),
    })).describe("Files of the archives that look generated; a pattern with the number that it stands for."),
    exports: z.array(z.string()).describe("Folders of the machine that later steps use."),
    pins: z.array(pinSchema).nullable().describe("The artifacts, STAGE/PATH; null when there are no pins yet."),
    inputs: z.array(pinSchema).nullable().describe("The files of the repository that take part."),
  })),
});

export type Artifact = z.infer<typeof artifactSchema>;
export type Stage = z.infer<typeof stageSchema>;
export type StepDocument = z.infer<typeof stepRunSchema>;
export type RunDocument = z.infer<typeof runSchema>;
export type VerifyDocument = z.infer<typeof verifySchema>;
export type AttestDocument = z.infer<typeof attestSchema>;
export type ExplainedProcess = z.infer<typeof explainProcessesSchema>["processes"][number];
export type MatrixRow = z.infer<typeof rowSchema>;
