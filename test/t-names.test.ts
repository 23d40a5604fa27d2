// The compiler in hex and the reference compiler are read side by side: what both have bears the same name in both.
// And the files of the reference compiler are a ladder: each imports only files that its README lists before it.
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { parseHexFile } from "../host/dev/hex/index.js";
import { readRoot, root } from "./support/folders.js";

const compilerHex = parseHexFile(readRoot("chain/1-compiler/compiler.hex").toString("latin1"))
  .flatMap((line) => line.kind === "code" ? [line.assembly] : []);
const twinFiles = fs.readdirSync(path.join(root, "twin/compiler")).sort();

/** Names in the hex that the reference compiler lacks, by the reason. */
const onlyHex = new Map([
  ["the entries: the twin is started by Node", `entry bareEntry countSectors readSectors copySectors
    flatEntry hostEntry codeStart loaded real readBuffer
    tape areaStart areaSize pageDirectory segments segments.pointer packet packet.count packet.buffer packet.sector
    copyTo trackSectors heads mostSectors tries disk tapeSectors diskError memoryError outputError`],
  ["memory and stack: those of Node", "variablesStart savedBindingsEnd stackEnd stackStart startStack"],
  ["output and messages: main.ts and error.ts", `write exit report failOnHost sayOnHost failOnBare
    sayOnBare putDecimal message`],
  ["shorter than a call of expect", "expectSemicolon expectCloseParenthesis expectColon"],
  ["pointers to routines, for short calls", "functionPointers functionPointersEnd"],
  ["a switch in the twin", "statementParsers"],
  ["the end of a string in tokens.ts", "doublingEnd"],
  ["calls in image.ts", "elfHeader elfHeaderEnd"],
  ["entries of the table of operators", "operators.minus operators.equal operators.xor"],
].map(([reason, names]) => [reason, names.split(/\s+/)]));

/** Functions of the reference compiler named `parse…` or `emit…` that the hex lacks, by the reason. */
const onlyTwin = new Map([
  ["stosb, stosd and the like, where they are needed", ["emitBytes", "emitLoadConstant"]],
  ["written out before emitFixup", ["emitJumpForwardIf", "emitJumpAlong"]],
]);

const flat = (exceptions: Map<string, string[]>): string[] => [...exceptions.values()].flat();

/** Labels, with those of parts of a routine as `routine.part`; constants, which are kinds, variables and addresses. */
function namesOfHex(): { routines: Set<string>; parts: Set<string>; constants: Set<string> } {
  const names = { routines: new Set<string>(), parts: new Set<string>(), constants: new Set<string>() };
  for (const assembly of compilerHex) {
    const [, label] = /^([\w.]+):$/.exec(assembly) ?? [];
    const [, constant] = /^([\w.]+) = /.exec(assembly) ?? [];
    if (constant !== undefined) names.constants.add(constant);
    else if (label?.startsWith(".")) names.parts.add(label);
    else if (label !== undefined) names.routines.add(label);
  }
  return names;
}

interface TwinNames {
  /** Data: fields, parameters, variables, constants. */
  data: Set<string>;
  /** Constants of a file, which may be tables. */
  tables: Set<string>;
  functions: Set<string>;
  /** Members of classes and enums, as `class.member`, both beginning with a small letter. */
  members: Set<string>;
}

const small = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** CODE_END is written codeEnd in the hex. */
const camel = (name: string): string => /^[A-Z][A-Z_]*$/.test(name)
  ? name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
  : name;

function namesOfTwin(): TwinNames {
  const names: TwinNames = { data: new Set(), tables: new Set(), functions: new Set(), members: new Set() };
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (ts.isEnumMember(node) || ts.isClassElement(node)) {
      const owner = node.parent as ts.EnumDeclaration | ts.ClassDeclaration;
      if (node.name !== undefined) names.members.add(small(`${owner.name!.text}.${small(node.name.getText())}`));
    }
    if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) {
      names.functions.add(node.name!.getText());
    } else if (ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isParameter(node)
      || ts.isGetAccessor(node)) {
      const name = camel(node.name.getText());
      names.data.add(name);
      if (ts.isVariableDeclaration(node) && ts.isSourceFile(node.parent.parent.parent)) names.tables.add(name);
    }
  };
  for (const file of twinFiles) {
    const text = readRoot(`twin/compiler/${file}`).toString();
    visit(ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true));
  }
  return names;
}

describe("the compiler in hex and its reference", () => {
  const hex = namesOfHex();
  const twin = namesOfTwin();
  it("call what both have by the same name", () => {
    const routines = [...hex.routines].filter((name) => !twin.functions.has(name) && !twin.tables.has(name));
    const constants = [...hex.constants].filter((name) => !name.startsWith("pointer.") && !twin.data.has(name)
      && !twin.members.has(name.replace(/^keyword\./, "token.")));
    expect(hex.routines.size).toBeGreaterThan(80);
    expect(hex.constants.size).toBeGreaterThan(80);
    const missing = [...routines, ...constants];
    expect(missing.sort()).toEqual(flat(onlyHex).sort());
  });

  it("have the same functions for the grammar and for emitting code", () => {
    const isInHex = (name: string): boolean =>
      hex.routines.has(name) || hex.parts.has(`.${small(name.replace(/^parse/, ""))}`);
    const functions = [...twin.functions].filter((name) => /^(parse|emit)[A-Z]/.test(name));
    expect(functions.length).toBeGreaterThan(50);
    expect(functions.filter((name) => !isInHex(name)).sort()).toEqual(flat(onlyTwin).sort());
  });

  it("have the pointers of the hex in the order of their table", () => {
    const pointers = [...hex.constants].filter((name) => name.startsWith("pointer."));
    const from = compilerHex.indexOf("functionPointers:");
    const table = compilerHex.slice(from + 1, compilerHex.indexOf("functionPointersEnd:"))
      .flatMap((assembly) => assembly.replace(/^dd /, "").split(", "));
    expect(pointers.map((name) => name.replace("pointer.", ""))).toEqual(table);
  });

  it("find the routines in the order that the head of the hex says", () => {
    const text = readRoot("chain/1-compiler/compiler.hex").toString();
    const list = text.split("# Functions, in the order of this file\n")[1];
    const ranges = list.split("\n\n")[0].split("\n").map((line) => /^# {3}(.+?) {2,}/.exec(line)![1]);
    const routines = [...hex.routines];
    let last = -1;
    for (const name of ranges.flatMap((range) => range.split(/, | \.\.\. /))) {
      const at = routines.indexOf(name);
      expect(at, name).toBeGreaterThan(last);
      last = at;
    }
  });
});

describe("twin/compiler is a ladder", () => {
  const section = readRoot("twin/README.md").toString().split("**compiler/**")[1].split(/\(the\s+command\)/)[0];
  const order = [...section.matchAll(/`(\w+)`/g)].map(([, name]) => `${name}.ts`);

  /** The imports of a file that are not below it. */
  const upward = (file: string, text: string): string[] => {
    const below = order.slice(0, order.indexOf(file));
    return [...text.matchAll(/ from "\.\/(.+)\.js"/g)].map(([, name]) => `${name}.ts`)
      .filter((name) => !below.includes(name));
  };

  it("of all its files, as its README lists them", () => {
    expect([...order].sort()).toEqual(twinFiles);
  });

  it("whose files import only files below them", () => {
    for (const file of twinFiles) expect(upward(file, readRoot(`twin/compiler/${file}`).toString()), file).toEqual([]);
    expect(upward("functions.ts", "import { parseStatement } from \"./statements.js\";")).toEqual(["statements.ts"]);
  });
});
