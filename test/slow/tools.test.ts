// Files of more than 2 GiB through the tools of the chain, natively and under Node: no counter of their bytes may wrap,
// and none of their bits (512 MiB for a hash). The files are sparse, so they take no space. The native part is skipped
// where i386 programs do not run. Hashing takes minutes, and much longer through qemu-user, so only one of the two
// forms does it; ROOTSEED_LARGE_FILES=4 hashes more than 4 GiB, too.
import { createHash } from "node:crypto";
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { because } from "../support/engines.js";
import { makeScratch } from "../support/folders.js";
import { i386Command, kernelRunsI386, noI386, runsI386 } from "../support/i386.js";
import { buildTools } from "../support/tools.js";

const programs = buildTools();
const ways = [
  { name: "Node", command: (words: string[]) => [process.execPath, programs.twin, ...words], can: true,
    hashes: !kernelRunsI386 },
  { name: `native${runsI386 ? "" : ` (${noI386})`}`, can: runsI386, hashes: kernelRunsI386,
    command: (words: string[]) => i386Command(programs.native as string, words) },
];

/** GiB that are hashed: the number of bits, and of bytes, then has more than 32 bits. */
const lengths = process.env.ROOTSEED_LARGE_FILES === "4" ? [0.5, 4] : [0.5];

/** A file of so many zeros. */
function fileOf(bytes: number): string {
  const file = path.join(makeScratch(), "zeros");
  fs.writeFileSync(file, "");
  fs.truncateSync(file, bytes);
  return file;
}

/** What a command writes: its status, how many bytes, and the first of them. */
async function outputOf(command: string[]): Promise<{ status: number; bytes: number; start: string }> {
  const child = spawn(command[0], command.slice(1), { stdio: ["ignore", "pipe", "inherit"] });
  let bytes = 0;
  let start = "";
  child.stdout.on("data", (piece: Buffer) => {
    bytes += piece.length;
    if (start.length < 64) start += piece.toString("latin1", 0, 64);
  });
  const status = await new Promise<number>((resolve) => child.on("close", (code) => resolve(code ?? -1)));
  return { status, bytes, start: start.slice(0, 64) };
}

for (const { name, command, can, hashes } of ways) {
  it.skipIf(!can)(`${name}: cat gives all of 2,200,000,000 bytes`, { timeout: 1_200_000 }, async () => {
    const { status, bytes } = await outputOf(command(["cat", fileOf(2_200_000_000)]));
    expect([status, bytes]).toEqual([0, 2_200_000_000]);
  });
  const whyNot = because(hashes ? undefined : can ? "the other form does it" : noI386);
  it.runIf(hashes).each(lengths)(`${name}: sha256sum hashes %s GiB and 5 bytes${whyNot}`, async (gib) => {
    const size = gib * 2 ** 30 + 5;
    const hash = createHash("sha256");
    const piece = Buffer.alloc(1 << 20);
    for (let left = size; left > 0; left -= piece.length) hash.update(piece.subarray(0, Math.min(left, piece.length)));
    const { status, start } = await outputOf(command(["sha256sum", fileOf(size)]));
    expect([status, start]).toEqual([0, hash.digest("hex")]);
  });
}
