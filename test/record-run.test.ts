// Records that machines make: on v86 and on QEMU the same, as pinned; and what `explain` says by them. What it says is
// counted again here, by a program of its own that knows nothing of the host's: it reads the text of the records alone.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { listFiles, sha256 } from "../host/common/files.js";
import { searchSchema } from "../host/dev/audit/search.js";
import { runSchema } from "../host/report/document.js";
import { recordPin } from "../host/record/place.js";
import type { Archive } from "../host/sources/archive.js";
import { unpackAll } from "../host/sources/unpack.js";
import { archivesOf, readSteps, stepsUntil } from "../host/steps/steps.js";
import { plantedMarks, plantGenerated, withChangedArchives } from "./support/changed-archives.js";
import { enginesHere } from "./support/engines.js";
import { makeScratch, readRoot, root } from "./support/folders.js";
import { rootseed, type RunSettings } from "./support/host.js";
import { hangsAfter } from "./support/limits.js";

const scratch = makeScratch("record");
const steps = stepsUntil(await readSteps(root), "tcc");
const cache = join(scratch, "cache");
const out = join(scratch, "v86");
const explain = (...words: string[]) => rootseed(["explain", "tcc/tcc", "--records", out, ...words]);

describe.each(enginesHere(["v86", "qemu"]))("on engine %s", (engine) => {
  it("each step up to tcc has the record that is pinned", async () => {
    const { status, out: text } = await rootseed(["run", "--record", "--fresh", "--until", "tcc", "--engine", engine,
      "--out", join(scratch, engine), "--json"]);
    const document = runSchema.parse(JSON.parse(text));
    const records = document.stages.flatMap(({ name, artifacts }) => artifacts
      .filter(({ path }) => path.endsWith(".record")).map(({ path, sha256 }) => ({ path: `${name}/${path}`, sha256 })));
    const pins = steps.map((step) => recordPin(step, "kernel"));
    expect(records).toEqual(pins.map((pin) => ({ path: pin?.path, sha256: pin?.sha256 })));
    expect(status).toBe(0);
  }, hangsAfter);
});

interface Block { id: string; lines: string[] }

/** What a file comes from, by a program of its own: goes over all processes again and again until nothing is added. */
function countAnew(): { processes: Set<string>; files: Set<string> } {
  const blocks: Block[] = steps.flatMap(({ stage, name }) =>
    readFileSync(join(out, stage, `${name}.record`), "utf8").split(/^process /m).slice(1)
      .map((block) => block.trimEnd().split("\n")).map(([number, ...lines]) => ({ id: `${name}#${number}`, lines })));
  const order = steps.map(({ name }) => name);
  const facts = (block: Block, ...keys: string[]): string[] => block.lines
    .map((line) => /^([a-z-]+) (.*)$/.exec(line) as unknown as [string, string, string])
    .filter(([, key]) => keys.includes(key)).map(([, , value]) => value);
  const stepOf = ({ id }: Block): string => id.replace(/#.*/, "");
  const writers = (user: Block, file: string): Block[] => {
    const all = blocks.filter((block) => facts(block, "writes", "names").includes(file) &&
      order.indexOf(stepOf(block)) <= order.indexOf(stepOf(user)));
    const last = Math.max(...all.map((block) => order.indexOf(stepOf(block))));
    return all.filter((block) => order.indexOf(stepOf(block)) === last);
  };
  const pin = steps.at(-1)?.pins?.find(({ path }) => path === "tcc/tcc");
  const provenance = new Set(blocks.filter((block) => facts(block, "writes").includes(`${pin?.sha256} /out/tcc/tcc`)));
  const files = new Set<string>();
  for (let before = -1; before !== provenance.size;) {
    before = provenance.size;
    for (const block of [...provenance]) {
      for (const file of facts(block, "program", "reads")) {
        const makers = writers(block, file);
        makers.forEach((maker) => provenance.add(maker));
        if (makers.length === 0) {
          files.add(file.slice(65));
        }
      }
      blocks.filter((one) => facts(block, "by").some((parent) => one.id === `${stepOf(block)}#${parent}`))
        .forEach((one) => provenance.add(one));
    }
  }
  return { processes: new Set([...provenance].map(({ id }) => id)), files };
}

interface Found {
  artifact: string;
  processes: { id: string; causes: { path: string | null; leaf?: { kind: string; path: string } }[] }[];
}

describe("explain by the records", () => {
  let found: Found;
  beforeAll(async () => {
    const { status, out: text } = await explain("--json");
    expect(status).toBe(0);
    found = JSON.parse(text) as Found;
  });

  it("names the processes and files that another program counts", () => {
    const { processes, files } = countAnew();
    expect(new Set(found.processes.map(({ id }) => id))).toEqual(processes);
    const read = found.processes.flatMap(({ causes }) => causes)
      .filter(({ path, leaf }) => path !== null && leaf !== undefined);
    expect(new Set(read.map(({ path }) => path))).toEqual(files);
    expect(processes.size).toBeGreaterThan(10);
  });

  it("ends in files of the repository and pinned archives alone, the seed among them", () => {
    const leaves = found.processes.flatMap(({ causes }) => causes).flatMap(({ leaf }) => leaf ?? []);
    expect(leaves.filter(({ kind }) => kind !== "file" && kind !== "archive")).toEqual([]);
    expect(leaves.map(({ path }) => path)).toEqual(expect.arrayContaining(["seed/boot.hex", "seed/host.hex",
      "chain/1-compiler/compiler.hex", "chain/3-kernel/main.ts", "chain/4-tools/shell.ts", "chain/5-cc/main.ts",
      "steps/005-tcc/build", steps.at(-1)?.archives[0]?.file]));
  });

  it("prints a document as its schema has it, and the way to the seed", async () => {
    const validate = new Ajv2020({ allErrors: true })
      .compile(JSON.parse(readRoot("docs/schemas/explain-processes.json").toString()) as object);
    validate(found);
    expect(validate.errors ?? []).toEqual([]);
    const way = await explain("--why", "chain/5-cc/main.ts");
    const makers = way.out.split("\n").filter((line) => line.startsWith("  by ")).map((line) => line.split(/ +/)[2]);
    expect([makers[0], makers.at(-1)]).toEqual([expect.stringMatching(/^tcc#/), expect.stringMatching(/^cc#/)]);
    expect(makers.length).toBeGreaterThan(2);
    const other = await explain("--why", "/no/such/file");
    expect([other.status, other.err]).toEqual([1, expect.stringContaining("does not lead to tcc/tcc")]);
  });

  it("lists upstream's files that took part, and those that did not: together all that there are", async () => {
    expect((await rootseed(["fetch", "--until", "tcc", "--cache", cache])).status).toBe(0);
    const list = async (view: string): Promise<string[]> => (await explain(view, "--cache", cache)).out.split("\n")
      .flatMap((line) => /^tcc +(\S+) +[0-9]+$/.exec(line)?.[1] ?? []);
    const [read, unread] = [await list("--read"), await list("--unread")];
    expect(read).toEqual(expect.arrayContaining(["tcc.c", "tccgen.c", "i386-gen.c", "elf.h"]));
    expect(unread).toEqual(expect.arrayContaining(["x86_64-gen.c", "configure", "tests/tcctest.c"]));
    expect(read.filter((path) => unread.includes(path))).toEqual([]);
    // what cc has read of the folder into which the archive was unpacked, by the record's own paths
    const { processes } = countAnew();
    const record = readFileSync(join(out, "tcc/tcc.record"), "utf8").split(/^process /m).slice(1)
      .filter((block) => processes.has(`tcc#${block.split("\n")[0]}`)).join("\n");
    const opened = new Set([...record.matchAll(/^reads \S+ \/build\/tcc\/(\S+)$/gm)].map(([, path]) => path));
    opened.delete("config.h");
    expect(new Set(read)).toEqual(opened);
  });

  it("is what the audit searches for generated files: all that were read, and no other", async () => {
    const auditOf = async (records: string, settings: RunSettings, from: string) => {
      const { status, out: text } = await rootseed(["audit", "--records", records, "--cache", from, "--json"],
        settings);
      return { status, search: z.object({ search: searchSchema }).parse(JSON.parse(text)).search };
    };
    const { status, search } = await auditOf(out, {}, cache);
    expect([status, search.marked.filter(({ reason }) => reason === null)]).toEqual([0, []]);
    // Each of upstream's files that a process of the step has read, with the tar archive itself.
    const record = readFileSync(join(out, "tcc/tcc.record"), "utf8");
    const read = new Set([...record.matchAll(/^reads ([0-9a-f]{64}) /gm)].map(([, sha256]) => sha256));
    const folder = join(scratch, "unpacked");
    const archive = archivesOf(steps)[0] as Archive;
    await unpackAll(join(cache, archive.file), folder);
    const files = (await listFiles(folder)).map((path) => sha256(readFileSync(join(folder, path))));
    expect(search.searched).toBe(files.filter((file) => read.has(file)).length);
    const planted = await withChangedArchives(join(scratch, "planted"), archivesOf(steps), cache,
      (_archive, inner) => plantGenerated(inner));
    const records = join(scratch, "planted-out");
    const step = join(planted.repository, "steps/005-tcc");
    rmSync(join(step, "record"));
    writeFileSync(join(step, "pins"), readFileSync(join(step, "pins"), "utf8").replace(/^[0-9a-f]{64}/gm, "unpinned"));
    await rootseed(["run", "--record", "--until", "tcc", "--out", records, "--cache", planted.cache], planted);
    const found = await auditOf(records, planted, planted.cache);
    expect(found.search.marked.filter(({ reason }) => reason === null).map(({ path, line }) => `${path} ${line}`))
      .toEqual(plantedMarks);
    expect(found.status).toBe(1);
  }, hangsAfter);
});

it("an audit by records needs some", async () => {
  const { status, err } = await rootseed(["audit", "--records", scratch]);
  expect([status, err]).toEqual([1, `rootseed: --records ${scratch}: there is no record of a step in it: ` +
    "`./rootseed run --record --out DIR` makes some\n"]);
});
