// A very small program for a bare PC, as hex text after the boot sector. It shows that an emulator starts a machine,
// and that one thing comes out right that programs of the chain need and an emulator is known to get wrong. Its result
// is a code that it writes to the exit port. It takes no part in anything that is built.
//
// The known fault: QEMU 10.0.2 without KVM (its code has probably been so since version 9.1). An fstp of a number of 80
// bits that begins in the last 7 bytes of a page puts its first 8 bytes into one piece of QEMU's memory (access_ptr in
// target/i386/tcg/access.c: an unsigned difference goes below 0). Where the next page lies elsewhere, bytes are lost
// there, and bytes of another page are overwritten. musl's conversion of text to numbers stores such numbers: a
// compiler then hangs or is wrong. So the program maps two pages that do not follow each other in memory, and stores
// 1.0 across their border.
import { sectorBytes } from "../tape/format.js";

/** What the program writes to the exit port. */
export const provenCode = 21;
export const x87FaultCode = 22;

/** Runs at 0:7E00 in real mode (seed/boot.hex); page directory at 10000, page table at 11000, pages at 12 and 15. */
const code = [
  "FA", //                            cli
  "0F 01 16 99 7E", //                lgdt [gdtr]
  "0F 20 C0", //                      mov eax, cr0
  "0C 01", //                         or al, 1
  "0F 22 C0", //                      mov cr0, eax                 ; protected mode
  "EA 13 7E 08 00", //                jmp 8:start32
  // 7E13 start32:
  "66 B8 10 00", //                   mov ax, 0x10
  "8E D8", //                         mov ds, ax
  "8E C0", //                         mov es, ax
  "BF 00 10 01 00", //                mov edi, 0x11000             ; 4 MiB, each page where it is
  "B8 03 00 00 00", //                mov eax, 3                   ; present, writable
  // 7E25 fill:
  "AB", //                            stosd
  "05 00 10 00 00", //                add eax, 0x1000
  "81 FF 00 20 01 00", //             cmp edi, 0x12000
  "75 F2", //                         jne fill
  "C7 05 4C 10 01 00 03 50 01 00", // mov dword [0x1104C], 0x15003 ; but for page 13, which is memory of page 15
  "C7 05 00 00 01 00 03 10 01 00", // mov dword [0x10000], 0x11003
  "B8 00 00 01 00", //                mov eax, 0x10000
  "0F 22 D8", //                      mov cr3, eax
  "0F 20 C0", //                      mov eax, cr0
  "0D 00 00 00 80", //                or eax, 0x80000000
  "0F 22 C0", //                      mov cr0, eax                 ; paging
  "C7 05 00 30 01 00 00 00 00 00", // mov dword [0x13000], 0
  "DB E3", //                         fninit
  "D9 E8", //                         fld1
  "DB 3D FC 2F 01 00", //             fstp tword [0x12FFC]         ; 8 bytes 8000000000000000, 2 bytes 3FFF
  "B0 15", //                         mov al, provenCode
  "81 3D 00 30 01 00 00 00 00 80", // cmp dword [0x13000], 0x80000000
  "74 02", //                         je exit
  "B0 16", //                         mov al, x87FaultCode
  // 7E7E exit:
  "E6 F4", //                         out 0xF4, al
  "F4", //                            hlt
  // 7E81 gdt:
  "00 00 00 00 00 00 00 00",
  "FF FF 00 00 00 9A CF 00", //       8: code, 4 GiB from 0 on
  "FF FF 00 00 00 92 CF 00", //       10: data, 4 GiB from 0 on
  // 7E99 gdtr:
  "17 00 81 7E 00 00", //             its last byte, its address
];

/**
 * The program's text, so long that a disk of it has whole cylinders of 16 heads with 63 sectors: a smaller one has none
 * for a BIOS.
 */
export const proofText = `# proof\n${code.join("\n")}\n`.padEnd(2 * 16 * 63 * sectorBytes, "\0");
