// Names: one namespace for the whole program, keywords of T, names that the compiler itself calls, 32-bit hashes, and
// imports that really lead where T will look. TypeScript sees modules; T sees one text.

import path from "node:path";
import ts from "typescript";
import { hashOf, type SymbolTable } from "../compiler/symbols.js";
import { KEYWORDS } from "../compiler/tokens.js";
import type { Report } from "./problems.js";
import { type InlineNames } from "./programs.js";

const KEYWORD_SET = new Set(KEYWORDS);

/** Functions that the compiler emits calls to: a local of that name would be called instead. */
const CALLED_BY_COMPILER = new Set(["alloc", "newWords", "newBytes", "newArray", "fail"]);

/** The only names of the standard library that mean something in T. */
const LIBRARY = new Set(["Array", "Int32Array", "Uint8Array"]);

type Member = ts.PropertyDeclaration | ts.MethodDeclaration | ts.EnumMember;

export class NameCheck {
  private readonly topLevel = new Map<string, string>();
  private readonly hashes = new Map<number, string>();
  private readonly imports: ts.Identifier[] = [];
  private readonly members: { type: string; member: ts.Identifier }[] = [];

  constructor(
    private readonly inline: InlineNames, private readonly checker: ts.TypeChecker, private readonly report: Report,
  ) {
    for (const name of [...inline.inline, ...inline.ignored, ...inline.constants]) {
      this.topLevel.set(name, "inline machine code (*.t)");
      this.hashes.set(hashOf(name), name);
    }
    this.hashes.set(hashOf("origin"), "origin");
  }

  check(node: ts.Node): void {
    if (ts.isSourceFile(node.parent)) this.checkTopLevel(node);
    if (ts.isImportDeclaration(node)) this.checkImport(node);
    if (ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) this.checkMembers(node);
    if (ts.isIdentifier(node)) this.checkIdentifier(node);
  }

  private checkTopLevel(node: ts.Node): void {
    if (ts.isVariableStatement(node)) {
      for (const declaration of node.declarationList.declarations) this.addTopLevel(declaration.name);
    } else if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) {
      if (node.name !== undefined) this.addTopLevel(node.name);
    } else if (!ts.isImportDeclaration(node)) {
      this.checkTopLevelStatement(node);
    }
  }

  private addTopLevel(name: ts.Node): void {
    const text = name.getText();
    const before = this.topLevel.get(text);
    if (before !== undefined) {
      this.report(name, `${text} is also a name in ${before}: the files of a program share one namespace`);
    } else {
      this.topLevel.set(text, path.basename(name.getSourceFile().fileName));
    }
    if (text === "origin") this.report(name, "origin is where the program lies in memory: take another name");
  }

  /** Outside of functions every let is a global, and hidden variables of switch and for-of would be, too. */
  private checkTopLevelStatement(node: ts.Node): void {
    const visit = (inner: ts.Node): void => {
      if (ts.isVariableDeclarationList(inner)) this.report(inner, "no let or const in a statement of the top level");
      if (ts.isSwitchStatement(inner) || ts.isForOfStatement(inner)) {
        this.report(inner, "switch and for-of are allowed only in functions: call one from here");
      }
      ts.forEachChild(inner, visit);
    };
    visit(node);
  }

  private checkImport(node: ts.ImportDeclaration): void {
    const bindings = node.importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) return;
    for (const { name } of bindings.elements) this.imports.push(name);
  }

  /** When all files have been seen: what is imported must be somewhere in the program. */
  finish(): void {
    for (const name of this.imports) {
      if (this.topLevel.has(name.text)) continue;
      this.report(name, `${name.text} is in no file of this program: add its file to the list of sources`);
    }
  }

  private checkMembers(node: ts.ClassDeclaration | ts.EnumDeclaration): void {
    const type = node.name?.getText() ?? "";
    for (const member of node.members as ts.NodeArray<ts.Node>) {
      const { name } = member as Member;
      if (name === undefined || !ts.isIdentifier(name)) continue;
      this.members.push({ type, member: name });
      if (name.text === "length") this.report(name, "length is the word before an array: take another name");
    }
  }

  private checkIdentifier(node: ts.Identifier): void {
    const { text } = node;
    if (ts.isImportDeclaration(node.parent)) return;
    const hash = hashOf(text);
    const other = this.hashes.get(hash);
    if (hash === 0) this.report(node, `the hash of ${text} is 0: take another name`);
    if (other !== undefined && other !== text) {
      this.report(node, `${text} has the same hash as ${other}, so T takes them for one: take another name`);
    }
    this.hashes.set(hash, text);
    if (KEYWORD_SET.has(text)) this.report(node, `${text} is a keyword of T: take another name`);
    if (text === "undefined") this.report(node, "undefined is not in T: write null");
    this.checkUse(node);
    this.checkLocalName(node);
  }

  private checkUse(node: ts.Identifier): void {
    const { parent } = node;
    const { text } = node;
    const isCall = ts.isCallExpression(parent) && parent.expression === node;
    const isImported = ts.isImportSpecifier(parent);
    const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node || isDeclarationName(node);
    if (isImported || isMember) return;
    if ((this.inline.inline.has(text) || this.inline.ignored.has(text)) && !this.isLocal(node)) {
      if (!isCall) this.report(node, `${text} is machine code put in place: it can only be called`);
      else if (parent.arguments.length === 0) this.report(node, `${text} needs an argument: the last one comes in eax`);
    }
    const declaration = this.checker.getSymbolAtLocation(node)?.declarations?.[0];
    if (declaration !== undefined && !LIBRARY.has(text) && declaration.getSourceFile().isDeclarationFile) {
      this.report(node, `${text} is of the standard library, which T has not`);
    }
    if (LIBRARY.has(text) && !ts.isTypeReferenceNode(parent) && !ts.isNewExpression(parent)) {
      this.report(node, `${text} only as a type or in new`);
    }
  }

  private isLocal(node: ts.Identifier): boolean {
    const declaration = this.checker.getSymbolAtLocation(node)?.declarations?.[0];
    return declaration !== undefined && !ts.isImportSpecifier(declaration)
      && !ts.isFunctionDeclaration(declaration);
  }

  private checkLocalName(node: ts.Identifier): void {
    const { parent, text } = node;
    const isVariable = (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) && parent.name === node;
    const isGlobal = ts.isVariableDeclaration(parent) && ts.isVariableStatement(parent.parent.parent)
      && ts.isSourceFile(parent.parent.parent.parent);
    if (!isVariable || isGlobal) return;
    if (CALLED_BY_COMPILER.has(text)) {
      this.report(node, `${text} is called by what the compiler emits: take another name`);
    }
    if (this.inline.ignored.has(text)) {
      this.report(node, `T ignores ${text} before a parenthesis: take another name`);
    }
    if (LIBRARY.has(text)) this.report(node, `${text} is a type: take another name`);
  }

  /** A member's hash is that of its name plus the place of its class: no two may meet, nor meet a plain name. */
  checkMemberHashes(symbols: SymbolTable): void {
    const seen = new Map<number, string>();
    for (const [hash, text] of this.hashes) seen.set(hash, text);
    const add = (type: string, member: string, at: ts.Node | undefined): void => {
      const hash = hashOf(member) + symbols.findText(type).address | 0;
      const text = `${type}.${member}`;
      const other = seen.get(hash);
      if (other !== undefined && other !== text && at !== undefined) {
        this.report(at, `${text} has the same hash as ${other}, so T takes them for one: take another name`);
      }
      seen.set(hash, text);
    };
    for (const { type, member } of this.members) add(type, member.text, member);
    for (const { type, member } of this.members) add(type, "constructor", member);
  }
}

function isDeclarationName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (ts.isPropertyDeclaration(parent) || ts.isMethodDeclaration(parent) || ts.isEnumMember(parent)
    || ts.isFunctionDeclaration(parent) || ts.isClassDeclaration(parent) || ts.isEnumDeclaration(parent)
    || ts.isVariableDeclaration(parent) || ts.isParameter(parent)) && parent.name === node;
}
