// What the kernel's test programs share: system calls with up to six arguments, signal handlers, and printing of
// results. The programs print the same on Linux and on the chain's kernel; nothing here depends on ids, times or owners.
// pop edi; pop esi; pop edx; pop ecx; pop ebx; xchg eax, [esp]; push ebp; mov ebp, [esp + 4]; int 80h; pop ebp; pop ecx
asm syscall6 0x5f 0x5e 0x5a 0x59 0x5b 0x87 0x04 0x24 0x55 0x8b 0x6c 0x24 0x04 0xcd 0x80 0x5d 0x59;
// The address of: mov eax, 119; int 80h (sigreturn; a handler in T has taken its argument off the stack already)
asm restorer 0xe8 0x07 0x00 0x00 0x00 0xb8 0x77 0x00 0x00 0x00 0xcd 0x80 0x58;
asm loadPi 0xd9 0xeb;                      // fldpi
asm dropPi 0xd9 0xeb 0xde 0xd9 0xdf 0xe0;  // fldpi; fcompp; fnstsw ax: equal leaves 4000h
asm divideByZero 0x31 0xc9 0x99 0xf7 0xf9; // xor ecx, ecx; cdq; idiv ecx
asm undefinedCode 0x0f 0x0b;               // ud2
asm privilegedCode 0xf4;                   // hlt

/** One call of write, and its result. */
function writeOnce(fd: number, from: Uint8Array, n: number): number { return syscall3(4, fd, addr(from), n); }
function lseek(fd: number, offset: number, whence: number): number { return syscall3(19, fd, offset, whence); }
function link(from: Uint8Array, to: Uint8Array): number { return syscall3(9, toZ(from), toZ(to), 0); }

const line = new Uint8Array(4096);
let lineLength = 0;

function put(text: Uint8Array): void {
  copyBytes(line, lineLength, text, 0, text.length);
  lineLength += text.length;
}
function putNumber(n: number): void {
  if (n < 0) {
    put(b("-"));
    putNumber(0 - n);
  } else {
    if (n > 9) putNumber((n / 10) | 0);
    line[lineLength] = ch('0') + n % 10;
    lineLength++;
  }
}
function endLine(): void {
  line[lineLength] = 10;
  writeOnce(1, line, lineLength + 1);
  lineLength = 0;
}
/** Prints a name and a result. */
function say(name: Uint8Array, result: number): void {
  put(name);
  put(b(" "));
  putNumber(result);
  endLine();
}
function sayText(name: Uint8Array, text: Uint8Array): void {
  put(name);
  put(b(" "));
  put(text);
  endLine();
}
function call(n: number, a: number, c: number, d: number): number { return syscall6(n, a, c, d, 0, 0, 0); }

/** A new process's exit status, or 1000 + the signal that ended it. */
function statusOf(child: number): number {
  const status = new Int32Array(1);
  const result = call(7, child, addr(status), 0);
  if (result !== child) return result;
  return (status[0] & 127) !== 0 ? 1000 + (status[0] & 127) : status[0] >> 8 & 255;
}

/** Installs a handler (0: default, 1: ignore) with flags. */
function handle(signal: number, handler: (signal: number) => void, flags: number): number {
  const action = new Int32Array(5);
  action[0] = handler as unknown as number;
  action[1] = flags | 0x4000000;
  action[2] = restorer(0);
  return syscall6(174, signal, addr(action), 0, 8, 0, 0);
}
