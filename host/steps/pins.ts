// The pins of a step: lines as `sha256sum -c` reads them, `HASH  PATH`, paths relative to /out. A line `unpinned  PATH`
// is for an artifact that is known to be another one by now, and has not been made again yet: it has no pin, no hash is
// taken for right, and whatever speaks of it says so.
import { Problem } from "../common/problem.js";

export interface Pin {
  /** Relative to /out: MILESTONE/PATH. */
  path: string;
  /** Or `unpinned`, which is no file's hash. */
  sha256: string;
}

/** Stands where the hash of an artifact would, whose pin is to be made anew. */
export const unpinned = "unpinned";

/** Parses a pins file; `name` is for the messages. */
export function parsePins(text: string, name: string): Pin[] {
  const pins: Pin[] = [];
  const seen = new Set<string>();
  text.split("\n").forEach((line, index) => {
    if (line === "" || line.startsWith("#")) {
      return;
    }
    const match = /^([0-9a-f]{64}|unpinned)[ ][ *](\S+)$/.exec(line);
    if (match === null) {
      throw new Problem(`${name}:${index + 1}: expected 64 hexadecimal digits (a-f), two spaces and a path, ` +
        `found "${line}"`);
    }
    const path = match[2] as string;
    if (path.startsWith("/") || path.split("/").some((part) => part === "" || part === "." || part === "..")) {
      throw new Problem(`${name}:${index + 1}: the path "${path}" must be relative to /out, without . and ..`);
    }
    if (seen.has(path)) {
      throw new Problem(`${name}:${index + 1}: ${path} is pinned twice`);
    }
    seen.add(path);
    pins.push({ sha256: match[1] as string, path });
  });
  return pins;
}

/** Writes a pins file, sorted as given. */
export function formatPins(pins: Pin[]): string {
  return pins.map((pin) => `${pin.sha256}  ${pin.path}\n`).join("");
}
