// The frame: the registers of an interrupted program, at the top of its kernel stack, as trapCode (kernel.t), the
// stubs and the processor have pushed them. Offsets in bytes from its address.
export const FRAME_ES = 0;
export const FRAME_DS = 4;
export const FRAME_EDI = 8;
export const FRAME_ESI = 12;
export const FRAME_EBP = 16;
export const FRAME_EBX = 24;
export const FRAME_EDX = 28;
export const FRAME_ECX = 32;
export const FRAME_EAX = 36;
export const FRAME_VECTOR = 40;
export const FRAME_ERROR = 44;
export const FRAME_EIP = 48;
export const FRAME_CS = 52;
export const FRAME_EFLAGS = 56;
export const FRAME_ESP = 60;
export const FRAME_SS = 64;
/** All of it: what lies at the top of a kernel stack. */
export const FRAME_BYTES = 68;
