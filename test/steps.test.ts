// The step folders: that host and machine read the same in them, and that nothing lies about unused.
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const steps = path.resolve(import.meta.dirname, "../steps");
const folders = fs.readdirSync(steps).filter((name) => /^[0-9]{3}-/.test(name)).sort();
const read = (...parts: string[]): string => fs.readFileSync(path.join(steps, ...parts), "utf8");

const docs = fs.readFileSync(path.resolve(steps, "../docs/steps.md"), "utf8");

interface Lock { archives: { file: string; sha256: string; places: string[] }[] }

/** Files of a step that the host reads, and the script itself. */
const known = new Set(["build", "milestone", "lock.json", "generated", "inputs", "leaves", "pins"]);

describe.each(folders)("%s", (folder) => {
  const files = fs.readdirSync(path.join(steps, folder));
  const script = read(folder, "build").replace(/^#!.*\n/, "");
  /** Run by steps/run, which checks the archives and says where the artifacts go. */
  const ownShell = read(folder, "build").startsWith("#!/bin/sh\n");
  const milestone = files.includes("milestone") ? read(folder, "milestone").trim() : folder.slice(4);

  it("opens with what it does", () => {
    expect(script).toMatch(/^# \S/);
  });

  it("has two places or more for each archive: the mirror's pool, upstream's release, the permanent archive", () => {
    if (!files.includes("lock.json")) return;
    const permanent = /^https:\/\/snapshot\.debian\.org\/file\/[0-9a-f]{40}$/;
    for (const { file, places } of (JSON.parse(read(folder, "lock.json")) as Lock).archives) {
      expect([file, places[0]]).toEqual([file, expect.stringMatching(/^mirror:pool\/main\//)]);
      expect([file, places.at(-1)]).toEqual([file, expect.stringMatching(permanent)]);
      // Where the distribution has packed it anew, upstream's archive has other bytes.
      const repacked = /dfsg|\+git|^(binutils|gcc|linux)[-_]/.test(file);
      const upstream = places.slice(1, -1);
      expect([file, upstream.length]).toEqual([file, repacked ? 0 : 1]);
      upstream.forEach((place) => expect([file, place]).toEqual([file, expect.stringMatching(/^https:\/\//)]));
      // docs/steps.md tells people which is which.
      const row = docs.split("\n").find((line) => line.startsWith(`| \`${file}\` |`));
      expect([file, row?.split(" | ")[1]]).toEqual([file, repacked ? "repacked" : "upstream's"]);
    }
  });

  it("checks in the machine the archives that the host fetches", () => {
    if (!files.includes("archives")) return;
    const lock = JSON.parse(read(folder, "lock.json")) as Lock;
    expect(read(folder, "archives")).toBe(lock.archives.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join(""));
    if (ownShell) return;
    expect(script).toContain(`sha256sum -c /steps/${folder}/archives\n`);
    expect(script.indexOf("sha256sum -c")).toBeLessThan(script.search(/gunzip|bunzip2|tar x/));
  });

  it("uses each of its files, and says in a patch's first line why it is needed", () => {
    for (const file of files.filter((name) => !known.has(name) && !(ownShell && name === "archives"))) {
      const isPatch = file.endsWith(".patch");
      const used = script.includes(file.replace(/\.patch$/, "")) || (isPatch && script.includes("*.patch"));
      expect([file, used]).toEqual([file, true]);
      if (isPatch) expect(read(folder, file)).toMatch(/^[^\n]*[a-z][^\n]*[.;:]\n/);
    }
  });

  it("leaves its artifacts where its milestone says", () => {
    if (!ownShell) expect(script).toContain(`/out/${milestone}`);
  });
});

it("the steps before there is another shell check their archives themselves", () => {
  for (const folder of folders.filter((name) => !read(name, "build").startsWith("#!/bin/sh\n"))) {
    const files = fs.readdirSync(path.join(steps, folder));
    expect([folder, files.includes("archives")]).toEqual([folder, files.includes("lock.json")]);
  }
});

it("scripts that use a file of another step name one that is there, of an earlier step", () => {
  for (const folder of folders) {
    const scripts = fs.readdirSync(path.join(steps, folder)).filter((name) => name === "build" || name.endsWith(".sh"));
    for (const [, other, file] of scripts.map((name) => read(folder, name)).join("")
      .matchAll(/\/steps\/([0-9]{3}-[a-z0-9-]+)\/([a-z0-9.-]+)/g)) {
      expect([folder, other, file, fs.existsSync(path.join(steps, other as string, file as string))])
        .toEqual([folder, other, file, true]);
      expect((other as string) <= folder).toBe(true);
    }
  }
});

it("steps that build the same sources list the same generated files", () => {
  // musl by gcc 3.4.6 and by gcc 10.2, gcc 10.2 by gcc 3.4.6 and by itself.
  for (const [one, other] of [["011-musl-gcc3", "018-musl-gcc10"], ["017-gcc10-first", "019-gcc10"]] as const) {
    expect(read(other, "generated")).toBe(read(one, "generated"));
  }
});

it("changes little of upstream's sources", () => {
  const patches = folders.flatMap((folder) => fs.readdirSync(path.join(steps, folder))
    .filter((name) => name.endsWith(".patch")).map((name) => read(folder, name)));
  const changed = patches.join("").split("\n").filter((line) => /^[+-](?![+-]{2} )/.test(line));
  expect(changed.length).toBeLessThanOrEqual(400);
});
