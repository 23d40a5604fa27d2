// Emitting machine code. Code is written once, front to back; only the distances of jumps forward are filled in later
// (backpatching). Several jumps to the same unknown place form a chain: until it is known, each one's distance field
// holds the position of the jump before it.
// Positions are addresses in the compiler's buffer; in the program they are `originDelta` further up.

/** Where the compiler makes code, and the origin of programs that do not say otherwise. */
export const CODE = 0x02000000;
/** Room for code, and so the distance from a program's origin to its globals. */
export const GLOBALS = 0x00200000;
/** One token makes far less code than the room after this. */
const CODE_END = CODE + GLOBALS - 0x1000;

export class Code {
  private readonly buffer = new Uint8Array(GLOBALS);
  private readonly view = new DataView(this.buffer.buffer);

  /** The position of the next byte. */
  here = CODE;
  /** The origin of the program minus CODE. */
  originDelta = 0;

  get isFull(): boolean { return this.here > CODE_END; }

  emitBytes(...values: number[]): void {
    for (const value of values) {
      this.buffer[this.here - CODE] = value;
      this.here++;
    }
  }

  emitWord(value: number): void {
    this.emitBytes(value, value >> 8, value >> 16, value >> 24);
  }

  wordAt(position: number): number { return this.view.getInt32(position - CODE, true); }
  setWordAt(position: number, value: number): void { this.view.setInt32(position - CODE, value, true); }
  byteAt(position: number): number { return this.buffer[position - CODE]; }

  /** The code so far. */
  image(): Uint8Array { return this.buffer.slice(0, this.here - CODE); }

  /**
   * An instruction with one operand in memory: opcode, ModRM byte, 32-bit displacement. A ModRM byte 80–BF has a
   * form with an 8-bit displacement, which is taken when the displacement fits (Intel SDM 2A, table 2-2).
   */
  emitModrm(opcode: number, modrm: number, displacement: number): void {
    if (modrm >= 0x80 && displacement === displacement << 24 >> 24) {
      this.emitBytes(opcode, modrm ^ 0xc0, displacement);
    } else {
      this.emitBytes(opcode, modrm);
      this.emitWord(displacement);
    }
  }

  /** mov [variable], eax: `kind` is that of the variable, `place` its address or slot. */
  emitStore(kind: number, place: number): void {
    this.emitModrm(0x89, kind, place);
  }

  /** mov eax, value */
  emitLoadConstant(value: number): void {
    this.emitBytes(0xb8);
    this.emitWord(value);
  }

  private emitRelative(opcode: number, position: number): void {
    this.emitBytes(opcode);
    this.emitWord(position - this.here - 4);
  }

  emitJumpTo(position: number): void { this.emitRelative(0xe9, position); }

  /** A call of the function at this address of the program. */
  emitCall(address: number): void { this.emitRelative(0xe8, address - this.originDelta | 0); }

  /** A jump to a place not yet known: the beginning of a chain. */
  emitJumpForward(): number {
    this.emitBytes(0xe9);
    return this.emitFixup();
  }

  /** The same with a condition: `code` is the second byte of 0F 8x. */
  emitJumpForwardIf(code: number): number {
    this.emitBytes(0x0f, code);
    return this.emitFixup();
  }

  /** An empty distance, which `land` fills in; returns the position after it. */
  emitFixup(): number {
    this.emitWord(0);
    return this.here;
  }

  /** One more jump forward, in front of a chain. */
  emitJumpAlong(chain: number): number {
    this.emitBytes(0xe9);
    this.emitWord(chain);
    return this.here;
  }

  /** All jumps of the chain lead here. */
  land(chain: number): void {
    let jump = chain;
    while (jump !== 0) {
      const before = this.wordAt(jump - 4);
      this.setWordAt(jump - 4, this.here - jump);
      jump = before;
    }
  }

  /** Begins bytes in the middle of code: a jump over them, and their length. Returns where the bytes begin. */
  beginData(): number {
    this.emitBytes(0xe9);
    this.emitWord(0);
    this.emitWord(0);
    return this.here;
  }

  /** Ends them; returns how many they are. */
  endData(start: number): number {
    const length = this.here - start;
    this.setWordAt(start - 4, length);
    this.setWordAt(start - 8, length + 4);
    return length;
  }
}
