// Compares statements with each other, and with what the repository says: which party says what of which artifact. What
// does not count is refused with its reason; what is missing is said; nothing is taken for granted.
//
// How it thinks: a statement counts when known keys have signed all of it, when its file is called as its step is, and
// when it says that the step was made of exactly what this repository names. Then its word on each artifact goes into
// the matrix, right or wrong.
import type { MatrixRow } from "../report/document.js";
import type { Origin } from "../steps/origins.js";
import { unpinned, type Pin } from "../steps/pins.js";
import type { Step } from "../steps/steps.js";
import { unseal } from "./dsse.js";
import type { Party } from "./keys.js";
import { parsePlainJson } from "./plain-json.js";
import { harmless, Refusal } from "./refusal.js";
import { builderOf, dependenciesOf, fileNameOf, parametersOf, readStatement, type Statement } from "./statement.js";

/** A file that should hold a statement: its bytes, or why there are none. */
export interface Given {
  /** Where it lies, for people; its name is what follows the last slash. */
  path: string;
  content: Uint8Array | Refusal;
}

/** What a file has come to. */
export interface Judged {
  path: string;
  /** Undefined where that could not be found out. */
  step: string | undefined;
  /** Those who have signed it; nobody when it is refused before that is known. */
  signers: string[];
  engine: string | undefined;
  fromStore: boolean;
  /** Why it does not count; undefined when it counts. */
  refused: string | undefined;
  /** What it says of the step's artifacts, when it counts. */
  artifacts: Pin[];
}

export interface Comparison {
  ok: boolean;
  statements: Judged[];
  /** Who has said nothing on which step. */
  missing: { party: string; step: string }[];
  rows: StatedRow[];
}

/** One artifact: its pin, and what each party has signed. */
export interface StatedRow extends MatrixRow {
  step: string;
}

/** What statements are compared with. */
export interface Expected {
  /** All steps of the repository. */
  steps: Step[];
  origins: Map<string, Origin>;
  /** Those on which each party has to have said something. */
  wanted: Step[];
}

/** Compares the statements of some parties. */
export function compareStatements(given: Given[], parties: Party[], expected: Expected): Comparison {
  const statements = given.map((file) => judge(file, parties, expected));
  const counting = statements.filter(({ refused }) => refused === undefined);
  const missing = parties.flatMap(({ name: party }) => expected.wanted
    .filter(({ name }) => !counting.some(({ step, signers }) => step === name && signers.includes(party)))
    .map(({ name }) => ({ party, step: name })));
  const spoken = expected.steps.filter((step) => expected.wanted.includes(step) ||
    counting.some((one) => one.step === step.name));
  const rows = spoken.flatMap((step) =>
    rowsOf(step, counting.filter((one) => one.step === step.name), parties, expected.wanted.includes(step)));
  const ok = rows.length > 0 && missing.length === 0 && counting.length === statements.length &&
    rows.every((row) => row.ok);
  return { ok, statements, missing, rows };
}

/** Whether a file's statement counts, and what it says. */
function judge({ path, content }: Given, parties: Party[], expected: Expected): Judged {
  const judged: Judged = {
    path, step: undefined, signers: [], engine: undefined, fromStore: false, refused: undefined, artifacts: [],
  };
  try {
    if (content instanceof Refusal) {
      throw content;
    }
    const { payload, signers } = unseal(parsePlainJson(content), parties);
    judged.signers = signers.map(({ name }) => name);
    const statement = readStatement(payload);
    const step = stepOf(statement, expected.steps);
    judged.step = step.name;
    const { engine, fromStore } = statement.predicate.buildDefinition.internalParameters;
    Object.assign(judged, { engine, fromStore: fromStore ?? false });
    checkName(path, step);
    checkBuilder(statement, signers);
    checkOrigin(statement, step, expected);
    judged.artifacts = subjectsOf(statement, step);
  } catch (error) {
    if (!(error instanceof Refusal)) {
      throw error;
    }
    judged.refused = error.message;
  }
  return judged;
}

/** The step that a statement is about, as this repository has it. */
function stepOf(statement: Statement, steps: Step[]): Step {
  const parameters = statement.predicate.buildDefinition.externalParameters;
  const step = steps.find(({ name }) => name === parameters.step);
  if (step === undefined) {
    throw new Refusal(`is about the step ${harmless(parameters.step)}, which this repository does not have`);
  }
  const here = parametersOf(step);
  const other = (Object.keys(here) as (keyof typeof here)[]).find((name) => here[name] !== parameters[name]);
  if (other !== undefined) {
    throw new Refusal(`is about another step ${step.name}: its ${other} is ${harmless(parameters[other])}, ` +
      `here ${here[other]}`);
  }
  return step;
}

function checkName(path: string, step: Step): void {
  if (path.slice(path.lastIndexOf("/") + 1) !== fileNameOf(step)) {
    throw new Refusal(`is about the step ${step.name}: its file would be called ${fileNameOf(step)}`);
  }
}

/** A builder that is named after a key is the one who has signed with it. */
function checkBuilder(statement: Statement, signers: Party[]): void {
  const { id } = statement.predicate.runDetails.builder;
  if (id.startsWith(builderOf("")) && !signers.some((signer) => builderOf(signer.id) === id)) {
    throw new Refusal(`says that ${harmless(id)} has built it, but that key has not signed it`);
  }
}

/** Throws when a step was not made of what this repository names. */
function checkOrigin(statement: Statement, step: Step, { origins, steps }: Expected): void {
  const here = origins.get(step.name) as Origin;
  const made = here.earlier.flatMap(({ pins }) => pins ?? []);
  const before = new Set(steps.flatMap(({ pins }) => pins ?? []).map(({ path }) => path));
  const pinned = new Map(dependenciesOf(here, made).map(({ name, digest }) => [name, digest.sha256]));
  const differences: string[] = [];
  const wordFor = (name: string): string => before.has(name) ? "pinned" : "here";
  for (const { name, digest } of statement.predicate.buildDefinition.resolvedDependencies) {
    const hash = pinned.get(name);
    pinned.delete(name);
    if (hash === undefined) {
      differences.push(`${harmless(name)} takes no part here`);
    } else if (hash === unpinned) {
      differences.push(`${name} is not pinned here`);
    } else if (hash !== digest.sha256) {
      differences.push(`${name} was ${digest.sha256}, ${wordFor(name)} it is ${hash}`);
    }
  }
  differences.push(...[...pinned.keys()].map((name) => `${name} is missing`));
  if (differences.length > 0) {
    throw new Refusal(`says that the step was made of something else: ${differences[0]}` +
      (differences.length > 1 ? `, and ${differences.length - 1} more` : ""));
  }
}

/** What a statement says of the step's artifacts; it must not speak of others. */
function subjectsOf({ subject }: Statement, { pins, name }: Step): Pin[] {
  const stranger = subject.find((one) => !(pins ?? []).some(({ path }) => path === one.name));
  if (stranger !== undefined) {
    throw new Refusal(`speaks of ${harmless(stranger.name)}, which the step ${name} does not make`);
  }
  return subject.map((one) => ({ path: one.name, sha256: one.digest.sha256 }));
}

/** One row an artifact of a step; of two things that a party says of it, the wrong one. */
function rowsOf(step: Step, statements: Judged[], parties: Party[], isWanted: boolean): StatedRow[] {
  return (step.pins ?? []).map(({ path, sha256 }) => {
    const expected = sha256 === unpinned ? null : sha256;
    const said = parties.map(({ name }) => ({ name, hashes: statements.filter(({ signers }) => signers.includes(name))
      .map(({ artifacts }) => artifacts.find((artifact) => artifact.path === path)?.sha256 ?? null) }));
    const found = Object.fromEntries(said.map(({ name, hashes }) => {
      const wrong = hashes.find((hash) => hash !== null && hash !== expected);
      return [name, wrong ?? (hashes.includes(null) ? null : hashes[0]) ?? null];
    }));
    const ok = expected !== null && said.every(({ hashes }) =>
      (hashes.length > 0 || !isWanted) && hashes.every((hash) => hash === expected));
    return { step: step.name, stage: step.stage, path: path.slice(step.stage.length + 1), expected, found, ok };
  });
}
