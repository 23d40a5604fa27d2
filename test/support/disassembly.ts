// What the tests of the hex files share: the comparison of an assembly column with what an unrelated disassembler,
// iced-x86, makes of the bytes. Both are brought to one form: prefixes, name, and operands as numbers and registers.
import { Decoder, DecoderOptions, Formatter, FormatterSyntax } from "iced-x86";
import {
  assembleLines, type Assembled, parseHexFile, parseOperand, scopedLookup, splitInstruction, type Lookup,
} from "../../host/dev/hex/index.js";

/** Names of one instruction: the disassembler's choice, and others. */
const SYNONYMS: { [name: string]: string } = {
  jz: "je", jnz: "jne", jc: "jb", jnc: "jae", cwde: "cwde", pushaw: "pusha", popaw: "popa", iretw: "iret",
};

const unsigned = (value: number, bits: number): string => String(value - Math.floor(value / 2 ** bits) * 2 ** bits);

/** One operand as text; numbers modulo the size at hand, so that -1 and FFFFFFFF are the same. */
function canonicalOperand(text: string, lookup: Lookup, bits: number, size: number): string {
  const operand = parseOperand(text.replace(/^(short|near|far) /, ""), lookup);
  switch (operand.kind) {
    case "register": return operand.name;
    case "immediate": return unsigned(operand.value, size);
    case "far": return `${operand.segment}:${operand.offset}`;
    case "memory": {
      const { segment, base, index, scale, displacement } = operand;
      const wide = base?.class ?? index?.class ?? bits;
      const registers = [base, index].filter((register) => register !== undefined).map(({ name }) => name).sort();
      return `[${segment} ${registers.join("+")} *${scale} ${unsigned(displacement, wide === 16 ? 16 : 32)}]`;
    }
  }
}

function canonical(text: string, lookup: Lookup, bits: number): string {
  const { prefixes, name, operands } = splitInstruction(text);
  const registers = operands.map((operand) => parseOperand(operand.replace(/^(short|near|far) /, ""), lookup));
  const sized = registers.map((operand) => {
    if (operand.kind === "register") return typeof operand.class === "number" ? operand.class : 0;
    return operand.kind === "memory" ? operand.size : 0;
  });
  const size = sized.find((each) => each !== 0) ?? 32;
  const list = operands.map((operand) => canonicalOperand(operand, lookup, bits, size));
  // two ways to write the same: xchg and test do not care which operand comes first
  if ((name === "xchg" || name === "test") && !list[1].match(/^\d/)) list.sort();
  if (name === "imul" && list.length === 3 && list[0] === list[1]) list.shift();
  const memory = registers.find((operand) => operand.kind === "memory");
  const explicit = memory?.kind === "memory" && sized.every((each, index) => each === 0 || registers[index] === memory);
  const kept = prefixes.filter((prefix) => prefix !== "a32");
  return [...kept, SYNONYMS[name] ?? name, explicit ? memory.size : "", list.join(", ")].join(" ").replace(/\s+/g, " ");
}

function disassemble(bytes: number[], bits: number, address: number): string {
  const decoder = new Decoder(bits, Uint8Array.from(bytes), DecoderOptions.None);
  decoder.ip = BigInt(address);
  const instruction = decoder.decode();
  const formatter = new Formatter(FormatterSyntax.Nasm);
  formatter.hexPrefix = "0x";
  formatter.hexSuffix = "";
  formatter.spaceAfterOperandSeparator = true;
  const text = formatter.format(instruction);
  const { length } = instruction;
  instruction.free();
  formatter.free();
  decoder.free();
  if (length !== bytes.length) return `${text} (${length} of ${bytes.length} bytes)`;
  return text;
}

/** The operand size of a memory operand follows from the instruction; lgdt, les and lea have none. */
const withoutSize = (text: string): string => text.replace(/^(lgdt|les|lea|call|jmp|mov) (\d+|) ?/, "$1 ");

function disagreement(line: Assembled, lookup: Lookup): string {
  const { code, bits, address } = line;
  const disassembled = disassemble(code.bytes, bits, address);
  let said: string;
  let seen: string;
  try {
    said = withoutSize(canonical(code.assembly, lookup, bits));
    seen = withoutSize(canonical(disassembled, () => undefined, bits));
  } catch (error) {
    return `line ${code.line}: ${code.assembly}: ${disassembled}: ${(error as Error).message}`;
  }
  return said === seen ? "" : `line ${code.line}: says ${code.assembly} (${said}), is ${disassembled} (${seen})`;
}

/** Lines of a .hex text whose bytes are another instruction than their assembly column says. */
export function disagreements(text: string): string[] {
  const program = assembleLines(parseHexFile(text));
  return program.lines.filter((line) => line.isInstruction)
    .map((line) => disagreement(line, scopedLookup(program.names, line.scope, line.address)))
    .filter((message) => message !== "");
}
