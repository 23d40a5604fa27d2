// From i386 to x86-64. The bridge does not depend on the compiler that makes the cross compiler: TinyCC on musl, for
// i386, makes another program of the same sources than cc does, and that one makes the same C library and TinyCC.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runSchema } from "../host/report/document.js";
import { architectureOf } from "../host/run/oci.js";
import { fileEntry } from "../host/common/tarball.js";
import { canRun } from "./support/engines.js";
import { makeScratch, root } from "./support/folders.js";
import { rootseed } from "./support/host.js";

const scratch = makeScratch("bridge");
const engine = ["chroot", "bwrap", "v86"].find(canRun) as string;
const compiler = "again/x86_64-tcc";

/** The step's script, but for its compiler. */
function otherScript(): string {
  const script = readFileSync(join(root, "steps/007-bridge/build"), "utf8");
  const other = script.replace(/^artifacts=.*$/m, "artifacts=/out/again")
    .replace(/^cc .* (\$options -o \$artifacts\/x86_64-tcc tcc\.c) .*$/m, "tcc -static $1");
  expect(other.split("\n").filter((line, index) => line !== script.split("\n")[index])).toEqual(
    ["artifacts=/out/again", "tcc -static $options -o $artifacts/x86_64-tcc tcc.c"]);
  return other;
}

it(`by cc and by TinyCC, on ${engine}: two cross compilers, the same C library and TinyCC`, async () => {
  const folder = join(scratch, "100-again");
  mkdirSync(folder);
  writeFileSync(join(scratch, "manifest"), "100-again  again  tcc  i386  -  -  musl\n");
  writeFileSync(join(folder, "build"), otherScript());
  const pins = readFileSync(join(root, "steps/007-bridge/pins"), "utf8").replaceAll("  bridge/", "  again/");
  const made = pins.split("\n").filter((line) => /^[0-9a-f]{64} .*\/(.*\.[ao]|tcc)$/.test(line));
  expect(made).toHaveLength(6);
  const { status, out } = await rootseed(["run", "--engine", engine, "--until", "musl", "--steps", scratch, "--json"]);
  expect(status).toBe(0);
  const { artifacts } = runSchema.parse(JSON.parse(out)).stages.find(({ name }) => name === "again")!;
  const lines = artifacts.map(({ path, sha256 }) => `${sha256}  again/${path.replace(/^again\//, "")}`).sort();
  expect(lines).toEqual(expect.arrayContaining(made));
  expect(lines).toHaveLength(7);
  const [byTinyCc] = lines.filter((line) => line.endsWith(compiler));
  expect(byTinyCc).toMatch(/^[0-9a-f]{64} /);
  expect(pins).not.toContain(byTinyCc);
});

it("a system is for x86-64 as soon as one of its programs is", () => {
  const program = (elfClass: number): Buffer => {
    const content = Buffer.alloc(64);
    content.set([0x7f, 0x45, 0x4c, 0x46, elfClass, 1, 1]);
    content[16] = 2;
    return content;
  };
  const [short, long] = [1, 2].map((elfClass) => fileEntry(`bin/${elfClass}`, 0o755, program(elfClass))) as
    [ReturnType<typeof fileEntry>, ReturnType<typeof fileEntry>];
  const object = fileEntry("usr/lib/crt1.o", 0o644, program(2).fill(1, 16, 17));
  expect([architectureOf([]), architectureOf([short, object]), architectureOf([short, long])])
    .toEqual(["386", "386", "amd64"]);
});
