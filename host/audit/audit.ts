// What a person has to read to trust the result: seeds, hex, links, steps, in lines and bytes, whether the limits are
// kept, and what comes from others: archives, patches to them, files in them that are not sources.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { listFiles, sha256 } from "../common/files.js";
import { readHex, seedCodeBytes } from "../engines/firmware.js";
import { headSchema } from "../report/head.js";
import { readSteps } from "../steps/steps.js";
import { countLines, languageOf } from "./count.js";
import { lineLimits, machineCodeLimit, patchLineLimit, seedLimits } from "./limits.js";

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
  links: z.array(z.strictObject({
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
    generatedFiles: z.number(),
  })),
  patchLineLimit: z.number(),
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
export const auditDocumentSchema = z.strictObject({ ...headSchema("audit"), ...auditSchema.shape });

export type Audit = z.infer<typeof auditSchema>;

/** The folders of the chain in the order in which they are used. */
const chainFolders = ["compiler", "runtime", "kernel", "tools", "console", "cc", "libc"];

/** Files of chain/ that never take part in it: what stands for the machine, or for a group of files, under Node. */
const hostOnly = /^chain\/(runtime\/node\.ts|.*\/node-glue\.ts|.*\/\d-[^/]*\/index\.ts)$/;

/** Counts everything. */
export async function audit(root: string): Promise<Audit> {
  const seeds = await Promise.all(Object.entries(seedLimits).map(async ([file, limit]) => {
    const seed = await readHex(root, file);
    const code = await seedCodeBytes(root, file);
    return { file, code, sha256: sha256(seed), limit, kept: code <= limit };
  }));
  const hexFiles = [...seeds.map(({ file }) => file), "chain/compiler/compiler.hex", "firmware/bios.hex"];
  const hex = await Promise.all(hexFiles.map(async (file) => ({
    file,
    bytes: (await readHex(root, file)).length,
    ...countLines(await readFile(join(root, file), "latin1"), "hex"),
  })));
  const machineCodeBytes = hex.find(({ file }) => file === "chain/compiler/compiler.hex")?.bytes ?? 0;
  const links = [
    await countLink(root, "seed/boot", ["seed/boot.hex"]),
    await countLink(root, "seed/host", ["seed/host.hex"]),
    await countLink(root, "firmware", await filesOf(root, "firmware")),
  ];
  for (const folder of chainFolders) {
    links.push(await countLink(root, `chain/${folder}`, await filesOf(root, `chain/${folder}`)));
  }
  const stepList = await readSteps(root);
  links.push(await countLink(root, "steps", await filesOf(root, "steps")));
  const steps = await Promise.all(stepList.map(async (step) => {
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
      generatedFiles: step.generated.reduce((sum, { files }) => sum + files, 0),
    };
  }));
  const patchLines = sum(steps.map((step) => step.patchLines));
  return auditSchema.parse({
    seeds,
    hex,
    machineCodeBytes,
    machineCodeLimit,
    links,
    steps,
    patchLineLimit,
    totals: {
      files: sum(links.map(({ files }) => files)),
      lines: sum(links.map(({ lines }) => lines)),
      codeLines: sum(links.map(({ codeLines }) => codeLines)),
      patchLines,
      generatedFiles: sum(steps.map(({ generatedFiles }) => generatedFiles)),
      limitsKept: [...seeds, ...links].every(({ kept }) => kept) && machineCodeBytes <= machineCodeLimit
        && patchLines <= patchLineLimit,
    },
  });
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, value) => total + value, 0);
}

async function filesOf(root: string, folder: string): Promise<string[]> {
  const paths = (await listFiles(join(root, folder))).map((path) => `${folder}/${path}`);
  return paths.filter((path) => !hostOnly.test(path));
}

async function countLink(root: string, name: string, paths: string[]): Promise<Audit["links"][number]> {
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

/** The lines that a patch adds or takes away. */
function changedLines(patch: string): number {
  return patch.split("\n").filter((line) => /^[+-]/.test(line) && !/^(\+\+\+|---) /.test(line)).length;
}
