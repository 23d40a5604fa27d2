// The table at the end of a run: stage, artifact, size, SHA-256, result. A stage with many
// artifacts of one kind (a libc's headers) is summed up by folder, because nobody reads 200 lines; the JSON
// document has them all, and wrong ones always have a line of their own.
import { createHash } from "node:crypto";
import { formatTable } from "../common/text.js";
import { isRecord } from "../record/place.js";
import type { Artifact, Stage } from "./document.js";

/** A folder with more artifacts than this is shown as one line. */
const mostLines = 8;

/**
 * The lines of the table, of at most `width` characters where that is possible.
 * @param engine the one that was asked for: where another has made something now, a column names who made what
 */
export function stageTable(stages: Stage[], checked: boolean, width: number, engine?: string): string[] {
  const isMixed = engine !== undefined && stages.some(({ artifacts }) => artifacts.some((artifact) =>
    artifact.fromStore !== true && artifact.engine !== undefined && artifact.engine !== engine));
  const rows = [["stage", "artifact", "bytes", "SHA-256", "result", ...isMixed ? ["made on"] : []]];
  for (const { name, artifacts } of stages) {
    for (const maker of isMixed ? new Set(artifacts.map((artifact) => artifact.engine)) : [undefined]) {
      const theirs = artifacts.filter((artifact) => !isMixed || artifact.engine === maker);
      summarize(theirs, checked).forEach((line) => rows.push([name, ...line, ...isMixed ? [maker ?? "-"] : []]));
    }
  }
  return formatTable(rows, [false, false, true, false, false, ...isMixed ? [false] : []], width);
}

function summarize(artifacts: Artifact[], checked: boolean): string[][] {
  const folders = new Map<string, Artifact[]>();
  for (const artifact of artifacts) {
    const folder = artifact.path.includes("/") ? artifact.path.slice(0, artifact.path.indexOf("/")) : "";
    folders.set(folder, [...folders.get(folder) ?? [], artifact]);
  }
  return [...folders].flatMap(([folder, members]) => {
    const apart = folder === "" || members.length <= mostLines;
    const shown = apart ? members : members.filter((artifact) => checked && !artifact.ok);
    const rest = apart ? [] : members.filter((artifact) => !shown.includes(artifact));
    const lines = shown.map((artifact) => oneLine(artifact, checked));
    return rest.length > 0 ? [...lines, sumLine(folder, rest, checked)] : lines;
  });
}

function oneLine(artifact: Artifact, checked: boolean): string[] {
  return [artifact.path, String(artifact.bytes ?? "-"), artifact.sha256 ?? "-", result(artifact, checked)];
}

function result(artifact: Artifact, checked: boolean): string {
  if (!checked) {
    return "to be pinned";
  }
  if (artifact.ok && artifact.expected === null) {
    return isRecord(artifact.path) ? "not pinned" : "your own, not pinned";
  }
  if (artifact.ok) {
    return artifact.fromStore === true ? "ok, from the store" : "ok";
  }
  return artifact.sha256 === null ? "MISSING" : artifact.expected === null ? "NOT PINNED" : "DIFFERS";
}

/** The hash of a folder is that of its `sha256sum` lines. */
function sumLine(folder: string, artifacts: Artifact[], checked: boolean): string[] {
  const lines = artifacts.map((artifact) => `${artifact.sha256}  ${artifact.path}\n`).join("");
  const bytes = artifacts.reduce((sum, artifact) => sum + (artifact.bytes ?? 0), 0);
  return [`${folder}/ (${artifacts.length} files)`, String(bytes), createHash("sha256").update(lines).digest("hex"),
    result(artifacts[0] as Artifact, checked)];
}
