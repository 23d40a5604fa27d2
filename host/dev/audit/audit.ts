// What a person has to read to trust the result: seeds, hex, the parts of the chain, steps; in lines and bytes, whether
// the limits are kept, and what comes from others: archives, patches to them, files in them that are not sources.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { listFiles, sha256 } from "../../common/files.js";
import { readHex, seedCodeBytes } from "../../engines/firmware.js";
import { headSchema } from "../../report/head-schema.js";
import { countGenerated, countMadeAnew, flagged, readSteps, type Step } from "../../steps/steps.js";
import { chainFolders } from "../../tape/source.js";
import { changedLines, countLines, languageOf } from "./count.js";
import { searchSchema } from "./search.js";
import { configurationLimit, lineLimits, machineCodeLimit, patchLineLimit, seedLimits } from "./limits.js";

const limited = { limit: z.number().nullable(), kept: z.boolean() };

export const auditSchema = z.strictObject({
  seeds: z.array(z.strictObject({
    file: z.string(),
    /** Bytes of machine code; of a boot sector those before the zeros that fill it up. */
    code: z.number(),
    /** Of the whole file's bytes, as in the artifacts seed-boot and seed-host. */
    sha256: z.string(),
    ...limited,
  })),
  hex: z.array(z.strictObject({ file: z.string(), bytes: z.number(), lines: z.number(), codeLines: z.number() })),
  /** Bytes of the compiler with its entries. */
  machineCodeBytes: z.number(),
  machineCodeLimit: z.number(),
  parts: z.array(z.strictObject({
    name: z.string(),
    language: z.string(),
    files: z.number(),
    lines: z.number(),
    codeLines: z.number(),
    ...limited,
  })),
  steps: z.array(z.strictObject({
    name: z.string(),
    archives: z.array(z.strictObject({ file: z.string(), sha256: z.string() })),
    /** Relative to the repository; the lines that it adds and takes away; its first line, which says why. */
    patches: z.array(z.strictObject({ file: z.string(), lines: z.number(), reason: z.string() })),
    patchLines: z.number(),
    /** Made by programs, and not explained in the step's list. */
    generatedFiles: z.number(),
    madeAnewFiles: z.number(),
  })),
  patchLineLimit: z.number(),
  /** Lines of code that say how packages are built, up to Linux: scripts, lists, headers; no programs in C or awk. */
  configurationLines: z.number(),
  /** Lines of the programs in C and awk that these steps bring. */
  programLines: z.number(),
  configurationLimit: z.number(),
  totals: z.strictObject({
    files: z.number(),
    lines: z.number(),
    codeLines: z.number(),
    patchLines: z.number(),
    generatedFiles: z.number(),
    limitsKept: z.boolean(),
  }),
});

/** What the command prints. */
export const auditDocumentSchema = z.strictObject({
  ...headSchema("audit"),
  ...auditSchema.shape,
  /** What a run has read of the archives; null without a record of one. */
  search: searchSchema.nullable(),
});

export type Audit = z.infer<typeof auditSchema>;

/** Files of chain/ that never take part in it: what stands for the machine, or for a group of files, under Node. */
const hostOnly = /^chain\/(2-runtime\/node\.ts|.*\/node-glue\.ts|.*\/\d-[^/]*\/index\.ts)$/;

/** Counts everything. */
export async function audit(root: string): Promise<Audit> {
  const seeds = await Promise.all(Object.entries(seedLimits).map(async ([file, limit]) => {
    const seed = await readHex(root, file);
    const code = await seedCodeBytes(root, file);
    return { file, code, sha256: sha256(seed), limit, kept: code <= limit };
  }));
  const hexFiles = [...seeds.map(({ file }) => file), "chain/1-compiler/compiler.hex", "firmware/bios.hex"];
  const hex = await Promise.all(hexFiles.map(async (file) => ({
    file,
    bytes: (await readHex(root, file)).length,
    ...countLines(await readFile(join(root, file), "latin1"), "hex"),
  })));
  const machineCodeBytes = hex.find(({ file }) => file === "chain/1-compiler/compiler.hex")?.bytes ?? 0;
  const parts = [
    await countPart(root, "seed/boot", ["seed/boot.hex"]),
    await countPart(root, "seed/host", ["seed/host.hex"]),
    await countPart(root, "firmware", await filesOf(root, "firmware")),
  ];
  for (const folder of chainFolders) {
    parts.push(await countPart(root, `chain/${folder}`, await filesOf(root, `chain/${folder}`)));
  }
  const stepList = await readSteps(root);
  parts.push(await countPart(root, "steps", await filesOf(root, "steps")));
  const steps = await Promise.all(stepList.map((step) => describeStep(root, step)));
  const patchLines = sum(steps.map((step) => step.patchLines));
  const last = flagged(stepList, "linux")?.name ?? "";
  const upToLinux = stepList.slice(0, stepList.findIndex(({ name }) => name === last) + 1);
  const { configurationLines, programLines } = await countConfiguration(root, upToLinux);
  const isSourceAlone = upToLinux.every(({ generated }) => countGenerated(generated) === 0);
  return auditSchema.parse({
    seeds,
    hex,
    machineCodeBytes,
    machineCodeLimit,
    parts,
    steps,
    patchLineLimit,
    configurationLines,
    programLines,
    configurationLimit,
    totals: {
      files: sum(parts.map(({ files }) => files)),
      lines: sum(parts.map(({ lines }) => lines)),
      codeLines: sum(parts.map(({ codeLines }) => codeLines)),
      patchLines,
      generatedFiles: sum(steps.map(({ generatedFiles }) => generatedFiles)),
      limitsKept: [...seeds, ...parts].every(({ kept }) => kept) && machineCodeBytes <= machineCodeLimit
        && patchLines <= patchLineLimit && configurationLines <= configurationLimit && isSourceAlone,
    },
  });
}

/** What a step takes from others. */
async function describeStep(root: string, step: Step): Promise<Audit["steps"][number]> {
  const patches = await Promise.all(step.patches.map(async (patch) => {
    const text = await readFile(join(root, step.folder, patch), "utf8");
    const reason = text.slice(0, text.indexOf("\n"));
    return { file: `${step.folder}/${patch}`, lines: changedLines(text), reason };
  }));
  return {
    name: step.name,
    archives: step.archives.map(({ file, sha256 }) => ({ file, sha256 })),
    patches,
    patchLines: sum(patches.map(({ lines }) => lines)),
    generatedFiles: countGenerated(step.generated),
    madeAnewFiles: countMadeAnew(step.generated),
  };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, value) => total + value, 0);
}

async function filesOf(root: string, folder: string): Promise<string[]> {
  const paths = (await listFiles(join(root, folder))).map((path) => `${folder}/${path}`);
  return paths.filter((path) => !hostOnly.test(path));
}

async function countPart(root: string, name: string, paths: string[]): Promise<Audit["parts"][number]> {
  const languages = new Set<string>();
  const total = { files: 0, lines: 0, codeLines: 0 };
  for (const path of paths) {
    const language = languageOf(path);
    if (language !== undefined) {
      const { lines, codeLines } = countLines(await readFile(join(root, path), "latin1"), language);
      // In the chain every .ts file is read as T.
      languages.add(language === "TypeScript" ? "T" : language);
      total.files++;
      total.lines += lines;
      total.codeLines += codeLines;
    }
  }
  const limit = lineLimits[name] ?? null;
  return {
    name, language: [...languages].sort().join(", "), ...total, limit, kept: limit === null || total.codeLines <= limit,
  };
}

/** The lines of all that tells the packages of some steps how they are to be built, and those of programs for that. */
async function countConfiguration(root: string, steps: Step[]) {
  const folders = [...steps.map(({ folder }) => folder), "steps/lib"];
  const paths = await Promise.all(folders.map((folder) => filesOf(root, folder)));
  const counted = await Promise.all([...paths.flat(), "steps/run"].map((path) => countPart(root, path, [path])));
  const linesOf = (arePrograms: boolean): number => sum(counted
    .filter(({ name }) => /\.(?:c|cc|awk)$/.test(name) === arePrograms).map(({ codeLines }) => codeLines));
  return { configurationLines: linesOf(false), programLines: linesOf(true) };
}
