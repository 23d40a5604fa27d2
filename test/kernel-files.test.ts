// The kernel's file system under Node, compared with this computer's: the same random operations on both must give the
// same results and leave the same tree.
import fs from "node:fs";
import { expect, test } from "vitest";
import { makeScratch } from "./support/folders.js";
import { answer, answerAt, answerBytes, call, freeMemory } from "./support/kernel-in-node.js";
import { Random } from "./support/random.js";

const folder = makeScratch("files");

const names = ["a", "b", "c", "dd"];

/** Up to three names deep; ".." only after a name, so that no path leaves the folder. */
function randomPath(random: (below: number) => number): string {
  const depth = 1 + random(3);
  const parts: string[] = [];
  for (let i = 0; i < depth; i++) {
    const odd = random(30);
    const name = names[random(names.length)];
    parts.push(odd === 0 && names.includes(parts[i - 1]) ? ".." : odd === 1 ? "." : name);
  }
  return parts.join("/") + (random(20) === 0 ? "/" : "");
}

/** What an operation of Node's fs gives, as a system call would. */
function host(operation: () => number | string | void): number | string {
  try {
    return operation() ?? 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).errno ?? String(error);
  }
}

const text = (n: number): string => n < 0 ? "" : answer(n).toString("latin1");

/** The names in a directory of the kernel, sorted; or a negated error. */
function kernelNames(path: string): string | number {
  const fd = call(5, path, 0x10000);
  if (fd < 0) return fd;
  const found: string[] = [];
  for (let n = call(220, fd, answerAt, 512); n > 0; n = call(220, fd, answerAt, 512)) {
    const records = answer(n);
    for (let at = 0; at < n; at += records.readUInt16LE(at + 16)) {
      found.push(records.toString("latin1", at + 19, records.indexOf(0, at + 19)));
    }
  }
  call(6, fd);
  return found.filter((name) => name !== "." && name !== "..").sort().join(" ");
}

function kernelStat(number: number, path: string): string | number {
  const error = call(number, path, answerAt);
  if (error < 0) return error;
  const stat = answer(96);
  return describe(stat.readUInt32LE(16), stat.readUInt32LE(20), stat.readUInt32LE(44));
}

/** Type, links and size; directories count links and bytes in ways of their own. */
function describe(mode: number, links: number, size: number): string {
  return (mode & 0xf000) === 0x4000 ? "directory" : `${mode.toString(8)} ${links} ${size}`;
}

interface Operation { name: string; kernel: () => number | string; host: () => number | string }

function randomOperation(random: (below: number) => number): Operation {
  const path = randomPath(random);
  const other = randomPath(random);
  const [kernelPath, kernelOther] = [`/tmp/${path}`, `/tmp/${other}`];
  const [hostPath, hostOther] = [`${folder}/${path}`, `${folder}/${other}`];
  const at = (name: string, kernel: Operation["kernel"], native: () => number | string | void): Operation =>
    ({ name: `${name} ${path} ${other}`, kernel, host: () => host(native) });
  switch (random(13)) {
    case 0: return at("mkdir", () => call(39, kernelPath, 0o755), () => fs.mkdirSync(hostPath, 0o755));
    case 1: return at("rmdir", () => call(40, kernelPath), () => fs.rmdirSync(hostPath));
    case 2: return at("unlink", () => call(10, kernelPath), () => fs.unlinkSync(hostPath));
    case 3:
    case 4: return at("rename", () => call(38, kernelPath, kernelOther), () => fs.renameSync(hostPath, hostOther));
    case 5: return at("link", () => call(9, kernelPath, kernelOther), () => fs.linkSync(hostPath, hostOther));
    case 6: {
      const target = other.replaceAll(/\.+/g, "a").replace(/\/$/, "");
      return at("symlink", () => call(83, target, kernelPath), () => fs.symlinkSync(target, hostPath));
    }
    case 7: return at("readlink", () => {
      const n = call(85, kernelPath, answerAt, 4096);
      return n < 0 ? n : text(n);
    }, () => fs.readlinkSync(hostPath));
    case 8: return at("list", () => kernelNames(kernelPath), () => fs.readdirSync(hostPath).sort().join(" "));
    case 9: return at("stat", () => kernelStat(195, kernelPath), () => {
      const { mode, nlink, size } = fs.statSync(hostPath);
      return describe(mode, nlink, size);
    });
    case 10: return at("lstat", () => kernelStat(196, kernelPath), () => {
      const { mode, nlink, size } = fs.lstatSync(hostPath);
      return describe(mode, nlink, size);
    });
    // with a slash at the end, Linux refuses to create before it has looked
    default: return writing(random, at, kernelPath.replace(/\/$/, ""), hostPath.replace(/\/$/, ""));
  }
}

/** Opens with random flags, writes at a random place, perhaps cuts, and reads everything back. */
function writing(
  random: (below: number) => number,
  at: (name: string, kernel: Operation["kernel"], native: () => number | string | void) => Operation,
  kernelPath: string,
  hostPath: string,
): Operation {
  const flags = [0, 2, 2, 2][random(4)] | [0, 0x40, 0x40, 0xc0][random(4)] | [0, 0, 0x200, 0x400][random(4)];
  const bytes = Buffer.alloc(random(9000), 65 + random(26));
  const offset = random(20000);
  const size = random(3) === 0 ? random(12000) : -1;
  return at(`write ${flags.toString(16)} ${bytes.length} at ${offset} size ${size}`, () => {
    const fd = call(5, kernelPath, flags, 0o644);
    if (fd < 0) return fd;
    const results = [];
    if ((flags & 3) === 2) results.push(call(181, fd, bytes, bytes.length, offset, 0));
    if ((flags & 3) === 2 && size >= 0) results.push(call(194, fd, size, 0));
    const n = call(180, fd, answerAt, answerBytes, 0, 0);
    call(6, fd);
    if (n < 0) return n;
    return `${results.join(" ")} ${n} ${text(n)}`;
  }, () => {
    const fd = fs.openSync(hostPath, flags, 0o644);
    try {
      const results: number[] = [];
      if ((flags & 3) === 2) results.push(fs.writeSync(fd, bytes, 0, bytes.length, offset));
      if ((flags & 3) === 2 && size >= 0) {
        fs.ftruncateSync(fd, size);
        results.push(0);
      }
      const content = Buffer.alloc(answerBytes);
      const n = fs.readSync(fd, content, 0, answerBytes, 0);
      return `${results.join(" ")} ${n} ${content.toString("latin1", 0, n)}`;
    } finally {
      fs.closeSync(fd);
    }
  });
}

/** A tree as text, from listings and states. */
type Answer = (path: string) => string | number;
function tree(list: Answer, state: Answer, path: string): string[] {
  const own = `${path} ${state(path)}`;
  const below = state(path) === "directory" ? String(list(path)).split(" ").filter((name) => name !== "") : [];
  return [own, ...below.flatMap((name) => tree(list, state, `${path}/${name}`))];
}

test.each([1, 2, 3, 4, 5])("random operations, seed %i", (seed) => {
  const generator = new Random(seed);
  const random = (below: number): number => generator.below(below);
  process.umask(0o022);
  call(60, 0o022);
  const history: string[] = [];
  for (let i = 0; i < 2000; i++) {
    const operation = randomOperation(random);
    const expected = operation.host();
    const got = operation.kernel();
    history.push(`${operation.name}: ${String(expected).slice(0, 60)}`);
    if (got !== expected) {
      expect(`${history.slice(-8).join("\n")}\ngot ${got}`, `seed ${seed}, operation ${i}`).toBe(`${expected}`);
    }
  }
  const hostState = (path: string): string => {
    const { mode, nlink, size } = fs.lstatSync(folder + path);
    return describe(mode, nlink, size);
  };
  const hostTree = tree((path) => fs.readdirSync(folder + path).sort().join(" "), hostState, "");
  const kernelTree = tree((path) => kernelNames(`/tmp${path}`), (path) => kernelStat(196, `/tmp${path}`), "");
  expect(kernelTree).toEqual(hostTree);
});

test("what goes gives its memory back", () => {
  let before = 0;
  for (let round = 0; round < 3; round++) {
    // the first round brings in the pages that the kernel's objects share
    if (round === 1) before = freeMemory();
    for (let i = 0; i < 100; i++) {
      const fd = call(5, `/tmp/file${i}`, 0x42, 0o644);
      call(181, fd, Buffer.alloc(5000, 7), 5000, i * 50000, 0);
      call(6, fd);
    }
    for (let i = 0; i < 100; i++) expect(call(10, `/tmp/file${i}`)).toBe(0);
    for (let i = 0; i < 100; i++) expect(call(5, "/proc/meminfo", 0x10000)).toBe(-20);
  }
  expect(freeMemory()).toBe(before);
});
