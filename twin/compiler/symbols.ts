// The symbol table. A symbol is known by a 32-bit hash of its name alone; its address in the table is a number that
// also serves as a type: the type of an object is the address of its class's symbol, an array of it is that plus one.
// A member's hash is the hash of its own name plus the type it belongs to, so one table holds everything.
// What a symbol means is its binding: kind, value, type. A local variable shadows an outer one: the outer binding is
// saved on a stack, and the end of the block restores it.
// Addresses and the order of probing must be those of the machine-code compiler: they decide hashes of members.

import { KEYWORDS, Token } from "./tokens.js";

/**
 * What a symbol is bound to, and what the pending value is. The numbers are machine code: Global, Memory and Local are
 * the ModRM byte of an instruction that loads eax, Constant is the opcode of `mov eax, imm32`, Flags plus a condition
 * code is the second byte of `setcc`.
 */
export enum Kind {
  /** Of a symbol: not bound yet. */
  Unknown = 0,
  /** Of the pending value: it is in eax. */
  Eax = Unknown,
  /** The word at [value]. */
  Global = 0x05,
  /** The byte at [eax + value]: an element of a Uint8Array. */
  Byte = 0x40,
  /** The word at [eax + value]: a field or an element. */
  Memory = 0x80,
  /** The word at [ebp + value]. */
  Local = 0x85,
  /** The processor's flags hold it: plus the condition code that is true. */
  Flags = 0x90,
  /** The value itself: constants, functions, classes, members of enums, addresses of strings. */
  Constant = 0xb8,
  /** Inline machine code at address value. */
  Inline = 0xc0,
  /** A name that makes no code: b("x"), ch('x'). */
  Ignored = 0xc1,
}

/** Where the machine-code compiler has its symbol table, and the symbol of temporaries outside of it. */
const SYMBOLS = 0x00900000;
const TEMPORARY = 0x00801000;
const TABLE_ENTRIES = 65536;
const ENTRY_BYTES = 16;
const MOST_SAVED = 32768;

export class Symbol {
  kind = 0;
  value = 0;
  type = 0;
  constructor(readonly hash: number, readonly address: number) {}
}

interface SavedBinding {
  symbol: Symbol;
  kind: number;
  value: number;
  type: number;
}

/** The hash of a name: its characters as the digits of a number in base 101, modulo 2^32. */
export function hashOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash, 101) + text.charCodeAt(i) | 0;
  return hash;
}

export class SymbolTable {
  private readonly table: (Symbol | undefined)[] = [];
  private symbolCount = 0;
  private readonly savedBindings: SavedBinding[] = [];

  /** The symbol of variables without a name: those that `switch` and `for of` declare. */
  readonly temporary = new Symbol(0, TEMPORARY);
  readonly thisSymbol: Symbol;
  readonly bytesSymbol: Symbol;
  readonly originSymbol: Symbol;

  /** `fail` is called when there are too many symbols. */
  constructor(private readonly fail: (reason: string) => never) {
    KEYWORDS.forEach((keyword, i) => { this.findText(keyword).kind = Token.If + i; });
    this.thisSymbol = this.findText("this");
    this.bytesSymbol = this.findText("Uint8Array");
    this.originSymbol = this.findText("origin");
  }

  /** The symbol with this hash; a new one when it has not occurred yet. */
  findSymbol(hash: number): Symbol {
    let place = hash & 0xffff;
    for (;;) {
      const symbol = this.table[place];
      if (symbol === undefined) {
        const created = new Symbol(hash, SYMBOLS + place * ENTRY_BYTES);
        this.table[place] = created;
        this.symbolCount++;
        if (this.symbolCount === TABLE_ENTRIES) this.fail("more than 65,535 names");
        return created;
      }
      if (symbol.hash === hash) return symbol;
      place++;
    }
  }

  findText(text: string): Symbol { return this.findSymbol(hashOf(text)); }

  /** The symbol of the class that a type is, or undefined for arrays. */
  ofType(type: number): Symbol | undefined {
    const offset = type - SYMBOLS;
    return offset % ENTRY_BYTES === 0 ? this.table[offset / ENTRY_BYTES] : undefined;
  }

  /** Saves the binding of a symbol until `restoreBindings`. */
  saveBinding(symbol: Symbol): void {
    if (this.savedTop === MOST_SAVED) this.fail("more than 32,768 names are shadowed at once");
    this.savedBindings.push({ symbol, kind: symbol.kind, value: symbol.value, type: symbol.type });
  }

  /** How many bindings are saved: what `restoreBindings` needs to come back to this point. */
  get savedTop(): number { return this.savedBindings.length; }

  restoreBindings(savedTop: number): void {
    while (this.savedTop > savedTop) {
      const { symbol, kind, value, type } = this.savedBindings.pop()!;
      symbol.kind = kind;
      symbol.value = value;
      symbol.type = type;
    }
  }
}
