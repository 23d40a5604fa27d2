// The assembly column of a whole file to bytes. Labels may be used before they stand; so the file is laid out again
// and again until no address moves. A jump begins short and, once it did not reach, stays long: so this ends.
//
// Statements:  name:          a label; `.name:` belongs to the label without a dot above it
//              name = value   a constant
//              org address    the address of the first byte (or of the next one, when code is moved later)
//              bits 16|32     the processor mode of what follows
//              db dw dd values, texts in double quotes for db;  times N db value
//              an instruction (encode.ts)
import { encodeInstruction, littleEndian } from "./encode.js";
import { evaluate, UnknownName, type Lookup } from "./expression.js";
import { HexError, parseHexFile, type CodeLine, type HexLine } from "../../tape/hex.js";
import { splitList } from "./operand.js";

/** A line with what was made of it. */
export interface Assembled {
  code: CodeLine;
  address: number;
  bits: 16 | 32;
  bytes: number[];
  /** True for instructions, false for data. */
  isInstruction: boolean;
  /** Full name of the label above, for names that begin with a dot. */
  scope: string;
}

/** A file that was assembled: its lines, its bytes, and the value of every name. */
export interface Program {
  lines: Assembled[];
  bytes: Uint8Array;
  names: Map<string, number>;
}

const MOST_PASSES = 50;
const DATA_BITS: { [word: string]: number } = { db: 8, dw: 16, dd: 32 };

interface Pass {
  names: Map<string, number>;
  lines: Assembled[];
  complete: boolean;
}

/** Looks up `.local` under the scope, other names as they are, and `$`, the address of the statement. */
export function scopedLookup(names: Map<string, number>, scope: string, address: number): Lookup {
  return (name) => {
    if (name === "$") return address;
    return names.get(name.startsWith(".") ? scope + name : name);
  };
}

function data(bits: number, list: string, lookup: Lookup): number[] {
  return splitList(list).flatMap((item) => {
    if (item.startsWith("\"")) return [...item.slice(1, -1)].map((character) => character.charCodeAt(0));
    return littleEndian(evaluate(item, lookup), bits);
  });
}

class Assembler {
  private readonly longJumps = new Set<CodeLine>();
  /** Where each line was in the pass before: what lies ahead has moved by as much as the line itself, so far. */
  private readonly addresses = new Map<CodeLine, number>();

  constructor(private readonly code: CodeLine[]) {}

  private bytesOf(line: CodeLine, bits: 16 | 32, address: number, lookup: Lookup): [number[], boolean] {
    const { assembly } = line;
    const times = /^times\s+(.+?)\s+(d[bwd]\b.*)$/.exec(assembly);
    if (times !== null) {
      const once = this.bytesOf({ ...line, assembly: times[2] }, bits, address, lookup)[0];
      const count = evaluate(times[1], lookup);
      if (!(count >= 0 && count <= 65536)) throw new Error(`${count} times: not from 0 to 65536`);
      return [Array.from({ length: count }, () => once).flat(), false];
    }
    const value = /^(d[bwd])\s+(.*)$/.exec(assembly);
    if (value !== null) return [data(DATA_BITS[value[1]], value[2], lookup), false];
    const isLong = this.longJumps.has(line);
    const bytes = encodeInstruction(assembly, { bits, address, lookup, far: isLong });
    const isShort = bytes.length === 2 && (bytes[0] === 0xeb || bytes[0] >> 4 === 7);
    if (/^j/.test(assembly) && !isLong && !isShort) this.longJumps.add(line);
    return [bytes, true];
  }

  /** One walk over the file with the names of the walk before. */
  private pass(before: Map<string, number>, isLast: boolean): Pass {
    const result: Pass = { names: new Map(), lines: [], complete: true };
    let bits: 16 | 32 = 32;
    let address = 0;
    let scope = "";

    const define = (name: string, value: number): void => {
      const full = name.startsWith(".") ? scope + name : name;
      if (result.names.has(full)) throw new Error(`${full} is defined twice`);
      result.names.set(full, value);
    };

    for (const line of this.code) {
      const { assembly } = line;
      const shift = address - (this.addresses.get(line) ?? address);
      this.addresses.set(line, address);
      const lookup: Lookup = (name) => {
        const known = scopedLookup(result.names, scope, address)(name);
        const ahead = known ?? scopedLookup(before, scope, address)(name);
        return known ?? (ahead === undefined ? undefined : ahead + shift);
      };
      try {
        const label = /^([A-Za-z_.][\w.]*):$/.exec(assembly);
        const constant = /^([A-Za-z_][\w.]*)\s*=\s*(.*)$/.exec(assembly);
        const directive = /^(org|bits)\s+(.*)$/.exec(assembly);
        if (assembly === "") {
          if (line.bytes.length > 0) throw new Error("bytes without assembly");
        } else if (label !== null) {
          define(label[1], address);
          if (!label[1].startsWith(".")) scope = label[1];
        } else if (constant !== null) {
          define(constant[1], evaluate(constant[2], lookup));
        } else if (directive !== null) {
          const value = evaluate(directive[2], lookup);
          if (directive[1] === "org") address = value;
          else if (value === 16 || value === 32) bits = value;
          else throw new Error("bits 16 or bits 32");
        } else {
          const [bytes, isInstruction] = this.bytesOf(line, bits, address, lookup);
          result.lines.push({ code: line, address, bits, bytes, isInstruction, scope });
          address += bytes.length;
        }
      } catch (error) {
        if (error instanceof UnknownName && !isLast) {
          // as long as a name is unknown, the statement counts as empty: the next pass knows it
          result.complete = false;
          continue;
        }
        throw new HexError(line.line, (error as Error).message);
      }
    }
    return result;
  }

  run(): Program {
    let before = this.pass(new Map(), false);
    for (let count = 0; count < MOST_PASSES; count++) {
      const now = this.pass(before.names, count > 1 && before.complete);
      const moved = [...now.names].some(([name, value]) => before.names.get(name) !== value);
      if (!moved && now.names.size === before.names.size) {
        const final = this.pass(now.names, true);
        const bytes = Uint8Array.from(final.lines.flatMap((line) => line.bytes));
        return { lines: final.lines, names: final.names, bytes };
      }
      before = now;
    }
    throw new HexError(1, `addresses do not settle in ${MOST_PASSES} passes`);
  }
}

/** Assembles the lines of a file; a HexError names the line. */
export function assembleLines(lines: HexLine[]): Program {
  return new Assembler(lines.filter((line) => line.kind === "code")).run();
}

/** Assembles the assembly column of a .hex text. */
export function assemble(text: string): Program {
  return assembleLines(parseHexFile(text));
}
