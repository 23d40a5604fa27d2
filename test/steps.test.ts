// The step folders: that host and machine read the same in them, and that nothing lies about unused.
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const steps = path.resolve(import.meta.dirname, "../steps");
const folders = fs.readdirSync(steps).filter((name) => /^[0-9]{3}-/.test(name)).sort();
const read = (...parts: string[]): string => fs.readFileSync(path.join(steps, ...parts), "utf8");

interface Lock { archives: { file: string; sha256: string; places: string[] }[] }

describe.each(folders)("%s", (folder) => {
  const files = fs.readdirSync(path.join(steps, folder));
  const script = read(folder, "build");

  it("opens with what it does", () => {
    expect(script).toMatch(/^# \S/);
  });

  it("checks in the machine the archives that the host fetches", () => {
    expect(files.includes("archives")).toBe(files.includes("lock.json"));
    if (!files.includes("lock.json")) return;
    const lock = JSON.parse(read(folder, "lock.json")) as Lock;
    expect(read(folder, "archives")).toBe(lock.archives.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join(""));
    expect(script).toContain(`sha256sum -c /steps/${folder}/archives\n`);
    for (const { file, places } of lock.archives) {
      expect(script).toContain(file);
      expect(places.some((place) => place.startsWith("mirror:"))).toBe(true);
      expect(places.some((place) => place.startsWith("https://"))).toBe(true);
    }
  });

  it("uses each of its files, and says in a patch's first line why it is needed", () => {
    const used = new Set(["build", "pins", "lock.json", "generated", "inputs"]);
    for (const file of files.filter((name) => !used.has(name))) {
      const plain = script.includes(`/steps/${folder}/${file}`);
      const listed = file.endsWith(".patch") && new RegExp(`\\bin\\b.*\\b${file.slice(0, -6)}\\b`).test(script);
      expect([file, plain || listed]).toEqual([file, true]);
      if (file.endsWith(".patch")) expect(read(folder, file)).toMatch(/^[^\n]*[a-z]\.\n--- a\//);
    }
  });

  it("leaves its artifacts where its name says", () => {
    expect(script).toContain(`/out/${folder.slice(4)}`);
  });
});
