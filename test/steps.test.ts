// The step folders: that host and machine read the same in them, and that nothing lies about unused.
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const steps = path.resolve(import.meta.dirname, "../steps");
const folders = fs.readdirSync(steps).filter((name) => /^[0-9]{3}-/.test(name)).sort();
const read = (...parts: string[]): string => fs.readFileSync(path.join(steps, ...parts), "utf8");

interface Lock { archives: { file: string; sha256: string; places: string[] }[] }

/** Files of a step that the host reads, and the script itself. */
const known = new Set(["build", "milestone", "lock.json", "generated", "inputs", "pins"]);

describe.each(folders)("%s", (folder) => {
  const files = fs.readdirSync(path.join(steps, folder));
  const script = read(folder, "build").replace(/^#!.*\n/, "");
  const milestone = files.includes("milestone") ? read(folder, "milestone").trim() : folder.slice(4);

  it("opens with what it does", () => {
    expect(script).toMatch(/^# \S/);
  });

  it("has several places for each archive", () => {
    if (!files.includes("lock.json")) return;
    for (const { file, places } of (JSON.parse(read(folder, "lock.json")) as Lock).archives) {
      expect([file, places.some((place) => place.startsWith("mirror:"))]).toEqual([file, true]);
      expect([file, places.some((place) => place.startsWith("https://"))]).toEqual([file, true]);
    }
  });

  it("checks in the machine the archives that the host fetches", () => {
    if (!files.includes("archives")) return;
    const lock = JSON.parse(read(folder, "lock.json")) as Lock;
    expect(read(folder, "archives")).toBe(lock.archives.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join(""));
    expect(script).toContain(`sha256sum -c /steps/${folder}/archives\n`);
    expect(script.indexOf("sha256sum -c")).toBeLessThan(script.search(/gunzip|bunzip2|tar x/));
  });

  it("uses each of its files, and says in a patch's first line why it is needed", () => {
    for (const file of files.filter((name) => !known.has(name))) {
      const isPatch = file.endsWith(".patch");
      const used = script.includes(file.replace(/\.patch$/, "")) || (isPatch && script.includes("*.patch"));
      expect([file, used]).toEqual([file, true]);
      if (isPatch) expect(read(folder, file)).toMatch(/^[^\n]*[a-z][^\n]*[.;:]\n/);
    }
  });

  it("leaves its artifacts where its milestone says", () => {
    expect(script).toContain(`/out/${milestone}`);
  });
});

it("the steps before there is another shell check their archives themselves", () => {
  for (const folder of folders.filter((name) => !read(name, "build").startsWith("#!/bin/sh\n"))) {
    const files = fs.readdirSync(path.join(steps, folder));
    expect([folder, files.includes("archives")]).toEqual([folder, files.includes("lock.json")]);
  }
});
