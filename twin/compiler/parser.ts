// What all parts of the compiler share: the lexer, the names, the code, the pending value, and what is being
// compiled at the moment. The compiler goes through the text once and makes code as it reads: there is no tree.
//
// The pending value is the one idea that makes the code bearable: the value of the expression so far is not loaded
// into eax at once but only described (a constant, a variable, a field of the object in eax, the flags), because
// the next token may want its address (=), its flags (if), or may fold it. `load` makes it real.

import { Code } from "./code.js";
import { Lexer } from "./lexer.js";
import { Kind, type Name, Names } from "./names.js";
import { Token } from "./tokens.js";

export class Parser {
  readonly code = new Code();
  readonly names: Names;
  readonly lexer: Lexer;

  /** The pending value: what it is, and its constant, address or displacement. */
  pending: number = Kind.None;
  pendingValue = 0;
  /** The type of the expression that was read last: the address of its class's name, plus the depth of arrays. */
  type = 0;

  /** Pass 4, 3, 2, 1. In the last one everything must be known and nothing may move. */
  pass = 4;

  /** Whether a function is being compiled. */
  inFunction = false;
  /** Frame offset of the newest local (negative), the lowest that was used, and of the saved ebp. */
  slot = 0;
  lowestSlot = 0;
  frame = 0;
  /** Where the next global goes. */
  nextGlobal = 0;

  /** Jumps out of the present loop or switch, as a chain; where `continue` goes. */
  breaks = 0;
  continueTarget = 0;
  /** The slot that holds the value of the present switch, and the jump of its last test that failed. */
  switchSlot = 0;
  failedTest = 0;

  /** What was taken as a member of which type in this pass: for the checks, not needed to compile. */
  memberUses: { position: number; type: number }[] = [];

  constructor(source: Uint8Array) {
    this.names = new Names((reason) => this.fail(reason));
    this.lexer = new Lexer(source, this.names, () => {
      if (this.code.isFull) this.fail("the program is too big: there is room for 2 MiB of code");
    });
  }

  // Reading

  get token(): number { return this.lexer.token; }

  at(token: number): boolean { return this.lexer.token === token; }

  next(): void { this.lexer.next(); }

  fail(reason: string): never { this.lexer.fail(reason); }

  /** The token before is not known. An error, but only in the last pass: what is missing may still come. */
  unknown(reason: string): void {
    if (this.pass === 1) this.lexer.failAtPrevious(reason);
  }

  expect(token: number): void {
    if (this.token !== token) this.fail(`${String.fromCharCode(token)} belongs here`);
    this.next();
  }

  /** Takes a name. */
  expectName(): Name {
    if (!this.at(Token.Name)) this.fail("a name belongs here");
    const name = this.lexer.name;
    this.next();
    return name;
  }

  /** Takes the name of a member of a class (or enum): the same letters mean another name for each class. */
  expectMember(type: number): Name {
    if (type === 0) this.unknown("the class of what stands before the point is not known");
    const hash = this.lexer.hash + type | 0;
    if (hash === 0) this.fail("the hash of this member is 0, which marks a free place: take another name");
    this.lexer.name = this.names.find(hash);
    return this.expectName();
  }

  // Meanings

  define(name: Name, kind: number, value: number): void {
    name.kind = kind;
    if (name.value === value) return;
    if (this.pass === 1) this.fail("a name has two meanings, or its value does not settle");
    name.value = value;
  }

  /** A new variable of type `type`: on the stack in a function, else among the globals. */
  declare(name: Name): void {
    if (this.inFunction) {
      this.names.shadow(name);
      this.slot -= 4;
      if (this.slot < this.lowestSlot) this.lowestSlot = this.slot;
      name.value = this.slot;
      this.define(name, Kind.Local, this.slot);
    } else {
      const place = this.nextGlobal;
      this.nextGlobal = this.nextGlobal + 4 | 0;
      this.define(name, Kind.Global, place);
    }
    name.type = this.type;
  }

  // The pending value

  setConstant(value: number): void {
    this.pending = Kind.Constant;
    this.pendingValue = value;
  }

  /** Makes the pending value real: in eax. */
  load(): void {
    const kind = this.pending;
    this.pending = Kind.None;
    if (kind === Kind.None) return;
    if (kind === Kind.Constant) {
      this.code.loadConstant(this.pendingValue);
    } else if (kind === Kind.Byte) {
      this.code.byte(0x0f);                             // movzx eax, byte [eax + value]
      this.code.memory(0xb6, Kind.Memory, this.pendingValue);
    } else if ((kind & 0xf0) === Kind.Condition) {
      this.code.byte(0x0f, kind, 0xc0);                 // setcc al
      this.code.byte(0x0f, 0xb6, 0xc0);                 // movzx eax, al
    } else {
      this.code.memory(0x8b, kind, this.pendingValue);  // mov eax, [...]
    }
  }

  loadAndPush(): void {
    this.load();
    this.code.byte(0x50);                               // push eax
  }

  /** mov [...], eax: to a variable. */
  store(kind: number, place: number): void {
    this.code.memory(0x89, kind, place);
  }

  /**
   * Brings two operands together: the left one was pushed, the code of the right one began at `start`. Left in eax,
   * right in ecx. A right operand that made no code, a constant or a variable, is loaded into ecx directly, and the
   * push is taken back.
   */
  combine(start: number): void {
    if (this.code.here !== start) {
      this.load();
      this.code.byte(0x91, 0x58);                       // xchg eax, ecx; pop eax
      return;
    }
    const kind = this.pending;
    this.pending = Kind.None;
    this.code.here--;
    if (kind === Kind.Constant) {
      this.code.byte(0xb9);                             // mov ecx, value
      this.code.word(this.pendingValue);
    } else {
      this.code.memory(0x8b, kind | 8, this.pendingValue);  // mov ecx, [...]
    }
  }

  /** A jump that is taken when the pending value is false; returns its fixup. */
  jumpIfFalse(): number {
    const kind = this.pending;
    if ((kind & 0xf0) !== Kind.Condition) return this.jumpIfValue(0x84);
    this.pending = Kind.None;
    return this.code.jumpForwardIf(kind ^ 0x11);        // setcc's code 9x to the inverse jump's 8x
  }

  /** The same with the value kept in eax: 84 jumps if it is 0, 85 if not. */
  jumpIfValue(condition: number): number {
    this.load();
    this.code.byte(0x85, 0xc0);                         // test eax, eax
    return this.code.jumpForwardIf(condition);
  }

  /** A call of a function of the program that is part of the language: alloc, newWords, newBytes, newArray, fail. */
  callRuntime(text: string): void {
    const name = this.names.findText(text);
    if (name.kind === Kind.None) this.unknown(`the program has no function ${text}, which is called here`);
    this.code.call(name.value);
  }

  // Types

  /** A type: NAME, NAME<TYPE>, (…) => TYPE, each with [] and | null after it. */
  parseType(): void {
    if (this.at(Token.OpenParenthesis)) {
      do this.next(); while (!this.at(Token.Greater));
      this.next();
    }
    this.type = this.expectName().address;
    if (this.at(Token.Less)) {
      this.next();
      this.parseType();
      this.type++;
      this.expect(Token.Greater);
    }
    while (this.at(Token.OpenBracket)) {
      this.type++;
      this.next();
      this.expect(Token.CloseBracket);
    }
    while (this.at(Token.Bar)) {
      this.next();
      this.next();
    }
  }
}
