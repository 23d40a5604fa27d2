// The ladder of a T program: its `sources` are its reading order, and a file may import only files that come before it
// there. Numbered folders (1-machine, 2-memory …) are the ladder's rungs: their files come together, in the order of
// the numbers. `index.ts` of a rung means all its files: a file that imports it must come after the last of them.
// Circles that a program needs are exceptions, listed with the program as `FROM -> TO`.

export interface Ladder {
  /** The files in reading order, relative to the repository, and their text. */
  files: { path: string; text: string }[];
  /** Imports that may go up, as `FROM -> TO`. */
  exceptions: string[];
}

/** What plays the machine, or Linux, under Node: below everything. */
const foundation = /(^|\/)(node|node-glue)\.ts$/;

function importsOf({ path, text }: { path: string; text: string }): string[] {
  const folder = path.split("/").slice(0, -1);
  return [...text.matchAll(/^(?:import|export)\b[^;]*?from "(\.[^"]+)";$|^import "(\.[^"]+)";$/gm)].map((found) => {
    const parts = [...folder];
    for (const part of (found[1] ?? found[2] ?? "").replace(/\.js$/, ".ts").split("/")) {
      if (part === "..") parts.pop();
      else if (part !== ".") parts.push(part);
    }
    return parts.join("/");
  });
}

/** The number of the rung that a file is on; null for files outside of the rungs. */
function rungOf(path: string): number | null {
  const number = /\/(\d)-[^/]+\/[^/]+$/.exec(path.split("/").slice(2).join("/").replace(/^/, "/"))?.[1];
  return number === undefined ? null : Number(number);
}

/** Everything that is wrong with a ladder: imports that go up, files out of order, exceptions that nothing needs. */
export function faultsOf({ files, exceptions }: Ladder): string[] {
  const place = new Map(files.map(({ path }, index) => [path, index]));
  for (const { path } of files) {
    if (rungOf(path) !== null) place.set(path.replace(/[^/]+$/, "index.ts"), place.get(path) ?? 0);
  }
  const faults: string[] = [];
  const needed = new Set<string>();
  let highest = 0;
  for (const file of files) {
    const rung = rungOf(file.path);
    if (rung !== null && rung < highest) faults.push(`${file.path} comes after files of a higher rung`);
    highest = Math.max(highest, rung ?? 0);
    for (const imported of importsOf(file).filter((path) => !foundation.test(path))) {
      const at = place.get(imported);
      const upward = `${file.path} -> ${imported}`;
      if (at === undefined) faults.push(`${upward}: not among the program's sources`);
      else if (at >= (place.get(file.path) ?? 0)) {
        if (exceptions.includes(upward)) needed.add(upward);
        else faults.push(`${upward}: an import that goes up`);
      }
    }
  }
  return [...faults, ...exceptions.filter((entry) => !needed.has(entry)).map((entry) => `${entry}: nothing needs it`)];
}
