// The instructions of the assembly column that take no operands, and the tables of those that share a pattern. Only
// what the seeds, the firmware and the compiler use; opcodes after Intel's manual, volume 2, appendix A.

/** Opcode, and the operand size in bits where it depends on it (0: it does not). */
export interface Plain {
  size: 0 | 16 | 32;
  bytes: number[];
}

export const PLAIN: { [name: string]: Plain } = {
  aaa: { size: 0, bytes: [0x37] },
  cbw: { size: 16, bytes: [0x98] },
  cwde: { size: 32, bytes: [0x98] },
  cwd: { size: 16, bytes: [0x99] },
  cdq: { size: 32, bytes: [0x99] },
  clc: { size: 0, bytes: [0xf8] },
  stc: { size: 0, bytes: [0xf9] },
  cli: { size: 0, bytes: [0xfa] },
  sti: { size: 0, bytes: [0xfb] },
  cld: { size: 0, bytes: [0xfc] },
  hlt: { size: 0, bytes: [0xf4] },
  nop: { size: 0, bytes: [0x90] },
  iret: { size: 16, bytes: [0xcf] },
  retf: { size: 16, bytes: [0xcb] },
  pushf: { size: 16, bytes: [0x9c] },
  popf: { size: 16, bytes: [0x9d] },
  pusha: { size: 16, bytes: [0x60] },
  popa: { size: 16, bytes: [0x61] },
  pushad: { size: 32, bytes: [0x60] },
  popad: { size: 32, bytes: [0x61] },
  lodsb: { size: 0, bytes: [0xac] },
  lodsw: { size: 16, bytes: [0xad] },
  lodsd: { size: 32, bytes: [0xad] },
  stosb: { size: 0, bytes: [0xaa] },
  stosw: { size: 16, bytes: [0xab] },
  stosd: { size: 32, bytes: [0xab] },
  scasb: { size: 0, bytes: [0xae] },
  movsb: { size: 0, bytes: [0xa4] },
  movsw: { size: 16, bytes: [0xa5] },
  movsd: { size: 32, bytes: [0xa5] },
  insb: { size: 0, bytes: [0x6c] },
  insw: { size: 16, bytes: [0x6d] },
  insd: { size: 32, bytes: [0x6d] },
  outsb: { size: 0, bytes: [0x6e] },
};

/** Two-operand arithmetic: the opcodes are this number * 8 + form. */
export const ARITHMETIC = ["add", "or", "adc", "sbb", "and", "sub", "xor", "cmp"];

/** Shifts: the number in the reg field. */
export const SHIFTS: { [name: string]: number } = { rol: 0, ror: 1, rcl: 2, rcr: 3, shl: 4, shr: 5, sar: 7 };

/** One-operand arithmetic F6/F7: the number in the reg field. */
export const UNARY: { [name: string]: number } = { not: 2, neg: 3, mul: 4, imul: 5, div: 6, idiv: 7 };

/** Jumps with an 8-bit distance only. */
export const SHORT_ONLY: { [name: string]: number } = { loopne: 0xe0, loope: 0xe1, loop: 0xe2 };

const CONDITIONS = [
  ["o"], ["no"], ["b", "c", "nae"], ["ae", "nc", "nb"], ["e", "z"], ["ne", "nz"], ["be", "na"], ["a", "nbe"],
  ["s"], ["ns"], ["p", "pe"], ["np", "po"], ["l", "nge"], ["ge", "nl"], ["le", "ng"], ["g", "nle"],
];

/** Condition codes: the low four bits of jcc and setcc. */
export const CONDITION = new Map<string, number>(CONDITIONS.flatMap((names, code) =>
  names.map((name): [string, number] => [name, code])));
