// Compares what a machine delivered with the pins: every artifact is hashed again, here.
import { join } from "node:path";
import { compareText, hashFile, listFiles } from "../common/files.js";
import { isRecord } from "../record/place.js";
import { unpinned, type Pin } from "../steps/pins.js";
import type { Artifact } from "./document.js";

/**
 * The artifacts of a stage: those that came and those that are pinned, sorted by path.
 * @param outFolder holds STAGE/PATH.
 * @param isUserStage true for the user's own stage: what is not pinned there is not wrong.
 */
export async function checkStage(
  stage: string, pins: Pin[], outFolder: string, isUserStage = false,
): Promise<Artifact[]> {
  const expected = new Map(pins.map((pin) => [pin.path.slice(stage.length + 1), hashOf(pin)]));
  const came = await listFiles(join(outFolder, stage));
  const artifacts: Artifact[] = [];
  for (const path of came) {
    const { bytes, sha256 } = await hashFile(join(outFolder, stage, path));
    const pin = expected.get(path) ?? null;
    const mayLackPin = isUserStage || isRecord(path);
    artifacts.push({ path, bytes, sha256, expected: pin, ok: pin === sha256 || (mayLackPin && pin === null) });
  }
  for (const [path, sha256] of expected) {
    if (!came.includes(path)) {
      artifacts.push({ path, bytes: null, sha256: null, expected: sha256, ok: false });
    }
  }
  return artifacts.sort((left, right) => compareText(left.path, right.path));
}

/** The hash that a pin asks for; null when there is none (yet). */
export function hashOf({ sha256 }: Pin): string | null {
  return sha256 === unpinned ? null : sha256;
}

/** One line on a wrong artifact: what was expected and found. */
export function describeDifference(stage: string, artifact: Artifact): string {
  const name = `${stage}/${artifact.path}`;
  if (artifact.sha256 === null) {
    return `${name}: expected ${artifact.expected === null ? "an artifact" : `SHA-256 ${artifact.expected}`}, ` +
      "found no such file";
  }
  if (artifact.expected === null) {
    return `${name}: is not pinned; found SHA-256 ${artifact.sha256}`;
  }
  return `${name}: expected SHA-256 ${artifact.expected}, found ${artifact.sha256}`;
}
