// Runs all checks over programs of T. TypeScript's own errors come first: the other checks rely on its types. Then
// the syntax, tokens, names, numbers, classes and order; then the reference compiler compiles the program, and the
// class that it took for each member is compared with TypeScript's.

import path from "node:path";
import ts from "typescript";
import { type Compilation, compile, CompileError } from "../compiler/compiler.js";
import { SymbolTable } from "../compiler/symbols.js";
import { ClassCheck } from "./classes.js";
import { checkLexical } from "./lexical.js";
import { NameCheck } from "./names.js";
import { checkNumbers } from "./numbers.js";
import { OrderCheck } from "./order.js";
import { type Problem, problemAt, type Report, sortProblems } from "./problems.js";
import { inlineNames, isTypeScript, type Program } from "./programs.js";
import { checkSyntax } from "./syntax.js";

export const COMPILER_OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ["lib.es2023.d.ts"],
  types: ["node"],
  strict: true,
  noImplicitReturns: true,
  skipLibCheck: true,
};

/** Checks programs whose paths are relative to `root`; all of them with one run of TypeScript. */
export function checkPrograms(root: string, programs: Program[]): Problem[] {
  const rootNames = new Set<string>();
  for (const program of programs) {
    for (const file of program.files) if (isTypeScript(file)) rootNames.add(path.join(root, file.path));
  }
  const host = ts.createProgram([...rootNames], { ...COMPILER_OPTIONS, noEmit: true });
  const problems = [...rootNames].flatMap((name) => typescriptProblems(root, host, name));
  for (const program of programs) problems.push(...new ProgramCheck(root, program, host).run());
  return sortProblems(problems);
}

function typescriptProblems(root: string, host: ts.Program, name: string): Problem[] {
  const file = host.getSourceFile(name);
  if (file === undefined) return [{ file: path.relative(root, name), line: 1, column: 1, message: "no such file" }];
  const diagnostics = [...host.getSyntacticDiagnostics(file), ...host.getSemanticDiagnostics(file)];
  return diagnostics.map((diagnostic) => {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
    return problemAt(path.relative(root, name), file, diagnostic.start ?? 0, `${message} (TS${diagnostic.code})`);
  });
}

class ProgramCheck {
  private readonly problems: Problem[] = [];
  private readonly files: { sourceFile: ts.SourceFile; path: string; bytes: Uint8Array; start: number }[] = [];
  private readonly checker: ts.TypeChecker;

  constructor(private readonly root: string, private readonly program: Program, host: ts.Program) {
    this.checker = host.getTypeChecker();
    let start = 0;
    for (const { path: file, bytes } of program.files) {
      const sourceFile = host.getSourceFile(path.join(root, file));
      if (sourceFile !== undefined) this.files.push({ sourceFile, path: file, bytes, start });
      start += bytes.length;
    }
  }

  run(): Problem[] {
    const report: Report = (node, message) => {
      const sourceFile = node.getSourceFile();
      const file = path.relative(this.root, sourceFile.fileName);
      this.problems.push(problemAt(file, sourceFile, node.getStart(), message));
    };
    const inline = inlineNames(this.program);
    const names = new NameCheck(inline, this.checker, report);
    const classes = new ClassCheck(this.checker, report);
    for (const { sourceFile, path: file, bytes } of this.files) {
      checkLexical(sourceFile, bytes, (position, message) => {
        this.problems.push(problemAt(file, sourceFile, position, message));
      });
      const visit = (node: ts.Node): void => {
        if (!checkSyntax(node, report)) return;
        names.check(node);
        checkNumbers(node, inline.inline, report);
        classes.check(node);
        ts.forEachChild(node, visit);
      };
      ts.forEachChild(sourceFile, visit);
    }
    names.finish();
    new OrderCheck(this.checker, report).check(this.files.map(({ sourceFile }) => sourceFile));
    const compilation = this.compile();
    if (compilation instanceof CompileError) {
      names.checkMemberHashes(new SymbolTable(() => { throw compilation; }));
      this.reportCompileError(compilation);
    } else {
      names.checkMemberHashes(compilation.symbols);
      this.checkMemberUses(compilation, classes);
    }
    return this.problems;
  }

  private compile(): Compilation | CompileError {
    try {
      return compile(this.program.text.bytes);
    } catch (error) {
      if (error instanceof CompileError) return error;
      throw error;
    }
  }

  /** What the compiler itself refuses is a problem of its own only when nothing else was found. */
  private reportCompileError(error: CompileError): void {
    if (this.problems.length > 0) return;
    const { path: file, line } = this.program.text.locate(error.line);
    this.problems.push({ file, line, column: 1, message: `the compiler stops at ${error.token}: ${error.reason}` });
  }

  private checkMemberUses(compilation: Compilation, classes: ClassCheck): void {
    const classNames = new Map<number, string>();
    for (const { sourceFile } of this.files) {
      for (const statement of sourceFile.statements) {
        if (!ts.isClassDeclaration(statement) && !ts.isEnumDeclaration(statement)) continue;
        const text = statement.name?.text ?? "";
        classNames.set(compilation.symbols.findText(text).address, text);
      }
    }
    const members = this.memberNames();
    for (const { position, type } of compilation.memberUses) {
      const name = members.get(position);
      if (name !== undefined) classes.checkMemberUse(name, classNames.get(type));
    }
  }

  /** Every name after a point, by its place in the text of the whole program. */
  private memberNames(): Map<number, ts.Node> {
    const members = new Map<number, ts.Node>();
    for (const { sourceFile, start } of this.files) {
      const visit = (node: ts.Node): void => {
        if (ts.isPropertyAccessExpression(node)) members.set(start + node.name.getStart(), node.name);
        ts.forEachChild(node, visit);
      };
      visit(sourceFile);
    }
    return members;
  }
}

