// The disk of the emulated PC, put together from texts and archives: byte for byte what `rootseed image --record
// --shell` writes. What it looks like says host/tape/format.ts.
import { joinBytes } from "../../host/common/bytes.js";
import { assembleTape, diskTapeLimit, makeDisk, nulFile, type TapeFile } from "../../host/tape/format.js";
import { decodeHex } from "../../host/tape/hex.js";
import type { PageStep } from "../../host/page/model.js";
import { textOf, type Site } from "./load.js";

/** @param steps those that the disk builds */
export function diskOf(site: Site, steps: PageStep[], stage: string): Uint8Array {
  const source = (program: string): Uint8Array => joinBytes(textOf(site, `chain/${program}/sources`).split("\n")
    .filter((path) => path !== "").map((path) => fileOf(site, path)));
  const archives = [...new Set(steps.flatMap(({ archives: list }) => list.map(({ file }) => file)))];
  const files: TapeFile[] = [
    ...site.paths.map((path) => ({ path, content: fileOf(site, path) })), nulFile,
    ...archives.map((file) => ({ path: `sources/${file}`, content: site.archives.get(file) as Uint8Array })),
    { path: "plan", content: new TextEncoder().encode(site.data.plans[stage]) },
  ];
  const tape = assembleTape(textOf(site, "chain/1-compiler/compiler.hex"), source("3-kernel"), source("4-tools"), files,
    diskTapeLimit);
  return makeDisk(decodeHex(textOf(site, "seed/boot.hex")), tape);
}

function fileOf(site: Site, path: string): Uint8Array {
  const content = site.files.get(path);
  if (content === undefined) {
    throw new Error(`${path} is missing among the files of this page`);
  }
  return content;
}
