// The machine code that every program begins with, because C cannot say it: the entry, system calls, setjmp, and the
// conversion of floating values to integers.
import { b } from "../../2-runtime/node.js";
import { internText } from "../1-read/names.js";
import { newStatic } from "../2-parse/scopes.js";
import { functionReturning, intType } from "../2-parse/types.js";
import { Symbol } from "../model.js";
import { emit, emitBranchTo, emitHex, here } from "./code.js";

/** A function with external linkage. */
function runtimeFunction(name: Uint8Array): Symbol {
  const interned = internText(name);
  const symbol = newStatic(interned, functionReturning(intType));
  interned.external = symbol;
  return symbol;
}

/** Functions that turn st0 into the 64-bit integer edx:eax. */
export const truncate = runtimeFunction(b("__cc_truncate"));
export const truncateUnsigned = runtimeFunction(b("__cc_truncate_unsigned"));

/** The code of a function begins here. */
function begin(symbol: Symbol): void {
  symbol.isDefined = true;
  symbol.address = here;
}

export function emitRuntime(): void {
  const start = runtimeFunction(b("__start"));
  emitHex(b("31ed 89e0 50"));                // _start: xor ebp, ebp; mov eax, esp; push eax
  emitBranchTo(0xe8, start);                 // call __start
  emit(0xf4);                                // hlt

  begin(runtimeFunction(b("__syscall")));
  emitHex(b("55 8b442408 8b5c240c"));        // push ebp; mov eax, [esp + 8]; mov ebx, [esp + 12]
  emitHex(b("8b4c2410 8b542414"));           // mov ecx, [esp + 16]; mov edx, [esp + 20]
  emitHex(b("8b742418 8b7c241c"));           // mov esi, [esp + 24]; mov edi, [esp + 28]
  emitHex(b("8b6c2420 cd80 5d c3"));         // mov ebp, [esp + 32]; int 80h; pop ebp; ret

  // jmp_buf: ebp and esp of the caller, return address
  begin(runtimeFunction(b("setjmp")));
  emitHex(b("8b4c2404 8929"));               // mov ecx, [esp + 4]; mov [ecx], ebp
  emitHex(b("8d542404 895104"));             // lea edx, [esp + 4]; mov [ecx + 4], edx
  emitHex(b("8b1424 895108 31c0 c3"));       // mov edx, [esp]; mov [ecx + 8], edx; xor eax, eax; ret

  begin(runtimeFunction(b("longjmp")));
  emitHex(b("8b542404 8b442408"));           // mov edx, [esp + 4]; mov eax, [esp + 8]
  emitHex(b("85c0 7501 40"));                // test eax, eax; jnz over; inc eax
  emitHex(b("8b2a 8b6204 ff6208"));          // mov ebp, [edx]; mov esp, [edx + 4]; jmp [edx + 8]

  begin(truncate);
  emitHex(b("83ec0c d97c2408 8b442408"));    // sub esp, 12; fnstcw [esp + 8]; mov eax, [esp + 8]
  emitHex(b("80cc0c 668944240a d96c240a"));  // or ah, 0ch: towards zero; mov [esp + 10], ax; fldcw [esp + 10]
  emitHex(b("df3c24 d96c2408"));             // fistp qword [esp]; fldcw [esp + 8]
  emitHex(b("58 5a 59 c3"));                 // pop eax, edx, ecx; ret

  begin(truncateUnsigned);
  emitHex(b("680000005f d90424 59"));        // push 2^63 as a float; fld dword [esp]; pop ecx
  emitHex(b("d8d1 dfe0 f6c441 7507 ddd8"));  // fcom st1; fnstsw ax; test ah, 41h; jnz over: not below; fstp st0
  emitBranchTo(0xe9, truncate);              // jmp __cc_truncate
  emitHex(b("dee9"));                        // fsubp st1, st0
  emitBranchTo(0xe8, truncate);              // call __cc_truncate
  emitHex(b("81f200000080 c3"));             // xor edx, 80000000h; ret
}
