// What names mean: objects, functions, typedefs, enumeration constants; and the scopes in which they do.
// Scopes are one stack of meanings that have been shadowed: leaving a scope puts the older ones back. The outermost
// scope is a file; names with external linkage also stay known in `Name.external` from file to file.
import { b } from "../../runtime/node.js";
import { lexError } from "../1-read/lexer.js";
import { errorAbout } from "../1-read/tokens.js";
import { Name, Storage, Symbol, Type } from "../model.js";

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

/** The current function's objects on the stack, the last one first. */
export let locals: Symbol | null = null;

export function newLocal(name: Name | null, type: Type, storage: Storage): Symbol {
  const symbol = new Symbol(name, type, storage);
  symbol.next = locals;
  locals = symbol;
  return symbol;
}

export function forgetLocals(): void { locals = null; }

// ---- scopes ----

const MOST_SHADOWED = 100000;
const shadowedName = new Array<Name>(MOST_SHADOWED);
const shadowedSymbol = new Array<Symbol | null>(MOST_SHADOWED);
const shadowedTag = new Array<Type | null>(MOST_SHADOWED);
let shadowed = 0;
const MOST_SCOPES = 1000;
const scopeStart = new Int32Array(MOST_SCOPES);
/** 0 at file scope. */
export let scope = 0;

export function enterScope(): void {
  if (scope === MOST_SCOPES - 1) lexError(b("blocks are nested too deeply"));
  scope++;
  scopeStart[scope] = shadowed;
}

export function leaveScope(): void {
  restoreTo(scopeStart[scope]);
  scope--;
}

function restoreTo(mark: number): void {
  while (shadowed > mark) {
    shadowed--;
    const name = shadowedName[shadowed];
    name.symbol = shadowedSymbol[shadowed];
    name.tag = shadowedTag[shadowed];
  }
}

/** The end of a file: all names lose their meaning. */
export function leaveFileScope(): void {
  restoreTo(0);
  scope = 0;
}

function remember(name: Name): void {
  if (shadowed === MOST_SHADOWED) lexError(b("too many declarations"));
  shadowedName[shadowed] = name;
  shadowedSymbol[shadowed] = name.symbol;
  shadowedTag[shadowed] = name.tag;
  shadowed++;
}

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
