// GCC 16 from another origin: the distribution's gcc compiles the first generation in the place of gcc 10.2, and what
// comes of that makes the C library, GMP, MPFR, MPC and itself again, to the bytes of the chain. So the last compiler
// does not depend on who compiled its first generation (D. A. Wheeler, "Fully Countering Trusting Trust through Diverse
// Double-Compiling", 2009). It takes the gcc of the chain from the store, where `rootseed run --until gcc16` has left
// it, and more than half an hour: ROOTSEED_ORIGINS=1 asks for it (`npm run check:release -- origins`).
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { because, canRun, obstacleTo } from "../support/engines.js";
import { makeScratch } from "../support/folders.js";
import { rootseed } from "../support/host.js";

const scratch = makeScratch("origins");
const foreign = join(scratch, "foreign");

const printed = (program: string, ...words: string[]): string =>
  (spawnSync(program, words, { encoding: "utf8" }).stdout ?? "").trim();

/** Where the distribution's static libraries are, which its gcc links. */
const libraries = ["libc.a", "libgmp.a", "libmpfr.a", "libmpc.a"];
const place = (name: string): string => printed("gcc", `-print-file-name=${name}`);
const missing = libraries.filter((name) => !existsSync(place(name)));
const obstacle = process.env["ROOTSEED_ORIGINS"] === undefined ? "it takes more than half an hour: ROOTSEED_ORIGINS=1"
  : !canRun("chroot") ? obstacleTo("chroot")
    : spawnSync("g++", ["--version"]).status !== 0 ? "no g++ here"
      : missing.length > 0 ? `not installed: ${missing.join(" ")}` : undefined;

/** Copies the distribution's gcc, with all that it needs, as it lies below /; says where its shared libraries are. */
function copyForeign(): string[] {
  const programs = ["gcc", "g++", "as", "ld"].map((name) => printed("which", name));
  const parts = ["cc1", "cc1plus", "collect2"].map((name) => printed("g++", `-print-prog-name=${name}`));
  const shared = [...programs, ...parts].flatMap((path) =>
    [...printed("ldd", path).matchAll(/(\/\S+\.so\S*)/g)].map(([, file]) => file as string));
  const multiarch = dirname(place("libc.a"));
  const linked = printed("sh", "-c", `ls ${multiarch}/*.a ${multiarch}/crt*.o`).split("\n");
  const folders = [dirname(printed("gcc", "-print-libgcc-file-name")), "/usr/include"];
  for (const path of new Set([...folders, ...programs, ...shared, ...linked])) {
    cpSync(path, join(foreign, path), { recursive: true, dereference: true });
  }
  return [...new Set(shared.map((path) => dirname(path)))];
}

/**
 * The script that builds, as a step of a user after the chain's gcc 16.
 * @param places where the foreign compiler's shared libraries are
 */
const build = (places: string[]): string => `#!/bin/sh
set -eu
cp -r /foreign/lib64 /
for name in gcc g++; do
  rm /usr/bin/$name
  cat > /usr/bin/$name << END
#!/bin/sh
export LD_LIBRARY_PATH=${places.map((path) => `/foreign${path}`).join(":")}
exec /foreign/usr/bin/$name --sysroot=/foreign -B/foreign/usr/bin/ "\\$@"
END
  chmod 755 /usr/bin/$name
done
gcc --version
for step in ${again.join(" ")}; do
  mkdir -p /out/foreign
  /bin/sh /steps/run $step foreign
done
if cmp -s /out/foreign/gcc16-first.tar /out/gcc16/gcc16-first.tar; then
  echo "the first generations are the same: one compiler has made both"
  exit 1
fi
for step in ${again.slice(1).join(" ")}; do
  cmp /out/foreign/\${step#*-}.tar /out/gcc16/\${step#*-}.tar
done
`;

/** The first generation, and all that it makes. */
const again = ["025-gcc16-first", "026-musl-gcc16", "027-gmp-gcc16", "028-mpfr-gcc16", "029-mpc-gcc16", "030-gcc16"];

it.skipIf(obstacle !== undefined)(`gcc 16, begun by another gcc: the same bytes${because(obstacle)}`, async () => {
  const steps = join(scratch, "steps/900-foreign");
  mkdirSync(steps, { recursive: true });
  writeFileSync(join(steps, "build"), build(copyForeign()));
  const log = join(scratch, "log");
  const { status } = await rootseed(["run", "--engine", "chroot", "--until", "gcc16", "--add", `${foreign}:/foreign`,
    "--steps", join(scratch, "steps"), "--log", log]);
  const said = existsSync(log) ? readFileSync(log, "latin1").slice(-3000) : "";
  expect([status, said]).toEqual([0, expect.stringContaining("rootseed: exit 0")]);
}, 6 * 3_600_000);
