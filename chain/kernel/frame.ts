// The frame: the registers of an interrupted program, at the top of its kernel stack, as trapCode (kernel.t), the
// stubs and the processor have pushed them. Offsets in bytes from its address.
export const FRAME_ES = 0, FRAME_DS = 4, FRAME_EDI = 8, FRAME_ESI = 12, FRAME_EBP = 16, FRAME_EBX = 24,
  FRAME_EDX = 28, FRAME_ECX = 32, FRAME_EAX = 36, FRAME_VECTOR = 40, FRAME_ERROR = 44, FRAME_EIP = 48, FRAME_CS = 52,
  FRAME_EFLAGS = 56, FRAME_ESP = 60, FRAME_SS = 64;
/** All of it: what lies at the top of a kernel stack. */
export const FRAME_BYTES = 68;
