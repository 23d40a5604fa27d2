// The command `attest`: statements on what was built, signed for others; those of others compared; keys; the bill of
// materials.
import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { attestSteps, type StatementFile } from "../attest/attest.js";
import { compareStatements, type Comparison, type StatedRow } from "../attest/compare.js";
import { builderNamed, evidenceOfRun, evidenceOfStore, proveArtifacts, type Run } from "../attest/evidence.js";
import { readStatements } from "../attest/folder.js";
import { makeKey, readParties, readSigningKey, type Party } from "../attest/keys.js";
import { makeBill } from "../attest/sbom.js";
import { builderOf } from "../attest/statement.js";
import { Status, UserError } from "../common/errors.js";
import { readOrdinaryFile, writeAtomically } from "../common/files.js";
import { makeReporter, type Reporter } from "../common/reporter.js";
import { countOf } from "../common/text.js";
import { attestedRunSchema, attestSchema } from "../report/document.js";
import { documentHead, printable } from "../report/head.js";
import { cacheFolder } from "../sources/cache.js";
import { findOrigins } from "../steps/origins.js";
import { checkInputs } from "../steps/inputs.js";
import { readSteps, stepsUntil } from "../steps/steps.js";
import { stepKeys } from "../store/keys.js";
import { Store } from "../store/store.js";
import type { Context, Definition } from "./context.js";
import { named, refuseTogether } from "./options.js";
import { describeDifferences, matrixTable } from "./verify.js";

interface AttestOptions {
  sign?: string;
  out?: string;
  run?: string;
  artifacts?: string;
  builder?: string;
  sbom?: string;
  until?: string;
  cache?: string;
  newKey?: string;
  verify?: string[];
  keys?: string[];
  json?: true;
}

/** Makes statements, and the bill of materials, of a run or of what the store has. */
async function makeStatements(context: Context, options: AttestOptions, report: Reporter): Promise<Status> {
  const { root } = context;
  const allSteps = await readSteps(root);
  const steps = stepsUntil(allSteps, options.until);
  await checkInputs(root, steps);
  const store = new Store(cacheFolder(options.cache));
  const key = options.sign === undefined ? undefined
    : await readSigningKey(options.sign, (line) => report.note(`rootseed: ${line}`));
  const run = options.run === undefined ? undefined : await readRun(options.run);
  const keys = stepKeys(allSteps);
  const evidence = run === undefined ? await evidenceOfStore(store, steps, keys) : evidenceOfRun(run, steps, keys);
  await proveArtifacts(evidence, options.artifacts, store);
  const origins = await findOrigins(root, steps);
  const { rootseed, host } = run ?? documentHead(root, "attest");
  if (options.out !== undefined) {
    const id = options.builder ?? builderOf(key?.id ?? "unknown");
    const statements = attestSteps(evidence, origins, builderNamed(id, rootseed, host.node), key);
    await writeStatements(statements, options.out);
    report.note(`rootseed: ${options.out}: ${countOf(statements.length, "statement")}, ` +
      (key === undefined ? "NOT SIGNED" : `signed with the key ${key.id}`));
  }
  if (options.sbom !== undefined) {
    await writeAtomically(options.sbom, await makeBill(evidence, origins, rootseed.version));
    report.note(`rootseed: ${options.sbom}: written`);
  }
  return Status.Success;
}

async function readRun(file: string): Promise<Run> {
  let document: unknown;
  try {
    document = JSON.parse((await readOrdinaryFile(file)).toString());
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new UserError(`${file}: is no JSON: expected what \`rootseed run --json\` printed`);
    }
    throw error;
  }
  const { success, data, error } = attestedRunSchema.safeParse(document);
  if (!success) {
    const [issue] = error.issues;
    throw new UserError(`${file}: is no document of \`rootseed run --json\` (${issue?.path.join(".")}: ` +
      `${issue?.message})`);
  }
  return data;
}

/** Statements that are there already, and say something else, are not overwritten: they may be somebody's. */
async function writeStatements(statements: StatementFile[], folder: string): Promise<void> {
  for (const { name, content } of statements) {
    const path = join(folder, name);
    if (existsSync(path) && !(await readFile(path)).equals(content)) {
      throw new UserError(`${path}: is another statement already: choose another folder for --out, or remove it`);
    }
  }
  for (const { name, content } of statements) {
    await writeAtomically(join(folder, name), content);
  }
}

/** Compares the statements in folders. */
async function verifyStatements(context: Context, options: AttestOptions, report: Reporter): Promise<Status> {
  const allSteps = await readSteps(context.root);
  const wanted = stepsUntil(allSteps, options.until);
  const parties = await readParties(options.keys ?? []);
  const found = [];
  for (const folder of options.verify ?? []) {
    if (!(existsSync(folder) && (await stat(folder)).isDirectory())) {
      throw new UserError(`${folder}: there is no such folder`, Status.Usage);
    }
    found.push(await readStatements(folder));
  }
  const notRead = found.flatMap(({ others }) => others);
  const origins = await findOrigins(context.root, allSteps);
  const comparison = compareStatements(found.flatMap(({ given }) => given), parties,
    { steps: allSteps, origins, wanted });
  describe(comparison, parties, report);
  if (notRead.length > 0) {
    report.note(`rootseed: not read, as they are not called *.json: ${notRead.join(", ")}`);
  }
  if (options.json) {
    process.stdout.write(`${printable(attestSchema, {
      ...documentHead(context.root, "attest"), ok: comparison.ok,
      parties: parties.map(({ name, id }) => ({ name, keyId: id })),
      statements: comparison.statements.map(({ path, step, signers, engine, fromStore, refused }) => ({
        file: path, step: step ?? null, signers, engine: engine ?? null, fromStore, refused: refused ?? null,
      })),
      missing: comparison.missing, notRead, artifacts: comparison.rows,
    })}\n`);
  }
  return comparison.ok ? Status.Success : Status.Failed;
}

/** The matrix, then what is wrong, then one line on all of it. */
function describe(comparison: Comparison, parties: Party[], report: Reporter): void {
  const { ok, statements, missing, rows } = comparison;
  const names = parties.map(({ name }) => name);
  const note = (line: string): void => report.note(line);
  matrixTable(rows.map((row) => ({ ...row, madeOn: enginesOf(row, comparison, names) })), names, [], report.width)
    .forEach(note);
  note("");
  const refused = statements.filter((one) => one.refused !== undefined);
  refused.forEach(({ path, refused: reason }) => note(`REFUSED: ${path}: ${reason}`));
  missing.forEach(({ party, step }) => note(`MISSING: ${party} has no statement that counts on ${step}`));
  const isMissing = (party: string, { step }: StatedRow): boolean =>
    missing.some((one) => one.party === party && one.step === step);
  rows.flatMap((row) => describeDifferences([row], names.filter((name) => !isMissing(name, row))))
    .forEach((line) => note(`DIFFERS: ${line}`));
  const wrong = rows.filter((row) => !row.ok).length;
  note(`rootseed: ${countOf(statements.length, "statement")} on ${countOf(rows.length, "artifact")} by ` +
    `${names.join(", ")}: ` + (ok ? "all say what is pinned"
    : `${refused.length} refused, ${missing.length} missing, ` +
      `${countOf(wrong, "artifact")} not as pinned, or not in everybody's statements`));
}

/** On which engines parties say that an artifact was made. */
function enginesOf(row: StatedRow, { statements }: Comparison, names: string[]): Record<string, string> {
  const own = statements.filter(({ refused, step }) => refused === undefined && step === row.step);
  return Object.fromEntries(names.flatMap((name) => {
    const engines = own.filter(({ signers }) => signers.includes(name))
      .map(({ engine, fromStore }) => `${engine}${fromStore ? " (from a store)" : ""}`);
    return engines.length === 0 ? [] : [[name, [...new Set(engines)].join(" and ")]];
  }));
}

async function attestCommand(context: Context, options: AttestOptions): Promise<Status> {
  const report = makeReporter(options.json ? process.stderr : process.stdout);
  if (options.newKey !== undefined) {
    const id = await makeKey(options.newKey);
    report.note(`rootseed: ${options.newKey}: your private key; ${options.newKey}.pub: its public half for others, ` +
      `key id ${id}`);
    return Status.Success;
  }
  return options.verify !== undefined ? verifyStatements(context, options, report)
    : makeStatements(context, options, report);
}

/** Throws where options have no effect on each other. */
function checkOptions(options: AttestOptions): void {
  const given = (...names: (keyof AttestOptions)[]): string | undefined => {
    const name = names.find((one) => options[one] !== undefined);
    return name === undefined ? undefined : `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  };
  const makes = given("sign", "out", "run", "artifacts", "builder", "sbom");
  const compares = given("verify", "keys", "json");
  refuseTogether(options.newKey !== undefined && (makes ?? compares ?? given("until", "cache")) !== undefined,
    "--new-key makes a key and nothing else: use it alone");
  refuseTogether(makes !== undefined && compares !== undefined,
    `${makes} is for making statements, ${compares} for comparing them: one after the other`);
  refuseTogether(compares !== undefined && (options.verify === undefined || options.keys === undefined),
    "statements are compared with --verify DIR… --keys FILE…: the folders, and the public keys of those who count");
  refuseTogether(compares !== undefined && options.cache !== undefined, "--cache has no effect on --verify");
  refuseTogether(options.newKey === undefined && compares === undefined && given("out", "sbom") === undefined,
    "attest: --out DIR for statements, --sbom FILE for the bill of materials, --verify DIR… or --new-key FILE");
  refuseTogether(given("sign", "builder") !== undefined && options.out === undefined,
    `${given("sign", "builder")} is for statements: name their folder with --out`);
  refuseTogether(options.artifacts !== undefined && options.run === undefined,
    "--artifacts holds those of a run: name its document with --run");
}

/** Adds the command `attest`. */
export const defineAttest: Definition = (program, context) => {
  program.command("attest")
    .description("say under your name what was built, of what and on what; compare what others say (docs/attest.md)")
    .option("--new-key <file>", "make a key: FILE for you alone, FILE.pub for others", named)
    .option("--out <dir>", "write a statement on each step (in-toto, SLSA provenance)", named)
    .option("--sign <key>", "sign them with this private key (ed25519, PEM)", named)
    .option("--run <file>", "they are about the run whose `run --json` this is (default: what the store has)", named)
    .option("--artifacts <dir>", "what that run has made, as `run --out` wrote it (default: the store)", named)
    .option("--builder <uri>", "who has built (default: the holder of the key)", named)
    .option("--sbom <file>", "write the bill of materials (CycloneDX 1.6)", named)
    .option("--verify <dir...>", "compare the statements in these folders with each other and with the pins")
    .option("--keys <file...>", "the public keys of those whose word counts; each is called as its file")
    .option("--until <stage>", `up to this stage (default: ${context.defaultStage})`)
    .option("--cache <dir>", "the folder of the store (or ROOTSEED_CACHE; default: in the user's cache folder)")
    .option("--json", "with --verify: one JSON document on standard output")
    .action(async (options: AttestOptions) => {
      checkOptions(options);
      context.finish(await attestCommand(context, options));
    });
};
