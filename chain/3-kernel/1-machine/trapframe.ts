// The trap frame: the registers of an interrupted program, at the top of its kernel stack, as the stubs and the code
// after them (trapCode in kernel.t, longCode in long.t) have pushed them. It is a row of words, of 4 bytes, in long
// mode of 8: register n of a frame is at `trapFrame + n * frameWord`. Without long mode the first words are not used.
import { store32 } from "../../2-runtime/node.js";
import { USER_CODE, USER_CODE_64, USER_DATA } from "./processor.js";
import { frameWord, isLongMode, storeWord } from "./words.js";

export const TF_R15 = 0, TF_R10 = 5, TF_R9 = 6, TF_R8 = 7, TF_EDI = 8, TF_ESI = 9, TF_EBP = 10, TF_CR2 = 11,
  TF_EBX = 12, TF_EDX = 13, TF_ECX = 14, TF_EAX = 15, TF_VECTOR = 16, TF_ERROR = 17, TF_EIP = 18, TF_CS = 19,
  TF_EFLAGS = 20, TF_ESP = 21, TF_SS = 22, TF_WORDS = 23;
/** Without long mode two words are other registers; with it ds and es are always USER_DATA when a program goes on. */
export const TF_ES = 6, TF_DS = 7;

/** All of it: what lies at the top of a kernel stack. */
export function trapFrameBytes(): number { return TF_WORDS * frameWord; }

/** The program's register n becomes a number without sign. */
export function setRegister(trapFrame: number, n: number, value: number): void {
  storeWord(trapFrame, n, frameWord, value);
}

/** The program may change these flags: carry, parity, adjust, zero, sign, trap, direction, overflow. */
const USER_FLAGS = 0xdd5;

const INTERRUPTS_ON = 0x202;

/** The segments and flags of a program. */
export function resetSegments(trapFrame: number, is64Bit: boolean, flags: number): void {
  if (!isLongMode()) {
    store32(trapFrame + TF_ES * frameWord, USER_DATA);
    store32(trapFrame + TF_DS * frameWord, USER_DATA);
  }
  setRegister(trapFrame, TF_CS, is64Bit ? USER_CODE_64 : USER_CODE);
  setRegister(trapFrame, TF_SS, USER_DATA);
  setRegister(trapFrame, TF_EFLAGS, flags & USER_FLAGS | INTERRUPTS_ON);
}
