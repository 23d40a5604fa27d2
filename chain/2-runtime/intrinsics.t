// Inline machine code: the part of the runtime that T cannot say. `asm name bytes;` defines a call whose last
// argument is in eax and whose other arguments are on the stack, the second-last on top; the code pops them and
// leaves its result in eax. `asm name;` is ignored where it occurs: b("x"), ch('x'), addr(x) are their arguments.
// Programs and the kernel begin with this file. It must hold nothing that needs an operating system.
const null = 0;
const false = 0;
const true = 1;
asm b;
asm ch;
asm addr;
asm load8        0x0f 0xb6 0x00;                // movzx eax, byte [eax]
asm load16       0x0f 0xb7 0x00;                // movzx eax, word [eax]
asm load32       0x8b 0x00;                     // mov eax, [eax]
asm store8       0x59 0x88 0x01;                // pop ecx; mov [ecx], al
asm store16      0x59 0x66 0x89 0x01;           // pop ecx; mov [ecx], ax
asm store32      0x59 0x89 0x01;                // pop ecx; mov [ecx], eax
asm imul         0x59 0x0f 0xaf 0xc1;           // pop ecx; imul eax, ecx
asm umulHigh     0x59 0xf7 0xe1 0x92;           // pop ecx; mul ecx; xchg eax, edx
asm udiv         0x91 0x58 0x31 0xd2 0xf7 0xf1; // xchg eax, ecx; pop eax; xor edx, edx; div ecx
asm umod         0x91 0x58 0x31 0xd2 0xf7 0xf1 0x92;  // the same; xchg eax, edx
asm ult          0x59 0x39 0xc1 0x19 0xc0 0xf7 0xd8;  // pop ecx; cmp ecx, eax; sbb eax, eax; neg eax
asm copyMemory   0x91 0x5e 0x5f 0xf3 0xa4;      // xchg eax, ecx; pop esi; pop edi; rep movsb
asm fillMemory   0x91 0x58 0x5f 0xf3 0xaa;      // xchg eax, ecx; pop eax; pop edi; rep stosb
asm frameAddress 0x89 0xe8;                     // mov eax, ebp: just above the first parameter
asm stackPointer 0x89 0xe0;                     // mov eax, esp
asm tapeRegister 0x89 0xf0;                     // mov eax, esi: as the compiler left it at the start
