// Takes a file out of an archive, or out of an archive in it, by this computer's tar. Nothing here looks at the bytes:
// who asked for them compares their hash.
import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { asFailure, FetchFailure } from "./failure.js";

/** What tar has to be told where it cannot look back: a compressed archive that comes through a pipe. */
const compressions: Record<string, string> = { xz: "-J", gz: "-z", bz2: "-j" };

/**
 * Writes a member of an archive to `target`.
 * @param members the first one is in the archive, the next one in that member, and so on
 */
export async function takeOut(
  path: string, members: string[], target: string, signal: AbortSignal,
): Promise<void> {
  const archives = [path, ...members.slice(0, -1)];
  const running = members.map((member, index) => {
    const compression = compressions[archives[index]?.split(".").at(-1) ?? ""];
    const options = ["-x", "-O", ...compression === undefined ? [] : [compression], "-f", index === 0 ? path : "-"];
    const input = index === 0 ? "ignore" : "pipe";
    return spawn("tar", [...options, "--", member], { stdio: [input, "pipe", "pipe"], signal });
  });
  const ends = running.map(endOf);
  const flows = running.map((from, index) => {
    const to = running[index + 1]?.stdin ?? createWriteStream(target);
    // How the programs ended says more than that a pipe broke.
    return pipeline(from.stdout as NodeJS.ReadableStream, to, { signal }).catch((error: unknown) => error);
  });
  const reasons = (await Promise.all(ends)).filter((reason) => reason !== undefined);
  const errors = (await Promise.all(flows)).filter((error) => error !== undefined);
  signal.throwIfAborted();
  if (reasons[0] !== undefined) {
    throw new FetchFailure("wrong", reasons[0]);
  }
  if (errors[0] !== undefined) {
    throw asFailure(errors[0]);
  }
}

/** Why a tar failed, when it did. */
function endOf(child: ChildProcess): Promise<string | undefined> {
  let said = "";
  child.stderr?.on("data", (bytes: Buffer) => {
    said = `${said}${bytes.toString()}`.slice(0, 1000);
  });
  return new Promise((resolve) => {
    child.on("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code === "ENOENT" ? "no tar on this computer to unpack it" : error.message));
    child.on("close", (status) => resolve(status === 0 ? undefined
      : `tar cannot unpack it: ${said.trim().split("\n")[0] || `status ${status}`}`));
  });
}
