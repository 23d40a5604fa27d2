// What names mean: objects, functions, typedefs, enumeration constants; and the scopes in which they do (C99 6.2.1). A
// Name holds its innermost meaning; a declaration keeps the one that it shadows on one stack, and leaving a scope puts
// those back. The outermost scope is a file; names with external linkage also stay known in `Name.external` from file
// to file. This file must not judge what is declared: declarations.ts does.
import { b } from "../../2-runtime/node.js";
import { errorAbout } from "../1-read/tokens.js";
import { Name, Storage, Symbol, Type } from "../model.js";

// ---- the lists of all objects ----

/** All that has (or will have) an address in the image, in order of first declaration. */
export let firstStatic: Symbol | null = null;
let lastStatic: Symbol | null = null;

export function newStatic(name: Name | null, type: Type): Symbol {
  const symbol = new Symbol(name, type, Storage.Static);
  if (lastStatic === null) firstStatic = symbol;
  else lastStatic.next = symbol;
  lastStatic = symbol;
  return symbol;
}

/** The current function's objects on the stack, the last one first: expressions need some of their own, too. */
export let locals: Symbol | null = null;

export function newLocal(name: Name | null, type: Type, storage: Storage): Symbol {
  const symbol = new Symbol(name, type, storage);
  symbol.next = locals;
  locals = symbol;
  return symbol;
}

export function forgetLocals(): void { locals = null; }

// ---- scopes ----

/** What a name meant before a declaration in some scope. */
class Shadowed {
  name: Name;
  symbol: Symbol | null;
  tag: Type | null;
  scope: number;
  outer: Shadowed | null;
  constructor(name: Name, scope: number, outer: Shadowed | null) {
    this.name = name;
    this.symbol = name.symbol;
    this.tag = name.tag;
    this.scope = scope;
    this.outer = outer;
  }
}

/** The scope that is being parsed, by its depth: 0 is the file. */
export let scope = 0;
/** The declarations in it and around it, the last one first. */
let shadowed: Shadowed | null = null;

export function enterScope(): void { scope++; }

/** Puts back what was shadowed in this scope and in those that are left open in it. */
function restore(): void {
  while (shadowed !== null && shadowed.scope >= scope) {
    shadowed.name.symbol = shadowed.symbol;
    shadowed.name.tag = shadowed.tag;
    shadowed = shadowed.outer;
  }
}

export function leaveScope(): void {
  restore();
  scope--;
}

/** The end of a file: all names lose their meaning. */
export function leaveFileScope(): void {
  scope = 0;
  restore();
}

function remember(name: Name): void { shadowed = new Shadowed(name, scope, shadowed); }

export function checkRedeclaration(name: Name): void {
  const known = name.symbol;
  if (known !== null && known.scope === scope) errorAbout(b("redeclared: "), name.text);
}

export function declare(name: Name, symbol: Symbol): void {
  remember(name);
  symbol.scope = scope;
  name.symbol = symbol;
}

export function declareTag(name: Name, type: Type): void {
  remember(name);
  type.tag = name;
  type.tagScope = scope;
  name.tag = type;
}
