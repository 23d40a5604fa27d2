// Records of processes, without a machine: what the kernel's lines mean, what becomes of them, the text that is pinned,
// and what a file comes from. What machines record is in record-run.test.ts.
import { describe, expect, it } from "vitest";
import { RecordedChain } from "../host/explain/provenance.js";
import { findWay } from "../host/explain/way.js";
import { UserError } from "../host/common/errors.js";
import { differenceOfRecords } from "../host/record/compare.js";
import { parseEvents } from "../host/record/events.js";
import { normalForm } from "../host/record/normal.js";
import type { Process } from "../host/record/model.js";
import { gatherProcesses } from "../host/record/processes.js";
import { formatRecord, parseRecord } from "../host/record/text.js";
import type { Step } from "../host/steps/steps.js";
import { Random, seedFor } from "./support/random.js";

const hash = (name: string): string => Buffer.from(name).toString("hex").padEnd(64, "0");

/** The kernel's lines; `c` lines with a name in the place of a hash. */
const kernelLines = (text: string): string => text.trim().split("\n")
  .filter((line) => line.trim() !== "")
  .map((line) => line.trim().replace(/^(c [0-9]+ [0-9]+) (\w+)$/, (_, start, name) => `${start} ${hash(name)}`))
  .map((line) => `${line}\n`).join("");

const processesOf = (text: string): Process[] => gatherProcesses(parseEvents(kernelLines(text), "test"));
const nameOf = (sha256: string): string => Buffer.from(sha256, "hex").toString().replace(/\0/g, "");
const uses = (list: Process["reads"]): string[] =>
  [...list.values()].map(({ path, content }) => `${path} ${nameOf(content.sha256)}`);

/** A shell that lets a compiler make /out/a from /a.c, by a redirection, a pipe and a renaming. */
const example = `
  f 9 10
  e 10 0
  f 9 11
  c 1 3 script
  r 11 1 1 /build
  f 11 12
  w 12 7 /out/a.part
  c 2 50 compiler
  x 12 2 2 /bin/cc
  o 12 /work\\n\\\\
  a 12 cc
  a 12 a\\nb
  i 12 7 0 w
  p 12 40 0 r
  c 3 9 source
  r 12 3 3 /a.c
  f 11 13
  x 13 2 2 /bin/cc
  o 13 /
  a 13 cc
  p 13 40 0 w
  e 13 256
  e 12 0
  c 4 20 made
  d 11 7 4
  n 11 7 /out/a
`;

describe("the kernel's lines", () => {
  it("become processes: who ran, read, wrote and named what", () => {
    const processes = processesOf(example);
    expect(processes.map(({ number, parent, status }) => [number, parent, status]))
      .toEqual([[1, undefined, undefined], [2, 1, undefined], [3, 2, 0], [4, 2, 256]]);
    const [, shell, compiler, other] = processes as [Process, Process, Process, Process];
    expect(compiler.programs).toEqual([{
      path: "/bin/cc", content: { sha256: hash("compiler") }, folder: "/work\n\\", arguments: ["cc", "a\nb"],
    }]);
    expect([uses(shell.reads), uses(shell.writes), uses(shell.names)])
      .toEqual([["/build script"], ["/out/a.part made"], ["/out/a made"]]);
    expect([uses(compiler.reads), uses(compiler.writes)]).toEqual([["/a.c source"], ["/out/a.part made"]]);
    expect([[...compiler.pipesRead], [...other.pipesWritten]]).toEqual([[1], [1]]);
  });

  it("are refused, with the number of the line, when they are none", () => {
    for (const [lines, problem] of [
      ["", "is no record, or not a whole one"], ["f 1 2", "is no record, or not a whole one"],
      ["q 1 2\n", "line 1: is no event"], ["f 1\n", "line 1: is no event"],
      ["f 1 2\nr 1 2 3 /x\n", "line 2: no line before"],
      ["c 1 2 abc\n", "line 1: is no event"], ["w 1 2 x\n", "line 1: is no event"], ["\n", "line 1: is no event"],
      ["i 1 2 5 r\n", "line 1: no line before it says what 5 is"],
    ] as const) {
      expect(() => [...parseEvents(lines, "a record")]).toThrow(problem);
    }
  });

  it("as text are read again as they were", () => {
    const processes = processesOf(example);
    const text = formatRecord("a", processes);
    expect(text).toContain("folder /work\\n\\\\\nargument cc\nargument a\\nb\n");
    expect(parseRecord(text, "test")).toEqual(processes);
  });
});

describe("the normal form", () => {
  /** make starts two compilers, each of which writes a file in /tmp and names another after a number. */
  const children = (first: number, second: number): Record<"a" | "b", string> => {
    const compile = (name: string, id: number, file: number, drawn: string, content: number): string => `
      f 9 ${id}\n x ${id} 2 1 /bin/cc\n o ${id} /\n a ${id} cc\n a ${id} -o/tmp/cc${drawn}.s\n a ${id} ${name}
      w ${id} ${file} /tmp/cc${drawn}.s\n c ${content} 1 ${name}s\n d ${id} ${file} ${content}
      w ${id} ${file + 1} /${name}.o.${id}.new\n c ${content + 1} 1 ${name}\n d ${id} ${file + 1} ${content + 1}
      n ${id} ${file + 1} /${name}.o\n e ${id} 0\n`;
    return { a: compile("a", first, 20, `Ab${first}xy`, 20), b: compile("b", second, 30, `Ab${second}xy`, 30) };
  };
  const start = (program: string): string =>
    `f 8 9\n c 1 1 cc\n c 2 1 x\n x 9 1 2 ${program}\n o 9 /\n a 9 x\n`;
  const textOf = (program: string, [first, second]: [number, number], order: ("a" | "b")[]): string => {
    const ofChildren = children(first, second);
    return formatRecord("x", processesOf(start(program) + order.map((name) => ofChildren[name]).join("")));
  };

  it("says nothing of chance: names that were drawn, numbers, and which of make's children came first", () => {
    const text = textOf("/bin/make", [10, 11], ["a", "b"]);
    expect(textOf("/bin/make", [42, 77], ["a", "b"])).toBe(text);
    expect(textOf("/bin/make", [42, 77], ["b", "a"])).toBe(text);
    expect(text).toContain(`\nargument -o/tmp/cc~1.s\nargument a\nwrites ${hash("as")} /tmp/cc~1.s\n`);
    expect(text).toContain(`\nwrites ${hash("a")} /a.o.~2.new\nnames ${hash("a")} /a.o\n`);
    expect(text).toContain("/tmp/cc~3.s");
    expect(formatRecord("x", normalForm(parseRecord(text, "x")))).toBe(text);
  });

  it("keeps the order in which another program has made its children", () => {
    expect(textOf("/bin/sh", [10, 11], ["b", "a"])).not.toBe(textOf("/bin/sh", [10, 11], ["a", "b"]));
  });

  it("puts processes in the order of a tree, in whichever order they were made", () => {
    const program = (id: number, name: string): string =>
      `x ${id} 1 1 /bin/${name}\n o ${id} /\n a ${id} ${name}\n`;
    const [left, right] = [`f 11 13\n${program(13, "left")}`, `f 9 12\n${program(12, "right")}`];
    const before = `f 9 11\n c 1 1 x\n${program(11, "first")}`;
    const texts = [before + left + right, before + right + left].map((lines) => formatRecord("x", processesOf(lines)));
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]?.match(/argument \w+/g)).toEqual(["argument first", "argument left", "argument right"]);
  });

  it("leaves names alone that nobody has drawn", () => {
    const text = formatRecord("x", processesOf(`f 1 2\n w 2 5 /tmp/output\n c 1 1 a\n d 2 5 1\n w 2 6 /a/sorted
      d 2 6 1\n w 2 7 /a/b.12\n d 2 7 1\n`));
    expect(text.match(/(?<=writes \w+ ).*/g)).toEqual(["/tmp/output", "/a/sorted", "/a/b.12"]);
  });
});

describe("two records of a step", () => {
  const known = processesOf(example);
  /** As one says it that does not know what files held. */
  const unknown = (change: (sha256: string) => string): Process[] => parseRecord(formatRecord("a", known)
    .replace(/[0-9a-f]{64}/g, (sha256) => change(sha256)), "unknown");
  const number = new Map<string, string>();
  const numbered = unknown((sha256) => number.set(sha256, number.get(sha256) ?? `~${number.size + 1}`)
    .get(sha256) as string);

  it("say the same where one does not know what files held", () => {
    expect(differenceOfRecords(known, known)).toBeUndefined();
    expect(differenceOfRecords(known, numbered)).toBeUndefined();
  });

  it("differ where a content is another one, a file, a process or a word is missing", () => {
    expect(differenceOfRecords(known, unknown(() => "~1"))).toContain("process 2: writes /out/a.part");
    expect(differenceOfRecords(known, unknown((sha256) => sha256 === hash("made") ? hash("else") : sha256)))
      .toContain("/out/a.part");
    expect(differenceOfRecords(known, known.slice(0, -1))).toContain("has");
    const twice = (content: string): Process[] => processesOf(`${example}c 9 7 ${content}\nr 11 1 9 /build\n`);
    expect(differenceOfRecords(twice("other"), numbered)).toContain("/build");
    expect(differenceOfRecords(known, twice("other"))).toContain("/build");
    const withoutWord = parseRecord(formatRecord("a", known).replace("argument cc\n", ""), "t");
    expect(differenceOfRecords(known, withoutWord)).toContain("argument cc");
  });
});

it("changed texts are refused or read, and nothing else happens", () => {
  const random = new Random(seedFor("record"));
  const texts = [kernelLines(example), formatRecord("a", processesOf(example))];
  for (let round = 0; round < 4000; round++) {
    const bytes = Buffer.from(texts[round % 2] as string);
    for (let change = random.below(4); change >= 0; change--) {
      bytes[random.below(bytes.length)] = random.below(3) === 0 ? 10 : random.below(256);
    }
    const text = bytes.toString("latin1");
    try {
      const processes = round % 2 === 0 ? gatherProcesses(parseEvents(text, "t")) : parseRecord(text, "t");
      expect(parseRecord(formatRecord("a", processes), "again")).toEqual(processes);
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
    }
  }
});

describe("what a file comes from", () => {
  const step = (name: string, inputs: string[], flags: string[] = []): Step => ({
    name, stage: name, flags, archives: [{ file: "a.tar", sha256: hash("archive") }],
    inputs: inputs.map((path) => ({ path, sha256: hash(path) })),
  } as unknown as Step);
  const first = step("first", ["seed/x"], ["base"]);
  const second = step("second", ["script", "source"]);
  const record = [
    { step: first, processes: processesOf(`
      f 1 2\n c 1 1 archive\n r 2 1 1 /sources/a.tar\n w 2 2 /bin/cc\n c 2 2 compiler\n d 2 2 2\n e 2 0`) },
    { step: second, processes: processesOf(example) },
  ];
  const chain = new RecordedChain(record);

  it("are its makers, their programs and files, those who started them, and the writers of their pipes", () => {
    const found = [...chain.provenanceOf(second, "a", hash("made")).causes].map(([{ id }, causes]) =>
      [id, causes.map(({ how, makers, leaf }) => `${how} ${leaf?.path ?? makers.map((maker) => maker.id).join("+")}`)]);
    expect(found).toEqual([
      ["second#2", ["reads script", "is started by second#1"]],
      ["second#1", ["is made of seed/x"]],
    ]);
    const whole = new RecordedChain(record).provenanceOf(second, "a.part", hash("made"));
    expect([...whole.causes.keys()].map(({ id }) => id).join(" "))
      .toBe("second#2 second#3 second#1 first#2 second#4 first#1");
    expect(findWay(whole, "a.tar")?.map(({ maker }) => maker.id)).toEqual(["second#3", "first#2"]);
    expect(findWay(whole, "elsewhere")).toBeUndefined();
  });

  it("says of a file that nobody has made that nobody knows where it is from", () => {
    const without = [record[0], { step: step("second", []), processes: record[1]?.processes }] as typeof record;
    const chain = new RecordedChain(without).provenanceOf(without[1]?.step as Step, "a", hash("made"));
    expect([...chain.causes.values()].flat().flatMap(({ leaf }) => leaf ?? []))
      .toContainEqual({ kind: "unknown", path: "/build", sha256: hash("script") });
  });

  it("is an error where no record has it", () => {
    expect(() => new RecordedChain(record).provenanceOf(second, "b", hash("made else")))
      .toThrow("no record says who has made it");
  });
});
