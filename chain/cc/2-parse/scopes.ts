// What names stand for: objects, functions, typedefs, enumeration constants; and the scopes in which they do.
// Scopes are one stack of meanings that have been shadowed: leaving a scope puts the older ones back. The outermost
// scope is a file; names with external linkage also stay known in `Name.external` from file to file.
import { b } from "../../runtime/node.js";
import { lexError } from "../1-read/lexer.js";
import { Name } from "../1-read/text.js";
import { next } from "../1-read/tokens.js";
import { Parameter, Type } from "./types.js";

export enum Storage {
  Typedef, EnumConstant,
  /** An object or function with a fixed address. */
  Static,
  /** On the stack or in a register. */
  Local, Parameter,
}

export class Symbol {
  name: Name | null;
  type: Type;
  storage: Storage;
  /** Value of an enumeration constant. */
  value: number = 0;
  scope: number = 0;
  isDefined: boolean = false;
  /** Defined without initializer at file scope: another file or declaration may still initialize it. */
  isTentative: boolean = false;
  hasInternalLinkage: boolean = false;
  /** Bytes of a defined static object (the type of an external one changes from file to file). */
  size: number = 0;
  /** First bytes of a static object; null for zeros. */
  data: Uint8Array | null = null;
  /** Static: address in the image once laid out. Local: distance from ebp. */
  address: number = 0;
  isReferenced: boolean = false;
  /** Static: chain of the relocations inside `data` (see image.ts), -1 for none. */
  relocations: number = -1;
  /** Local: register that holds it, or -1; how often it is used, loops counting more. */
  register: number = -1;
  uses: number = 0;
  isAddressTaken: boolean = false;
  /** Next of the list of statics, or of a function's locals. */
  next: Symbol | null = null;

  constructor(name: Name | null, type: Type, storage: Storage) {
    this.name = name;
    this.type = type;
    this.storage = storage;
  }
}

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

export function declare(name: Name, symbol: Symbol): void {
  remember(name);
  symbol.scope = scope;
  name.symbol = symbol;
}

/** Declares a tag; `type.count` of a tagged type is free and keeps the scope of its tag. */
export function declareTag(name: Name, type: Type): void {
  remember(name);
  type.tag = name;
  type.count = scope;
  name.tag = type;
}
