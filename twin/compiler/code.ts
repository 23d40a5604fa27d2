// Where the machine code goes. Code is written once, front to back, at the address where it is made; only the
// distances of jumps forward are filled in later. Several jumps to the same unknown place form a chain: each one's
// distance field holds, until it is known, the position of the jump before it.
// Positions are addresses in the compiler's buffer; what the program believes is that plus `delta`.

/** Where the compiler makes code, and the origin of programs that do not say otherwise. */
export const CODE = 0x02000000;
/** Room for code; the globals of a program lie behind it. */
export const CODE_BYTES = 0x00200000;
/** One token makes far less code than what is left from here. */
const FULL = CODE + CODE_BYTES - 0x1000;

export class Code {
  private readonly buffer = new Uint8Array(CODE_BYTES);
  private readonly view = new DataView(this.buffer.buffer);

  /** The position of the next byte. */
  here = CODE;
  /** The origin of the program minus CODE. */
  delta = 0;

  get isFull(): boolean { return this.here > FULL; }

  byte(...values: number[]): void {
    for (const value of values) {
      this.buffer[this.here - CODE] = value;
      this.here++;
    }
  }

  word(value: number): void {
    this.byte(value, value >> 8, value >> 16, value >> 24);
  }

  wordAt(position: number): number { return this.view.getInt32(position - CODE, true); }
  setWordAt(position: number, value: number): void { this.view.setInt32(position - CODE, value, true); }
  byteAt(position: number): number { return this.buffer[position - CODE]; }

  /** The code so far. */
  image(): Uint8Array { return this.buffer.slice(0, this.here - CODE); }

  /**
   * An instruction with one operand in memory: opcode, modrm byte, 32-bit displacement. A modrm byte 80–BF has a
   * form with an 8-bit displacement, which is taken when the displacement fits (Intel SDM 2A, table 2-2).
   */
  memory(opcode: number, modrm: number, displacement: number): void {
    if (modrm >= 0x80 && displacement === displacement << 24 >> 24) {
      this.byte(opcode, modrm ^ 0xc0, displacement);
    } else {
      this.byte(opcode, modrm);
      this.word(displacement);
    }
  }

  /** mov eax, value */
  loadConstant(value: number): void {
    this.byte(0xb8);
    this.word(value);
  }

  private relative(opcode: number, position: number): void {
    this.byte(opcode);
    this.word(position - this.here - 4);
  }

  jumpTo(position: number): void { this.relative(0xe9, position); }

  /** A call of the function that believes to be at this address. */
  call(address: number): void { this.relative(0xe8, address - this.delta | 0); }

  /** A jump to a place not yet known: the beginning of a chain. */
  jumpForward(): number {
    this.byte(0xe9);
    return this.fixup();
  }

  /** The same with a condition: `code` is the second byte of 0F 8x. */
  jumpForwardIf(code: number): number {
    this.byte(0x0f, code);
    return this.fixup();
  }

  fixup(): number {
    this.word(0);
    return this.here;
  }

  /** One more jump forward, in front of a chain. */
  jumpAlong(chain: number): number {
    this.byte(0xe9);
    this.word(chain);
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
    this.byte(0xe9);
    this.word(0);
    this.word(0);
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
