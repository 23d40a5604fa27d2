// A very small x86-64 program of Linux: it waits for the end of its standard input, then ends with a status of its own.
// It only shows that such programs run here (proof.ts), and takes no part in anything that is built.

/** The status with which the programs of a proof end. */
export const provenStatus = 42;

/** read(0, stack, 64) until it gives nothing more, then exit(42). */
const code = Buffer.from([
  "31 c0", //             xor eax, eax       ; read
  "31 ff", //             xor edi, edi
  "48 8d 74 24 80", //    lea rsi, [rsp - 128]
  "ba 40 00 00 00", //    mov edx, 64
  "0f 05", //             syscall
  "85 c0", //             test eax, eax
  "7f ec", //             jg to the beginning
  "b8 3c 00 00 00", //    mov eax, 60        ; exit
  "bf 2a 00 00 00", //    mov edi, 42
  "0f 05", //             syscall
].join("").replaceAll(" ", ""), "hex");

/** Sizes of the headers of ELF64 (elf(5): Elf64_Ehdr, Elf64_Phdr). */
const fileHeader = 64;
const segmentHeader = 56;

const origin = 0x400000n;

/** The file: both headers, one segment that maps all of it, the code. */
export function smallProgram(): Uint8Array {
  const head = fileHeader + segmentHeader;
  const file = Buffer.alloc(head + code.length);
  file.write("\x7fELF\x02\x01\x01", "latin1");
  file.writeUInt16LE(2, 16); // e_type: an executable
  file.writeUInt16LE(62, 18); // e_machine: x86-64
  file.writeUInt32LE(1, 20); // e_version
  file.writeBigUInt64LE(origin + BigInt(head), 24); // e_entry
  file.writeBigUInt64LE(BigInt(fileHeader), 32); // e_phoff
  file.writeUInt16LE(fileHeader, 52); // e_ehsize
  file.writeUInt16LE(segmentHeader, 54); // e_phentsize
  file.writeUInt16LE(1, 56); // e_phnum
  file.writeUInt32LE(1, fileHeader); // p_type: to be loaded
  file.writeUInt32LE(5, fileHeader + 4); // p_flags: readable, executable
  file.writeBigUInt64LE(origin, fileHeader + 16); // p_vaddr
  file.writeBigUInt64LE(origin, fileHeader + 24); // p_paddr
  file.writeBigUInt64LE(BigInt(file.length), fileHeader + 32); // p_filesz
  file.writeBigUInt64LE(BigInt(file.length), fileHeader + 40); // p_memsz
  file.writeBigUInt64LE(0x1000n, fileHeader + 48); // p_align
  code.copy(file, head);
  return file;
}
