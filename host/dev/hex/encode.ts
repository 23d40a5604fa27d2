// One instruction of the assembly column to its bytes. Where the processor knows several encodings, the shortest is
// taken, and for register to register the one that stores (as nasm does), so that the bytes are never a choice.
// Throws an Error with a message for a person when an instruction is not in the subset.
import { UnknownName, type Lookup } from "./expression.js";
import { ARITHMETIC, CONDITION, PLAIN, SHIFTS, SHORT_ONLY, UNARY } from "./instructions.js";
import { parseOperand, splitInstruction, type Immediate, type Memory, type Operand, type Register } from "./operand.js";

/** Where an instruction stands, and what its names mean. */
export interface Place {
  bits: 16 | 32;
  address: number;
  lookup: Lookup;
  /** A jump that does not reach with 8 bits, as an earlier pass found. */
  far: boolean;
}

/** The bytes of a number in so many bits, lowest first; an Error when it does not fit (signed or unsigned). */
export function littleEndian(value: number, bits: number): number[] {
  if (!Number.isInteger(value) || value < -(2 ** (bits - 1)) || value >= 2 ** bits) {
    throw new Error(`${value} does not fit ${bits} bits`);
  }
  const bytes: number[] = [];
  for (let at = 0; at < bits; at += 8) bytes.push(Math.floor(value / 2 ** at) & 255);
  return bytes;
}

/** The value as a signed number of so many bits: FFFFFFFF is -1 in 32. */
function signed(value: number, bits: number): number {
  const low = value - Math.floor(value / 2 ** bits) * 2 ** bits;
  return low >= 2 ** (bits - 1) ? low - 2 ** bits : low;
}

const fitsByte = (value: number, bits: number): boolean => Math.abs(signed(value, bits) + 0.5) < 128;

/** ModRM of 16-bit addresses: the registers, sorted by name, and their code. */
const ADDRESS_16: { [registers: string]: number } = {
  "bx+si": 0, "bx+di": 1, "bp+si": 2, "bp+di": 3, si: 4, di: 5, bp: 6, bx: 7,
};

interface Address {
  bits: 16 | 32;
  /** ModRM with an empty reg field, then SIB and displacement. */
  bytes: number[];
}

function address16(memory: Memory): Address {
  const names = [memory.base, memory.index].filter((register) => register !== undefined).map(({ name }) => name);
  if (names.length === 0) return { bits: 16, bytes: [0x06, ...littleEndian(memory.displacement, 16)] };
  const code = ADDRESS_16[names.sort().join("+")];
  if (code === undefined) throw new Error(`no 16-bit address: ${names.join("+")}`);
  if (memory.displacement === 0 && code !== 6) return { bits: 16, bytes: [code] };
  if (fitsByte(memory.displacement, 16)) {
    return { bits: 16, bytes: [0x40 | code, ...littleEndian(signed(memory.displacement, 16), 8)] };
  }
  return { bits: 16, bytes: [0x80 | code, ...littleEndian(memory.displacement, 16)] };
}

function address32(memory: Memory): Address {
  const { base, index, scale, displacement } = memory;
  const sib = index !== undefined || base?.code === 4;
  const tail = sib ? [[1, 2, 4, 8].indexOf(scale) << 6 | (index?.code ?? 4) << 3 | (base?.code ?? 5)] : [];
  const code = sib ? 4 : base?.code ?? 5;
  if (index?.code === 4) throw new Error("esp cannot be an index");
  if (base === undefined) return { bits: 32, bytes: [code, ...tail, ...littleEndian(displacement, 32)] };
  if (displacement === 0 && base.code !== 5) return { bits: 32, bytes: [code, ...tail] };
  if (fitsByte(displacement, 32)) {
    return { bits: 32, bytes: [0x40 | code, ...tail, ...littleEndian(signed(displacement, 32), 8)] };
  }
  return { bits: 32, bytes: [0x80 | code, ...tail, ...littleEndian(displacement, 32)] };
}

/** ModRM (reg field 0) and what follows it, for a register or memory operand. */
function modrm(operand: Operand, bits: 16 | 32): Address {
  if (operand.kind === "register") return { bits, bytes: [0xc0 | operand.code] };
  if (operand.kind !== "memory") throw new Error("a register or memory operand is needed");
  const register = operand.base ?? operand.index;
  const width = register === undefined ? (operand.displacement > 0xffff ? 32 : bits) : register.class;
  return width === 16 ? address16(operand) : address32(operand);
}

const SEGMENT_PREFIX: { [name: string]: number } = { es: 0x26, cs: 0x2e, ss: 0x36, ds: 0x3e, fs: 0x64, gs: 0x65 };

/** Encodes the instructions of one place; a class only to share the place between its methods. */
class Encoder {
  private readonly prefixes: number[] = [];
  /** a32 before an instruction without a memory operand. */
  private otherAddress = false;

  constructor(private readonly place: Place) {}

  /** Prefixes in the order in which nasm puts them: rep, segment, operand size, address size. */
  private finish(size: number, address: Address | undefined, operand: Operand | undefined, bytes: number[]): number[] {
    const result = [...this.prefixes];
    if (operand?.kind === "memory" && operand.segment !== "") result.push(SEGMENT_PREFIX[operand.segment]);
    if ((size === 16 || size === 32) && size !== this.place.bits) result.push(0x66);
    if (this.otherAddress || address !== undefined && address.bits !== this.place.bits) result.push(0x67);
    return [...result, ...bytes];
  }

  /** An instruction without ModRM. */
  private plain(size: number, bytes: number[]): number[] {
    return this.finish(size, undefined, undefined, bytes);
  }

  /** opcode ModRM, the reg field given; then immediate bytes. */
  private form(size: number, opcode: number[], field: number, operand: Operand, immediate: number[] = []): number[] {
    const address = modrm(operand, this.place.bits);
    const [first, ...rest] = address.bytes;
    const used = operand.kind === "memory" ? address : undefined;
    return this.finish(size, used, operand, [...opcode, first | field << 3, ...rest, ...immediate]);
  }

  private size(...operands: Operand[]): 8 | 16 | 32 {
    const registers = operands.filter((operand): operand is Register => operand.kind === "register");
    const sizes = registers.map((register) => register.class);
    for (const operand of operands) if (operand.kind === "memory" && operand.size !== 0) sizes.push(operand.size);
    const size = sizes.find((each) => typeof each === "number");
    if (typeof size !== "number") throw new Error("say byte, word or dword");
    if (sizes.some((each) => typeof each === "number" && each !== size)) throw new Error("operands of different sizes");
    return size;
  }

  private arithmetic(number: number, to: Operand, from: Operand): number[] {
    const size = this.size(to, from);
    const wide = size === 8 ? 0 : 1;
    if (from.kind === "immediate") {
      if (size !== 8 && fitsByte(from.value, size)) {
        return this.form(size, [0x83], number, to, littleEndian(signed(from.value, size), 8));
      }
      const value = littleEndian(from.value, size);
      if (to.kind === "register" && to.code === 0) {
        return this.plain(size, [number * 8 + 4 + wide, ...value]);
      }
      return this.form(size, [0x80 + wide], number, to, value);
    }
    if (from.kind === "register") return this.form(size, [number * 8 + wide], from.code, to);
    return this.form(size, [number * 8 + 2 + wide], (to as Register).code, from);
  }

  private test(to: Operand, from: Operand): number[] {
    const size = this.size(to, from);
    const wide = size === 8 ? 0 : 1;
    if (from.kind !== "immediate") return this.form(size, [0x84 + wide], (from as Register).code, to);
    const value = littleEndian(from.value, size);
    if (to.kind === "register" && to.code === 0) return this.plain(size, [0xa8 + wide, ...value]);
    return this.form(size, [0xf6 + wide], 0, to, value);
  }

  private move(to: Operand, from: Operand): number[] {
    for (const [special, other, opcode] of [[to, from, 2], [from, to, 0]] as const) {
      if (special.kind !== "register") continue;
      if (special.class === "control") return this.form(0, [0x0f, 0x20 + opcode], special.code, other);
      if (special.class === "segment") {
        const size = other.kind === "register" && opcode === 0 ? this.size(other) : 0;
        return this.form(size, [0x8c + opcode], special.code, other);
      }
    }
    const size = this.size(to, from);
    const wide = size === 8 ? 0 : 1;
    if (from.kind === "immediate") {
      const value = littleEndian(from.value, size);
      if (to.kind !== "register") return this.form(size, [0xc6 + wide], 0, to, value);
      return this.plain(size, [0xb0 + wide * 8 + to.code, ...value]);
    }
    for (const [memory, register, opcode] of [[from, to, 0xa0], [to, from, 0xa2]] as const) {
      if (memory.kind !== "memory" || memory.base !== undefined || memory.index !== undefined) continue;
      if (register.kind !== "register" || register.code !== 0) continue;
      const address = littleEndian(memory.displacement, this.place.bits);
      return this.finish(size, undefined, memory, [opcode + wide, ...address]);
    }
    if (from.kind === "register") return this.form(size, [0x88 + wide], from.code, to);
    return this.form(size, [0x8a + wide], (to as Register).code, from);
  }

  private exchange(to: Operand, from: Operand): number[] {
    const size = this.size(to, from);
    if (to.kind === "register" && from.kind === "register" && size !== 8 && to.code * from.code === 0) {
      return this.plain(size, [0x90 + to.code + from.code]);
    }
    const [register, other] = to.kind === "register" ? [to, from] : [from as Register, to];
    return this.form(size, [size === 8 ? 0x86 : 0x87], register.code, other);
  }

  private push(operand: Operand): number[] {
    const { bits } = this.place;
    if (operand.kind === "register" && operand.class === "segment") return [...this.prefixes, 0x06 + operand.code * 8];
    if (operand.kind === "register") return this.plain(this.size(operand), [0x50 + operand.code]);
    if (operand.kind === "memory") return this.form(this.size(operand), [0xff], 6, operand);
    const { value, size } = operand as Immediate;
    const width = size === 0 || size === 8 ? bits : size;
    if (fitsByte(value, width)) {
      return this.plain(width, [0x6a, ...littleEndian(signed(value, width), 8)]);
    }
    return this.plain(width, [0x68, ...littleEndian(value, width)]);
  }

  private pop(operand: Operand): number[] {
    if (operand.kind === "register" && operand.class === "segment") return [...this.prefixes, 0x07 + operand.code * 8];
    if (operand.kind === "register") return this.plain(this.size(operand), [0x58 + operand.code]);
    return this.form(this.size(operand), [0x8f], 0, operand);
  }

  private step(field: number, operand: Operand): number[] {
    const size = this.size(operand);
    if (operand.kind === "register" && size !== 8) {
      return this.plain(size, [0x40 + field * 8 + operand.code]);
    }
    return this.form(size, [size === 8 ? 0xfe : 0xff], field, operand);
  }

  private shift(field: number, operand: Operand, count: Operand): number[] {
    const size = this.size(operand);
    const wide = size === 8 ? 0 : 1;
    if (count.kind === "register") return this.form(size, [0xd2 + wide], field, operand);
    const { value } = count as Immediate;
    if (value === 1) return this.form(size, [0xd0 + wide], field, operand);
    return this.form(size, [0xc0 + wide], field, operand, littleEndian(value, 8));
  }

  private multiply(to: Operand, from: Operand, factor: Operand | undefined): number[] {
    const register = to as Register;
    const last = factor ?? from;
    if (last.kind !== "immediate") return this.form(this.size(to), [0x0f, 0xaf], register.code, from);
    const size = this.size(to);
    const source = factor === undefined ? to : from;
    const short = fitsByte(last.value, size);
    const bytes = short ? littleEndian(signed(last.value, size), 8) : littleEndian(last.value, size);
    return this.form(size, [short ? 0x6b : 0x69], register.code, source, bytes);
  }

  /** A jump by a distance: 8 bits where they reach, else the full size. */
  private jump(short: number, near: number[] | undefined, target: string): number[] {
    const { address, bits, far, lookup } = this.place;
    const [, word, label] = /^(short|near)?\s*(.*)$/.exec(target) ?? [];
    const operand = this.destination(label, lookup);
    if (word !== "near" && (!far || near === undefined)) {
      const distance = operand - address - 2;
      if (distance >= -128 && distance < 128) return [short, ...littleEndian(distance, 8)];
      if (near === undefined || word === "short") throw new Error(`${label} is too far for a short jump`);
    }
    if (near === undefined) throw new Error(`${label} cannot be jumped to`);
    const distance = operand - address - near.length - bits / 8;
    return [...near, ...littleEndian(signed(distance, bits), bits)];
  }

  private destination(label: string, lookup: Lookup): number {
    try {
      const operand = parseOperand(label, lookup);
      if (operand.kind !== "immediate") throw new Error(`not a label: ${label}`);
      return operand.value;
    } catch (error) {
      if (error instanceof UnknownName) return this.place.address + 2;
      throw error;
    }
  }

  private branch(name: "jmp" | "call", operands: string[]): number[] {
    const [text = ""] = operands;
    const field = name === "jmp" ? 4 : 2;
    if (!/^(\w+\s*)?\[/.test(text) && !/:/.test(text) && !/^(e?(ax|cx|dx|bx|sp|bp|si|di))$/.test(text)) {
      return name === "jmp" ? this.jump(0xeb, [0xe9], text) : this.jump(0, [0xe8], `near ${text}`);
    }
    const operand = parseOperand(text, this.place.lookup);
    if (operand.kind === "far") {
      const size = operand.size === 0 ? this.place.bits : operand.size;
      const bytes = [...littleEndian(operand.offset, size), ...littleEndian(operand.segment, 16)];
      return this.plain(size, [name === "jmp" ? 0xea : 0x9a, ...bytes]);
    }
    const size = operand.kind === "register" ? this.size(operand) : this.place.bits;
    return this.form(size, [0xff], field, operand);
  }

  private port(name: "in" | "out", operands: Operand[]): number[] {
    const [register, port] = name === "in" ? operands : [operands[1], operands[0]];
    const size = this.size(register);
    const opcode = (name === "in" ? 0xe4 : 0xe6) + (size === 8 ? 0 : 1);
    if (port.kind === "register") return this.plain(size, [opcode + 8]);
    return this.plain(size, [opcode, ...littleEndian((port as Immediate).value, 8)]);
  }

  encode(text: string): number[] {
    const { prefixes, name, operands: texts } = splitInstruction(text);
    const { bits, lookup } = this.place;
    const repeats: { [prefix: string]: number } = { rep: 0xf3, repe: 0xf3, repne: 0xf2, lock: 0xf0 };
    for (const prefix of prefixes) {
      if (prefix === "a32") this.otherAddress = bits === 16;
      else this.prefixes.push(repeats[prefix]);
    }

    const plain = PLAIN[name];
    if (plain !== undefined && texts.length === 0) return this.plain(plain.size, plain.bytes);
    if (name === "jmp" || name === "call") return this.branch(name, texts);
    if (name in SHORT_ONLY) return this.jump(SHORT_ONLY[name], undefined, texts[0]);
    const condition = CONDITION.get(name.slice(1));
    if (name.startsWith("j") && condition !== undefined) {
      return this.jump(0x70 + condition, [0x0f, 0x80 + condition], texts[0]);
    }

    const operands = texts.map((each) => parseOperand(each, lookup));
    const [to, from, third] = operands;
    if (ARITHMETIC.includes(name)) return this.arithmetic(ARITHMETIC.indexOf(name), to, from);
    if (name in SHIFTS) return this.shift(SHIFTS[name], to, from);
    if (name in UNARY && operands.length === 1) {
      const size = this.size(to);
      return this.form(size, [size === 8 ? 0xf6 : 0xf7], UNARY[name], to);
    }
    const setCondition = CONDITION.get(name.slice(3));
    if (name.startsWith("set") && setCondition !== undefined) return this.form(0, [0x0f, 0x90 + setCondition], 0, to);
    switch (name) {
      case "mov": return this.move(to, from);
      case "test": return this.test(to, from);
      case "xchg": return this.exchange(to, from);
      case "push": return this.push(to);
      case "pop": return this.pop(to);
      case "inc": return this.step(0, to);
      case "dec": return this.step(1, to);
      case "imul": return this.multiply(to, from, third);
      case "lea": return this.form(this.size(to), [0x8d], (to as Register).code, from);
      case "les": return this.form(this.size(to), [0xc4], (to as Register).code, from);
      case "movzx": return this.extend(0xb6, to, from);
      case "movsx": return this.extend(0xbe, to, from);
      case "lgdt": return this.form(0, [0x0f, 0x01], 2, to);
      case "int": return [0xcd, ...littleEndian((to as Immediate).value, 8)];
      case "aam": return [0xd4, ...littleEndian((to as Immediate).value, 8)];
      case "aad": return [0xd5, ...littleEndian((to as Immediate).value, 8)];
      case "ret": return to === undefined ? [0xc3] : [0xc2, ...littleEndian((to as Immediate).value, 16)];
      case "in":
      case "out": return this.port(name, operands);
      default: throw new Error(`unknown instruction: ${name}`);
    }
  }

  private extend(opcode: number, to: Operand, from: Operand): number[] {
    return this.form(this.size(to), [0x0f, opcode + (this.size(from) === 8 ? 0 : 1)], (to as Register).code, from);
  }
}

/** The bytes of an instruction; throws an Error for what is not in the subset, UnknownName for a missing label. */
export function encodeInstruction(text: string, place: Place): number[] {
  return new Encoder(place).encode(text);
}
