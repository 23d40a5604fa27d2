// The committed machine code as text: bytes, assembly and sizes agree, and an unrelated disassembler reads the same
// instructions. What the code does when it runs is tested in hex-machine.test.ts.
import { describe, expect, it } from "vitest";
import { firmwareImage } from "../host/engines/firmware.js";
import { assemble, checkHex, decodeHex, hash, HexError, parseHexFile, stripHex, token }
  from "../host/dev/hex/index.js";
import { disagreements } from "./support/disassembly.js";
import { readRoot } from "./support/folders.js";

const files = ["seed/boot.hex", "seed/host.hex", "firmware/bios.hex", "chain/1-compiler/compiler.hex"];
const text = (file: string): string => readRoot(file).toString();

describe.each(files)("%s", (file) => {
  it("has the bytes that its assembly gives, laid out by the tool", () => {
    const check = checkHex(text(file));
    expect(check.differences).toEqual([]);
    expect(check.refreshed).toBe(text(file));
    expect(decodeHex(text(file))).toEqual(check.program.bytes);
  });

  it("is ASCII with lines of at most 120 characters, a title first and a line feed last", () => {
    expect(text(file)).toMatch(/^# rootseed [^\n]+\n[\n\x20-\x7e]*\n$/);
    expect(text(file).split("\n").filter((line) => line.length > 120)).toEqual([]);
  });

  it("is what a disassembler says it is", () => {
    expect(disagreements(text(file))).toEqual([]);
  });

  it("keeps its bytes when comments are stripped for the tape", () => {
    expect(decodeHex(stripHex(text(file)))).toEqual(decodeHex(text(file)));
  });
});

describe("the disassembler", () => {
  const whole = text("chain/1-compiler/compiler.hex");

  it("disagrees with a doctored comment, a doctored byte, and a wrong jump", () => {
    const doctored: [RegExp, string][] = [
      [/^31 D2( +# +)xor edx, edx/m, "31 D2$1xor edx, ecx"],
      [/^31 D2( +# +xor edx, edx)/m, "31 CA$1"],
      [/^(6A 0A +# +)push 10/m, "$1push 11"],
      [/^75 A4( +# +jne .again)/m, "75 A6$1"],
      [/^89 55 2C( +# +mov \[ebp \+ nameHash\], edx)/m, "89 55 28$1"],
    ];
    for (const [pattern, replacement] of doctored) {
      const changed = whole.replace(pattern, replacement);
      expect(changed).not.toBe(whole);
      expect(disagreements(changed).length).toBeGreaterThan(0);
      expect(checkHex(changed).differences.length).toBeGreaterThan(0);
    }
  });

  it("finds every single bit that is flipped in the boot seed's instructions", () => {
    const boot = text("seed/boot.hex");
    const lines = boot.split("\n");
    lines.forEach((line, index) => {
      const match = /^([0-9A-F]{2})(.*# {3}(?!d[bwd] ).*)$/.exec(line);
      if (match === null) return;
      for (let bit = 0; bit < 8; bit++) {
        const byte = (parseInt(match[1], 16) ^ 1 << bit).toString(16).toUpperCase().padStart(2, "0");
        const changed = [...lines.slice(0, index), byte + match[2], ...lines.slice(index + 1)].join("\n");
        // register to register, bit 1 exchanges the operands: with both the same, that is another way to say it
        const same = bit === 1 && line.startsWith("31 C9");
        expect(checkHex(changed).differences.length).toBe(1);
        expect(disagreements(changed).length, `bit ${bit} of line ${index + 1}: ${line}`).toBe(same ? 0 : 1);
      }
    });
  });
});

describe("sizes", () => {
  const bytes = (file: string): Uint8Array => decodeHex(text(file));
  const codeLines = (file: string): number =>
    text(file).split("\n").slice(1).filter((line) => line.replace(/#.*/, "").trim() !== "").length;

  it("boot: 63 bytes of code in a sector, nothing where the partitions are", () => {
    const sector = bytes("seed/boot.hex");
    expect(sector.length).toBe(512);
    expect([...sector.subarray(510)]).toEqual([0x55, 0xaa]);
    expect(sector.subarray(63, 510).every((byte) => byte === 0)).toBe(true);
  });

  it("host: 128 bytes", () => {
    expect(bytes("seed/host.hex").length).toBe(128);
  });

  it("compiler: at most 5,120 bytes and 1,720 lines, and short enough for the boot seed's 62 sectors", () => {
    expect(bytes("chain/1-compiler/compiler.hex").length).toBeLessThanOrEqual(5120);
    expect(codeLines("chain/1-compiler/compiler.hex")).toBeLessThanOrEqual(1720);
    expect(stripHex(text("chain/1-compiler/compiler.hex")).length + 13).toBeLessThan(62 * 512);
  });

  it("bios: 1,024 bytes that begin at their last 16", () => {
    const bios = bytes("firmware/bios.hex");
    expect(bios.length).toBe(1024);
    expect([...bios.subarray(1008, 1013)]).toEqual([0xea, 0x00, 0xfc, 0x00, 0xf0]);
    const image = firmwareImage(bios, 65536);
    expect(image.length).toBe(65536);
    expect(Buffer.compare(image.subarray(65536 - 1024), bios)).toBe(0);
    expect(Buffer.compare(firmwareImage(bios, 512), bios)).toBe(0);
  });
});

// System V ABI, "ELF header" and "Program header", with the i386 supplement: what each field may hold.
describe("the host seed is an ELF file as the standard has it", () => {
  const file = Buffer.from(decodeHex(text("seed/host.hex")));
  const half = (at: number): number => file.readUInt16LE(at);
  const word = (at: number): number => file.readUInt32LE(at);

  it("in the ELF header", () => {
    expect(file.subarray(0, 16).toString("hex")).toBe(`7f454c46010101${"00".repeat(9)}`);
    const header = {
      e_type: half(16), e_machine: half(18), e_version: word(20), e_shoff: word(32), e_flags: word(36),
      e_ehsize: half(40), e_phentsize: half(42), e_phnum: half(44), e_shentsize: half(46), e_shnum: half(48),
      e_shstrndx: half(50),
    };
    expect(header).toEqual({
      e_type: 2, e_machine: 3, e_version: 1, e_shoff: 0, e_flags: 0, e_ehsize: 52, e_phentsize: 32, e_phnum: 1,
      e_shentsize: 0, e_shnum: 0, e_shstrndx: 0,
    });
  });

  it("in its program header", () => {
    const at = word(28);
    expect(at + 32).toBeLessThanOrEqual(file.length);
    const [type, offset, address, , inFile, inMemory, flags, align] =
      Array.from({ length: 8 }, (_, index) => word(at + 4 * index));
    expect({ type, offset, inFile, flags, align }).toEqual(
      { type: 1, offset: 0, inFile: file.length, flags: 7, align: 4096 });
    expect(inMemory).toBeGreaterThanOrEqual(inFile);
    expect(address % align).toBe(offset % align);
    expect(word(24)).toBeGreaterThanOrEqual(address);
    expect(word(24)).toBeLessThan(address + inFile);
    // chain/4-tools/main.ts takes what has come up to there from memory, and the rest from standard input.
    expect(Math.ceil((address + inMemory) / align) * align).toBe(0x08000000);
  });
});

describe("docs/machine-code.md", () => {
  const page = text("docs/machine-code.md");
  const section = (title: string): string => page.split(/^## /m).find((part) => part.startsWith(title)) ?? "";

  it.each([["seed/boot", 63], ["seed/host", 128]])("accounts for every byte of %s, in order", (name, size) => {
    const rows = [...section(`${name}, byte by byte`).matchAll(/^\| ([0-9A-F]{2}) \| ([0-9A-F ]+) \|/gm)];
    const accounted = rows.flatMap(([, at, list]) => {
      const bytes = list.split(" ");
      return bytes.map((byte, index) => `${parseInt(at, 16) + index}: ${byte}`);
    });
    const code = [...decodeHex(text(`${name}.hex`)).subarray(0, size)];
    expect(accounted).toEqual(code.map((byte, at) => `${at}: ${byte.toString(16).toUpperCase().padStart(2, "0")}`));
  });

  it("gives the sizes of today", () => {
    for (const file of files) {
      const { lines, bytes } = assemble(text(file));
      const row = page.split("\n").find((line) => line.startsWith(`| \`${file}\` |`)) ?? "";
      const [, , said, instructions, data] = row.split("|").map((cell) => cell.trim());
      expect(said.replace(/,/g, "")).toMatch(new RegExp(`\\b${bytes.length}\\b`));
      const count = lines.filter((line) => line.isInstruction).length;
      expect([instructions.replace(",", ""), data]).toEqual([String(count), String(lines.length - count)]);
    }
  });
});

describe("the hex tool", () => {
  it("reads text by the rules of the seeds", () => {
    expect([...decodeHex("12 34 title\n0a0B\t# 99\n  fF\n#\n\0zz")]).toEqual([10, 11, 255]);
    expect([...decodeHex("title\n")]).toEqual([]);
    const wrong = ["t\n0", "t\n0 1\n", "t\nxy\n", "t\n123\n", ""];
    for (const each of wrong) expect(() => decodeHex(each)).toThrow(HexError);
  });

  it("knows names and operators as the compiler does", () => {
    expect(hash("b")).toBe(98);
    expect(hash("length")).toBe([..."length"].reduce((h, c) => (Math.imul(h, 101) + c.charCodeAt(0)) | 0, 0) >>> 0);
    expect(token("===")).toBe(((61 * 18 + 61) * 18 + 61) & 255);
  });

  it("makes jumps long only where they must be, forwards and backwards", () => {
    const program = (gap: number): string =>
      `# t\n  # start:\n  # jmp end\n  # times ${gap} db 0\n  # end:\n  # jne start\n`;
    expect(assemble(program(127)).bytes.length).toBe(2 + 127 + 6);
    expect(assemble(program(128)).bytes.length).toBe(5 + 128 + 6);
    expect(assemble(program(100)).bytes.length).toBe(2 + 100 + 2);
  });

  it("says where a file is wrong", () => {
    const wrong: [string, RegExp][] = [
      ["  # mov eax, nowhere", /^line 2: unknown name: nowhere$/],
      ["  # mov eax, bl", /^line 2: operands of different sizes$/],
      ["  # mov [eax], 1", /^line 2: say byte, word or dword$/],
      ["  # frob eax", /^line 2: unknown instruction: frob$/],
      ["  # mov al, 256", /^line 2: 256 does not fit 8 bits$/],
      ["  # a:\n  # a:", /^line 3: a is defined twice$/],
      ["  # db 1 +", /^line 2: an expression ends too soon: 1 \+$/],
      ["00 zz # db 0", /^line 2: the bytes column holds something else/],
      ["00", /^line 2: bytes without assembly$/],
      ["  # bits 64", /^line 2: bits 16 or bits 32$/],
      ["  # jmp short a\n  # times 200 db 0\n  # a:", /^line 2: a is too far for a short jump$/],
    ];
    for (const [line, message] of wrong) {
      let said = "";
      try {
        assemble(`# t\n${line}\n`);
      } catch (error) {
        said = (error as Error).message;
      }
      expect(said).toMatch(message);
    }
  });

  it("keeps prose, and writes data over several lines", () => {
    const source = "# title\n# prose ; with # marks\n\n  # times 50 db 7 ; many\n  # db \"a;b\", '#'\n";
    const { refreshed } = checkHex(source);
    expect(checkHex(refreshed).differences).toEqual([]);
    expect(refreshed.split("\n").slice(0, 3)).toEqual(source.split("\n").slice(0, 3));
    expect(parseHexFile(refreshed).filter((line) => line.kind === "code").length).toBe(2);
    expect([...decodeHex(refreshed)]).toEqual([...Array<number>(50).fill(7), 97, 59, 98, 35]);
  });
});
