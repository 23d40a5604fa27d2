// The trap frame: the registers of an interrupted program, at the top of its kernel stack, as trapCode (kernel.t), the
// stubs and the processor have pushed them. Offsets in bytes from its address.
import { store32 } from "../../runtime/node.js";
import { USER_CODE, USER_DATA } from "./processor.js";

export const TF_ES = 0, TF_DS = 4, TF_EDI = 8, TF_ESI = 12, TF_EBP = 16, TF_EBX = 24,
  TF_EDX = 28, TF_ECX = 32, TF_EAX = 36, TF_VECTOR = 40, TF_ERROR = 44, TF_EIP = 48, TF_CS = 52,
  TF_EFLAGS = 56, TF_ESP = 60, TF_SS = 64;
/** All of it: what lies at the top of a kernel stack. */
export const TF_BYTES = 68;

/** The program may change these flags: carry, parity, adjust, zero, sign, trap, direction, overflow. */
const USER_FLAGS = 0xdd5;

const INTERRUPTS_ON = 0x202;

/** The segments and flags of a program. */
export function resetSegments(trapFrame: number, flags: number): void {
  store32(trapFrame + TF_ES, USER_DATA);
  store32(trapFrame + TF_DS, USER_DATA);
  store32(trapFrame + TF_CS, USER_CODE);
  store32(trapFrame + TF_SS, USER_DATA);
  store32(trapFrame + TF_EFLAGS, flags & USER_FLAGS | INTERRUPTS_ON);
}
