// Operands of the assembly column, as structures: registers, memory, numbers, far addresses. Syntax is Intel's as
// nasm writes it: `byte [ebp + line]`, `[eax + ecx*4]`, `es:di` only inside brackets. The same parser reads the
// disassembly in the test that compares the two, so it must not depend on how an instruction is encoded.
import { evaluate, type Lookup } from "./expression.js";

/** Register classes; the number is the register's code in an instruction. */
export interface Register {
  kind: "register";
  class: 8 | 16 | 32 | "segment" | "control";
  code: number;
  name: string;
}

/** A place in memory: [segment: base + index*scale + displacement], size in bits or 0 where it is not said. */
export interface Memory {
  kind: "memory";
  size: 0 | 8 | 16 | 32;
  segment: string;
  base: Register | undefined;
  index: Register | undefined;
  scale: 1 | 2 | 4 | 8;
  displacement: number;
}

/** A number, with the size in bits where it is said (`push dword 5`), and how far a jump may reach. */
export interface Immediate {
  kind: "immediate";
  size: 0 | 8 | 16 | 32;
  value: number;
}

/** segment:offset of a far jump. */
export interface Far {
  kind: "far";
  size: 0 | 16 | 32;
  segment: number;
  offset: number;
}

export type Operand = Register | Memory | Immediate | Far;

const NAMES: [Register["class"], string][] = [
  [8, "al cl dl bl ah ch dh bh"],
  [16, "ax cx dx bx sp bp si di"],
  [32, "eax ecx edx ebx esp ebp esi edi"],
  ["segment", "es cs ss ds fs gs"],
  ["control", "cr0 cr1 cr2 cr3 cr4"],
];

const REGISTERS = new Map<string, Register>(NAMES.flatMap(([group, names]) =>
  names.split(" ").map((name, code): [string, Register] => [name, { kind: "register", class: group, code, name }])));

const SIZES: { [word: string]: 8 | 16 | 32 } = { byte: 8, word: 16, dword: 32 };

function parseSize(text: string): [0 | 8 | 16 | 32, string] {
  const match = /^(byte|word|dword)\b\s*(.*)$/.exec(text);
  return match === null ? [0, text] : [SIZES[match[1]], match[2]];
}

/** Cuts `eax + ecx*4 - 4` into terms with their signs, at plus and minus outside parentheses and quotes. */
function terms(text: string): string[] {
  const result: string[] = [];
  let start = 0;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "'") quoted = !quoted;
    if (quoted) continue;
    if (character === "(") depth++;
    if (character === ")") depth--;
    if ((character === "+" || character === "-") && depth === 0 && at > start) {
      result.push(text.slice(start, at).trim());
      start = character === "+" ? at + 1 : at;
    }
  }
  result.push(text.slice(start).trim());
  return result;
}

function parseMemory(inside: string, size: Memory["size"], lookup: Lookup): Memory {
  const memory: Memory = {
    kind: "memory", size, segment: "", base: undefined, index: undefined, scale: 1, displacement: 0,
  };
  let rest = inside.trim();
  const override = /^([cdefgs]s)\s*:\s*(.*)$/.exec(rest);
  if (override !== null) {
    memory.segment = override[1];
    rest = override[2];
  }
  const numbers: string[] = [];
  for (const term of terms(rest)) {
    const scaled = /^(\w+)\s*\*\s*([1248])$/.exec(term);
    const register = REGISTERS.get(scaled === null ? term : scaled[1]);
    if (register === undefined) {
      numbers.push(term);
    } else if (scaled !== null) {
      memory.index = register;
      memory.scale = Number(scaled[2]) as Memory["scale"];
    } else if (memory.base === undefined) {
      memory.base = register;
    } else {
      memory.index = register;
    }
  }
  if (numbers.length > 0) memory.displacement = evaluate(numbers.join("+"), lookup);
  return memory;
}

/** One operand; throws an Error that says what is wrong, or UnknownName. */
export function parseOperand(text: string, lookup: Lookup): Operand {
  const [size, rest] = parseSize(text.trim());
  const register = REGISTERS.get(rest);
  if (register !== undefined) return register;
  const memory = /^\[(.*)\]$/.exec(rest);
  if (memory !== null) return parseMemory(memory[1], size, lookup);
  const far = /^([^':]+):([^']+)$/.exec(rest);
  if (far !== null) {
    const segment = evaluate(far[1], lookup);
    const offset = evaluate(far[2], lookup);
    return { kind: "far", size: size === 8 ? 0 : size, segment, offset };
  }
  return { kind: "immediate", size, value: evaluate(rest, lookup) };
}

/** Cuts an operand list at its commas, outside quotes and brackets. */
export function splitList(text: string): string[] {
  const parts = text.match(/("[^"]*"|'[^']*'|\([^()]*\)|[^,])+/g) ?? [];
  return parts.map((part) => part.trim());
}

/** An instruction taken apart: prefixes (rep, a32, ...), name, operand texts. */
export interface Parts {
  prefixes: string[];
  name: string;
  operands: string[];
}

const PREFIXES = new Set(["rep", "repe", "repne", "a32", "lock"]);

/** Takes an instruction apart without looking at its operands. */
export function splitInstruction(text: string): Parts {
  const prefixes: string[] = [];
  let rest = text.trim();
  for (;;) {
    const match = /^(\S+)\s*(.*)$/.exec(rest);
    if (match === null) throw new Error(`an instruction is missing: ${text}`);
    const [, word, behind] = match;
    if (!PREFIXES.has(word)) return { prefixes, name: word, operands: splitList(behind) };
    prefixes.push(word);
    rest = behind;
  }
}
