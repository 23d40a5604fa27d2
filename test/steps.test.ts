// The steps: that the manifest and the folders say the same, that host and machine read the same in them, and that
// nothing lies about unused.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { listInputs } from "../host/steps/inputs.js";
import { parseCosts } from "../host/steps/costs.js";
import {
  archivesOf, countGenerated, countMadeAnew, parseGenerated, readSteps, type Step, type WholeChain,
} from "../host/steps/steps.js";
import { stepKeys } from "../host/store/keys.js";
import { makePlan } from "../host/tape/plan.js";
import { root } from "./support/folders.js";

const folder = path.join(root, "steps");
const read = (...parts: string[]): string => fs.readFileSync(path.join(root, ...parts), "utf8");
const steps = await readSteps(root);
const docs = read("docs/steps.md");
const buildOf = (step: Step): string => read(step.folder, "build");

/** A step's script, and the files of the step that it reads by `.`. */
const scriptsOf = (step: Step): string => [buildOf(step), ...[...buildOf(step).matchAll(/^\. "\$step\/([a-z]+)"$/gm)]
  .map(([, file]) => read(step.folder, file as string))].join("\n");

/** Files of a step that the host reads, and the script itself. */
const known = new Set(["build", "generated", "inputs", "record", "pins"]);

it("the manifest lists all folders, in columns that a person can read", () => {
  const folders = fs.readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !["archives", "lib"].includes(entry.name))
    .map(({ name }) => `steps/${name}`).sort();
  expect(steps.map((step) => step.folder)).toEqual(folders);
  const lines = read("steps/manifest").split("\n").filter((line) => /^[0-9]|^# step  .*archives$/.test(line));
  expect(lines.length).toBe(steps.length + 1);
  const columnsOf = (line: string): number[] => [...line.matchAll(/ {2,}/g)].map((gap) => gap.index + gap[0].length);
  for (const line of lines) {
    expect([line, columnsOf(line)]).toEqual([line, columnsOf(lines[0] as string)]);
  }
});

it("each step has its expected costs", () => {
  expect([...parseCosts(read("steps/costs"), "steps/costs").keys()]).toEqual(steps.map(({ name }) => name));
});

describe.each(steps.map((step) => [step.folder, step] as const))("%s", (_, step) => {
  const files = fs.readdirSync(path.join(root, step.folder));
  const script = buildOf(step).replace(/^#!.*\n/, "");

  it("opens with what it does", () => {
    expect(script).toMatch(/^# \S/);
    expect(step.title).toMatch(/^\w.{5,100}\w\)?$/);
  });

  it("uses each of its files, and says in a patch's first line why it is needed", () => {
    for (const file of files.filter((name) => !known.has(name))) {
      const isPatch = file.endsWith(".patch");
      const used = scriptsOf(step).includes(file.replace(/\.patch$/, "")) || (isPatch && script.includes("*.patch"));
      expect([file, used]).toEqual([file, true]);
      if (isPatch) expect(read(step.folder, file)).toMatch(/^[^\n]*[a-z][^\n]*[.;:]\n/);
    }
  });

  it("unpacks the archives that its line names, and leaves the checking to the plan", () => {
    // A step may run another one's script again, or have what several do done by what they share.
    const scripts = [...script.matchAll(/\/steps\/([0-9]{3}-[a-z0-9-]+\/build|lib\/(?!unpack)[a-z]+$)/gm)]
      .map(([, other]) => read("steps", other as string));
    const unpacked = [...[script, ...scripts].join("\n").matchAll(/(?:\/sources\/|^ *unpack )([A-Za-z0-9._+~-]+)/gm)]
      .map(([, file]) => file);
    if (!step.flags.includes("sources")) {
      expect([...new Set(unpacked)].sort()).toEqual(step.archives.map(({ file }) => file).sort());
    }
    expect(script).not.toContain("sha256sum -c");
  });

  it("puts its artifacts where its stage says", () => {
    if (!step.ownShell) {
      expect(script).toContain(`\nartifacts=/out/${step.stage}\n`);
      expect(script.includes("$step")).toBe(script.includes(`\nstep=/${step.folder}\n`));
    }
  });
});

describe.each(fs.readdirSync(path.join(folder, "archives")))("steps/archives/%s", (name) => {
  const archive = archivesOf(steps).find((one) => one.name === name);

  it("is used", () => {
    expect(archive?.list).toBe(`steps/archives/${name}`);
  });

  it("has two places or more: the mirror's pool, upstream's release, the permanent archive", () => {
    const { file, places, inside } = archive as NonNullable<typeof archive>;
    if (inside === undefined) {
      expect(places[0]).toMatch(/^mirror:pool\/main\//);
      expect(places.at(-1)).toMatch(/^https:\/\/snapshot\.debian\.org\/file\/[0-9a-f]{40}$/);
    } else {
      // A single file of upstream's, which no distribution has as it is: it lies in an archive that has those places.
      expect(places.at(-1)).toBe(`archive:${inside.archive.name} ${inside.members.join(" ")}`);
      expect(inside.members.at(-1)?.endsWith(`/${file}`)).toBe(true);
      expect(inside.archive.inside).toBeUndefined();
    }
    // Where the distribution has packed it again, upstream's archive has other bytes.
    const repacked = /dfsg|\+git|^(binutils|gcc|linux|libffi|sqlite3)[-_]/.test(file);
    const upstream = places.slice(inside === undefined ? 1 : 0, -1);
    expect(upstream.length).toBe(repacked ? 0 : 1);
    upstream.forEach((place) => expect(place).toMatch(/^https:\/\//));
    // docs/steps.md tells people which is which.
    const row = docs.split("\n").find((line) => line.startsWith(`| \`${name}\` |`));
    expect(row?.split(" | ").slice(1, 3)).toEqual([`\`${file}\``, repacked ? "repacked" : "upstream's"]);
  });

  it("is a list as GNU's and the chain's sha256sum -c read it", () => {
    const { sha256, file, bytes, places } = archive as NonNullable<typeof archive>;
    expect(read(`steps/archives/${name}`))
      .toBe([`${sha256}  ${file}`, `# ${bytes} bytes`, ...places.map((place) => `# ${place}`), ""].join("\n"));
  });
});

it("an archive's hash is written once in the repository", () => {
  // Nothing is found in a copy that lies in another repository.
  const isTracked = spawnSync("git", ["ls-files", "--error-unmatch", "steps/manifest"], { cwd: root }).status === 0;
  const { stdout, status } = spawnSync("git", ["grep", "-cIE", archivesOf(steps).map(({ sha256 }) => sha256).join("|")],
    { cwd: root, encoding: "utf8" });
  if (isTracked && status !== 128) {
    expect(stdout.trim().split("\n").sort()).toEqual(archivesOf(steps).map(({ list }) => `${list}:1`).sort());
  }
});

it("scripts that use a file of another step name one that is there, of an earlier step", () => {
  for (const { folder: place } of steps) {
    const scripts = fs.readdirSync(path.join(root, place)).filter((name) => name === "build" || name.endsWith(".sh"));
    for (const [, other, file] of scripts.map((name) => read(place, name)).join("")
      .matchAll(/\/steps\/([0-9]{3}-[a-z0-9-]+)\/([a-z0-9.-]+)/g)) {
      expect([place, other, file, fs.existsSync(path.join(folder, other as string, file as string))])
        .toEqual([place, other, file, true]);
      expect(`steps/${other}` <= place).toBe(true);
    }
  }
});

it("a file that looks generated counts unless its line says why it is none, or takes no part", () => {
  const files = parseGenerated(["# a comment", "a/parse.c", "a/po/*.gmo 12 # twelve",
    "a/table.h  takes no part: made again", "b/*.c 3  coefficients", "c/*/Makefile.in 4  made anew by automake",
    ""].join("\n"));
  expect(files).toEqual([
    { path: "a/parse.c", files: 1, reason: null }, { path: "a/po/*.gmo", files: 12, reason: null },
    { path: "a/table.h", files: 1, reason: "takes no part: made again" },
    { path: "b/*.c", files: 3, reason: "coefficients" },
    { path: "c/*/Makefile.in", files: 4, reason: "made anew by automake" },
  ]);
  expect(countGenerated(files)).toBe(13);
  expect(countMadeAnew(files)).toBe(4);
  expect(countGenerated(steps.find(({ name }) => name === "musl")?.generated ?? [])).toBe(0);
});

it("what is generated in an archive is listed by the first step that unpacks it; later ones use that list", () => {
  const all = steps.flatMap((step) => [...new Set(step.generated.map(({ path: file }) => file.split("/")[0]))]);
  expect(new Set(all).size).toBe(all.length);
  for (const step of steps.filter(({ folder: place }) => /^unpack /m.test(read(place, "build")))) {
    const other = /^generated=.*?([0-9]{3}-[a-z0-9-]+)/m.exec(buildOf(step).replace("$first", "/steps/014-gcc3-first"));
    expect([step.name, fs.existsSync(path.join(folder, other?.[1] ?? step.folder.slice(6), "generated"))])
      .toEqual([step.name, true]);
  }
});

it("changes little of upstream's sources", () => {
  const patches = steps.flatMap((step) => step.patches.map((file) => read(step.folder, file)));
  const changed = patches.join("").split("\n").filter((line) => /^[+-](?![+-]{2} )/.test(line));
  expect(changed.length).toBeLessThanOrEqual(400);
});

describe("a change of the manifest", () => {
  const change = (name: string, changes: Partial<Step>): WholeChain =>
    steps.map((step) => step.name === name ? { ...step, ...changes } : step) as WholeChain;
  /** The steps whose keys are other ones, or whose lines of the plan are. */
  const changedBy = (changed: WholeChain): { keys: string[]; plan: string[] } => {
    const [before, after] = [stepKeys(steps), stepKeys(changed)];
    const plans = [steps, changed].map((list) => list.map((step) => makePlan([step], true)));
    return {
      keys: steps.map(({ name }) => name).filter((name) => before.get(name) !== after.get(name)),
      plan: steps.map(({ name }) => name).filter((_, index) => plans[0]?.[index] !== plans[1]?.[index]),
    };
  };
  const from = (name: string): string[] => steps.map((step) => step.name).slice(
    steps.findIndex((step) => step.name === name));

  it("concerns the step whose line it is, and those after it", () => {
    expect(changedBy(change("mpfr", { stage: "numbers" }))).toEqual({ keys: from("mpfr"), plan: ["mpfr"] });
    expect(changedBy(change("make", { exports: ["usr/bin"] }))).toEqual({ keys: from("make"), plan: ["make"] });
    expect(changedBy(change("mpc", { archives: [] }))).toEqual({ keys: from("mpc"), plan: ["mpc"] });
  });

  it("that only people read concerns no step", () => {
    expect(changedBy(change("mpfr", { madeBy: "musl64", title: "numbers" }))).toEqual({ keys: [], plan: [] });
  });

  it("is no change of any step's inputs, but of the one that packs the sources", async () => {
    const inputs = await listInputs(root, steps);
    const users = steps.filter((step) => inputs.get(step)?.includes("steps/manifest"));
    expect(users.map(({ name }) => name)).toEqual(["system"]);
    for (const step of steps) {
      const lists = step.archives.map(({ list }) => list)
        .filter((list) => !steps.slice(0, steps.indexOf(step)).some((earlier) => inputs.get(earlier)?.includes(list)));
      expect(inputs.get(step)).toEqual(expect.arrayContaining(lists));
    }
  });
});
