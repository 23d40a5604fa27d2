// Lock files: which upstream archives a step uses, and where they may be had.
//
//     { "archives": [ { "file": "NAME", "bytes": 123, "sha256": "HEX", "places": ["mirror:PATH", "https://…"] } ] }
//
// A place is a path below whatever mirror is in use (`mirror:PATH`), or the address of the archive.
// Any place that yields the pinned hash serves.
import { z } from "zod";
import { Problem } from "../common/problem.js";

const archiveSchema = z.strictObject({
  file: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+~-]*$/, "a plain file name"),
  bytes: z.number().int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits"),
  places: z.array(z.string().regex(/^(mirror:[^/].*|https?:\/\/.+)$/, "mirror:PATH or an address")).min(1),
});

const lockSchema = z.strictObject({ archives: z.array(archiveSchema) });

/** An upstream archive, known by its hash. */
export type Archive = z.infer<typeof archiveSchema>;

/** Parses a lock file; `name` is for the messages. */
export function parseLock(text: string, name: string): Archive[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Problem(`${name}: not JSON: ${(error as Error).message}`);
  }
  const result = lockSchema.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new Problem(`${name}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "wrong shape"}`);
  }
  return result.data.archives;
}
