// The table of names. A name is known by a 32-bit hash of its letters alone; its place in the table is a number that
// also serves as a type: the type of an object is the address of its class's name, an array of it is that plus one.
// A member's hash is the hash of its own name plus the type it belongs to, so one table holds everything.
// A local name shadows an outer one by saving the outer meaning on a stack; leaving the block brings it back.
// Addresses and the order of probing must be those of the machine-code compiler: they decide hashes of members.

import { KEYWORDS, Token } from "./tokens.js";

/**
 * What a name means, and what the pending value is. The numbers are machine code: Global, Memory and Local are the
 * modrm byte of an instruction that loads eax, Constant is the opcode of `mov eax, imm32`, Condition plus a
 * condition code is the second byte of `setcc`.
 */
export enum Kind {
  /** A name: not yet known. A pending value: it is in eax. */
  None = 0,
  Global = 0x05,
  /** The byte at [eax]. */
  Byte = 0x40,
  /** The word at [eax + value]: a field or an element. */
  Memory = 0x80,
  /** The word at [ebp + value]. */
  Local = 0x85,
  /** The processor's flags hold it. */
  Condition = 0x90,
  /** The value itself: constants, functions, classes, members of enums, addresses of strings. */
  Constant = 0xb8,
  /** Inline machine code at address value. */
  Inline = 0xc0,
  /** A name that is passed over: b("x"), ch('x'). */
  Ignored = 0xc1,
}

const TABLE = 0x00900000;
const TABLE_ENTRIES = 65536;
const ENTRY_BYTES = 16;
const MOST_SAVED = 32768;

export class Name {
  kind = 0;
  value = 0;
  type = 0;
  constructor(readonly hash: number, readonly address: number) {}
}

interface Meaning {
  name: Name;
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

export class Names {
  private readonly table: (Name | undefined)[] = [];
  private count = 0;
  private readonly saved: Meaning[] = [];

  /** A name that cannot be written: hidden variables of `switch` and `for of`. */
  readonly hidden = new Name(0, 0x00801000);
  readonly self: Name;
  readonly bytes: Name;
  readonly origin: Name;

  /** `fail` is called when there are too many names. */
  constructor(private readonly fail: (reason: string) => never) {
    KEYWORDS.forEach((keyword, i) => { this.findText(keyword).kind = Token.If + i; });
    this.self = this.findText("this");
    this.bytes = this.findText("Uint8Array");
    this.origin = this.findText("origin");
  }

  /** The name with this hash; a new one when it has not occurred yet. */
  find(hash: number): Name {
    let place = hash & 0xffff;
    for (;;) {
      const name = this.table[place];
      if (name === undefined) {
        const created = new Name(hash, TABLE + place * ENTRY_BYTES);
        this.table[place] = created;
        this.count++;
        if (this.count === TABLE_ENTRIES) this.fail("more than 65,535 names");
        return created;
      }
      if (name.hash === hash) return name;
      place++;
    }
  }

  findText(text: string): Name { return this.find(hashOf(text)); }

  /** The name whose class a type is, or undefined for arrays. */
  ofType(type: number): Name | undefined {
    const offset = type - TABLE;
    return offset % ENTRY_BYTES === 0 ? this.table[offset / ENTRY_BYTES] : undefined;
  }

  /** Saves the present meaning of a name until `restore`. */
  shadow(name: Name): void {
    if (this.saved.length === MOST_SAVED) this.fail("more than 32,768 names are shadowed at once");
    this.saved.push({ name, kind: name.kind, value: name.value, type: name.type });
  }

  /** How many meanings are saved: what `restore` needs to come back to this point. */
  get mark(): number { return this.saved.length; }

  restore(mark: number): void {
    while (this.saved.length > mark) {
      const { name, kind, value, type } = this.saved.pop()!;
      name.kind = kind;
      name.value = value;
      name.type = type;
    }
  }
}
