// The pins of a step: lines as `sha256sum -c` reads them, `HASH  PATH`, paths relative to /out; below each a comment
// with the artifact's size, `# BYTES bytes`, for people. A line `unpinned  PATH` is for an artifact that is known to be
// another one by now, and has not been made again yet: it has no pin, no hash is taken for right, and whatever speaks
// of it says so. Lists of inputs have the same form, without sizes.
import { UserError } from "../common/errors.js";

export interface Pin {
  /** Relative to /out: STAGE/PATH. */
  path: string;
  /** Or `unpinned`, which is no file's hash. */
  sha256: string;
  /** Where it is known. */
  bytes?: number;
}

/** Stands where the hash of an artifact would, whose pin is to be made again. */
export const unpinned = "unpinned";

/** Parses a pins file; `name` is for the messages. */
export function parsePins(text: string, name: string): Pin[] {
  const pins: Pin[] = [];
  const seen = new Set<string>();
  text.split("\n").forEach((line, index) => {
    if (line === "" || line.startsWith("#")) {
      const bytes = /^# ([0-9]{1,15}) bytes$/.exec(line)?.[1];
      const pin = pins.at(-1);
      if (bytes !== undefined && pin !== undefined) {
        pin.bytes = Number(bytes);
      }
      return;
    }
    const match = /^([0-9a-f]{64}|unpinned)[ ][ *](\S+)$/.exec(line);
    if (match === null) {
      throw new UserError(`${name}:${index + 1}: expected 64 hexadecimal digits (a-f), two spaces and a path, ` +
        `found "${line}"`);
    }
    const path = match[2] as string;
    if (path.startsWith("/") || path.split("/").some((part) => part === "" || part === "." || part === "..")) {
      throw new UserError(`${name}:${index + 1}: the path "${path}" must be relative to /out, without . and ..`);
    }
    if (seen.has(path)) {
      throw new UserError(`${name}:${index + 1}: ${path} is pinned twice`);
    }
    seen.add(path);
    pins.push({ sha256: match[1] as string, path });
  });
  return pins;
}

/** Writes a pins file, sorted as given. */
export function formatPins(pins: Pin[]): string {
  return pins.map(({ sha256, path, bytes }) =>
    `${sha256}  ${path}\n${bytes === undefined ? "" : `# ${bytes} bytes\n`}`).join("");
}
