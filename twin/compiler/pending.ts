// The pending value: the one idea that makes the code bearable. The value of the expression so far is not loaded into
// eax at once but only described (a constant, a variable, a field of the object in eax, the flags), because the next
// token may want its address (=), its flags (if), or may fold it. `load` makes it real.
// It knows nothing of tokens and symbols: it only emits code.

import type { Code } from "./code.js";
import { Kind } from "./symbols.js";

export class Pending {
  kind: number = Kind.Eax;
  /** The constant, address, slot or displacement. */
  value = 0;
  /** The type of the expression that was read last: the address of its class's symbol, plus the depth of arrays. */
  type = 0;

  constructor(private readonly code: Code) {}

  /** Something that is described: a constant, a variable, a field or element of what is in eax. */
  set(kind: number, value: number): void {
    this.kind = kind;
    this.value = value;
  }

  setConstant(value: number): void { this.set(Kind.Constant, value); }

  get isFlags(): boolean { return (this.kind & 0xf0) === Kind.Flags; }

  /** Makes the value real: in eax. */
  load(): void {
    const { code, kind, value, isFlags } = this;
    this.kind = Kind.Eax;
    if (kind === Kind.Eax) return;
    if (kind === Kind.Constant) {
      code.emitLoadConstant(value);
    } else if (kind === Kind.Byte) {
      code.emitBytes(0x0f);                             // movzx eax, byte [eax + value]
      code.emitModrm(0xb6, Kind.Memory, value);
    } else if (isFlags) {
      code.emitBytes(0x0f, kind, 0xc0);                 // setcc al
      code.emitBytes(0x0f, 0xb6, 0xc0);                 // movzx eax, al
    } else {
      code.emitModrm(0x8b, kind, value);                // mov eax, [...]
    }
  }

  loadAndPush(): void {
    this.load();
    this.code.emitBytes(0x50);                          // push eax
  }

  /**
   * Brings two operands together: the left one was pushed, the code of the right one began at `start`. Left in eax,
   * right in ecx. A right operand that made no code, a constant or a variable, is loaded into ecx directly, and the
   * push is removed.
   */
  loadOperands(start: number): void {
    const { code, kind, value } = this;
    if (code.here !== start) {
      this.load();
      code.emitBytes(0x91, 0x58);                       // xchg eax, ecx; pop eax
      return;
    }
    this.kind = Kind.Eax;
    code.here--;
    if (kind === Kind.Constant) {
      code.emitBytes(0xb9);                             // mov ecx, value
      code.emitWord(value);
    } else {
      code.emitModrm(0x8b, kind | 8, value);            // mov ecx, [...]
    }
  }

  /** A jump that is taken when the value is false; returns its fixup. */
  emitJumpIfFalse(): number {
    if (!this.isFlags) return this.emitJumpOnValue(0x84);
    const inverse = this.kind ^ 0x11;                   // setcc's code 9x to the inverse jump's 8x
    this.kind = Kind.Eax;
    return this.code.emitJumpForwardIf(inverse);
  }

  /** The same with the value kept in eax: 84 jumps if it is 0, 85 if not. */
  emitJumpOnValue(condition: number): number {
    this.load();
    this.code.emitBytes(0x85, 0xc0);                    // test eax, eax
    return this.code.emitJumpForwardIf(condition);
  }
}
