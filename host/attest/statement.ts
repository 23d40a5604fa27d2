// Statements: what one party says that one step has made, of what, and on what. An in-toto Statement (v1) with a SLSA
// provenance (v1): the subject is the artifacts, resolvedDependencies are the repository's files, the archives and what
// the steps before have made, all by SHA-256.
//
// How it thinks: two parties who have built the same say the same in `subject` and `buildDefinition`, but for
// internalParameters, which are the circumstances; these, runDetails with its time, and nothing else may differ.
// A statement is written in one way (JSON.stringify), so that the same statement is the same bytes.
import { z } from "zod";
import { recordFilesOf } from "../record/place.js";
import type { Artifact } from "../report/document.js";
import type { Origin } from "../steps/origins.js";
import type { Pin } from "../steps/pins.js";
import type { Step } from "../steps/steps.js";
import { parsePlainJson } from "./plain-json.js";
import { harmless, Refusal } from "./refusal.js";

/** What a statement is about: a step of rootseed. Its version counts up when a field gets another meaning. */
export const stepType = "urn:x-rootseed:step:v1";

/** Who has built, when nothing else is said: the holder of this key. */
export const builderOf = (keyId: string): string => `urn:x-rootseed:builder:${keyId}`;

const word = z.string().min(1).max(400).regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u);
const resource = z.strictObject({
  name: word.regex(/^\S+$/),
  digest: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  downloadLocation: word.optional(),
});
const resources = z.array(resource).refine((list) => new Set(list.map(({ name }) => name)).size === list.length,
  "names something twice");

const statementSchema = z.strictObject({
  _type: z.literal("https://in-toto.io/Statement/v1"),
  subject: resources.min(1),
  predicateType: z.literal("https://slsa.dev/provenance/v1"),
  predicate: z.strictObject({
    buildDefinition: z.strictObject({
      buildType: z.literal(stepType),
      externalParameters: z.strictObject({ step: word, folder: word, stage: word, runsOn: word }),
      internalParameters: z.object({
        engine: word,
        emulator: word.nullable().optional(),
        memory: z.number().int().optional(),
        host: z.object({ platform: word, release: word, processor: word, model: word.nullable() }).optional(),
        fromStore: z.literal(true).optional(),
      }),
      resolvedDependencies: resources,
    }),
    runDetails: z.object({
      builder: z.object({ id: word, version: z.record(z.string(), word) }),
      metadata: z.object({ invocationId: word.optional(), finishedOn: word.optional() }).optional(),
      byproducts: resources.optional(),
    }),
  }),
});

export type Statement = z.infer<typeof statementSchema>;

type Resource = z.infer<typeof resource>;

/** What somebody knows of a step that has run. */
export interface Evidence {
  step: Step;
  /** What it has made, STAGE/PATH. */
  artifacts: Pin[];
  /** On what, and where. */
  circumstances: Statement["predicate"]["buildDefinition"]["internalParameters"];
  run: { invocationId?: string; finishedOn?: string };
  /** Its record of processes, if there is one. */
  record?: Pin | undefined;
}

/** The program that was used. */
export interface Builder {
  id: string;
  /** Its versions, by the names of its parts. */
  version: Record<string, string>;
}

const asResource = ({ path, sha256 }: Pin): Resource => ({ name: path, digest: { sha256 } });

/**
 * What a step is made of.
 * @param made what the steps before it have made, in their order
 */
export function dependenciesOf({ inputs, archives }: Origin, made: Pin[]): Resource[] {
  return [
    ...inputs.map(asResource),
    ...archives.map(({ file, sha256, places }) => {
      const address = places.find((place) => /^https?:/.test(place));
      return { ...asResource({ path: `sources/${file}`, sha256 }),
        ...address === undefined ? {} : { downloadLocation: address } };
    }),
    ...made.map(asResource),
  ];
}

/** What is asked for when a step is built. */
export function parametersOf({ name, folder, stage, runsOn }: Step) {
  return { step: name, folder, stage, runsOn };
}

/** The statement on a step. */
export function makeStatement(evidence: Evidence, origin: Origin, made: Pin[], builder: Builder): Statement {
  const { step, artifacts, circumstances, run, record } = evidence;
  return statementSchema.parse({
    _type: "https://in-toto.io/Statement/v1",
    subject: artifacts.map(asResource),
    predicateType: "https://slsa.dev/provenance/v1",
    predicate: {
      buildDefinition: {
        buildType: stepType,
        externalParameters: parametersOf(step),
        internalParameters: circumstances,
        resolvedDependencies: dependenciesOf(origin, made),
      },
      runDetails: {
        builder, ...Object.keys(run).length === 0 ? {} : { metadata: run },
        ...record === undefined ? {} : { byproducts: [asResource(record)] },
      },
    },
  });
}

/** The bytes of a statement. */
export function writeStatement(statement: Statement): Buffer {
  return Buffer.from(JSON.stringify(statement));
}

/** Reads a statement; throws a Refusal for what is none of this version. */
export function readStatement(payload: Uint8Array): Statement {
  const { success, data, error } = statementSchema.safeParse(parsePlainJson(payload));
  if (!success) {
    const [issue] = error.issues;
    const place = issue?.path.join(".") ?? "";
    throw new Refusal(`is no statement on a step: ${harmless(`${place}${place === "" ? "" : ": "}${issue?.message}`)}`);
  }
  return data;
}

/** What the file of a step's statement is called. */
export function fileNameOf({ folder }: Pick<Step, "folder">): string {
  return `${folder.slice(folder.lastIndexOf("/") + 1)}.dsse.json`;
}

/** The record of a step's processes, where one has come. */
export function recordOf(step: Step, found: Pick<Artifact, "path" | "sha256">[]): Pin | undefined {
  return thoseThatCame(step, recordFilesOf(step), found)[0];
}

/** Those of a step's artifacts that have come. */
export function artifactsOf(step: Step, found: Pick<Artifact, "path" | "sha256">[]): Pin[] {
  return thoseThatCame(step, (step.pins ?? []).map(({ path }) => path), found);
}

/** @param paths STAGE/PATH */
function thoseThatCame(step: Step, paths: string[], found: Pick<Artifact, "path" | "sha256">[]): Pin[] {
  const hashes = new Map(found.map(({ path, sha256 }) => [`${step.stage}/${path}`, sha256]));
  return paths.flatMap((path) => {
    const sha256 = hashes.get(path) ?? null;
    return sha256 === null ? [] : [{ path, sha256 }];
  });
}
