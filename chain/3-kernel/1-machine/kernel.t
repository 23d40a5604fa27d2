// The kernel's link address, and the machine code that T cannot say: ports, control registers, segment and
// stack switches, string instructions. As in chain/2-runtime/intrinsics.t the last argument is in eax, the others are on
// the stack, and the code pops them; every register but ebp and esp is free. Calls without need of an argument get a 0.
// Under Node, node-glue.ts replaces this file.
const origin = 0xc2000000;
asm inb          0x89 0xc2 0x31 0xc0 0xec;      // mov edx, eax; xor eax, eax; in al, dx
asm outb         0x5a 0xee;                     // pop edx; out dx, al
asm sendBytes    0x91 0x5e 0x5a 0xf3 0x6e;      // xchg eax, ecx; pop esi; pop edx; rep outsb
asm loadGdt      0x0f 0x01 0x10;                // lgdt [eax]
asm loadIdt      0x0f 0x01 0x18;                // lidt [eax]
asm loadTask     0x0f 0x00 0xd8;                // ltr ax
asm faultAddress 0x0f 0x20 0xd0;                // mov eax, cr2
asm setPageTable 0x0f 0x22 0xd8;                // mov cr3, eax
// switchPaging(table, efer): from the compiler's page tables to the kernel's, whose entries have 8 bytes. Paging must go
// off meanwhile, so the code goes on at its physical address, which both show, until the function it is in returns.
//   pop ebx; call +0; pop ecx; add ecx, 40000009h; jmp ecx
//   paging off: mov edx, cr0; btr edx, 31; mov cr0, edx
//   8-byte entries (PAE), and where they are: mov edx, cr4; or edx, 20h; mov cr4, edx; mov cr3, ebx
//   EFER, where there is one: test eax, eax; jz +8; mov ecx, C0000080h; cdq; wrmsr
//   paging on: mov edx, cr0; bts edx, 31; mov cr0, edx
asm switchPaging 0x5b 0xe8 0x00 0x00 0x00 0x00 0x59 0x81 0xc1 0x09 0x00 0x00 0x40 0xff 0xe1
                 0x0f 0x20 0xc2 0x0f 0xba 0xf2 0x1f 0x0f 0x22 0xc2
                 0x0f 0x20 0xe2 0x83 0xca 0x20 0x0f 0x22 0xe2 0x0f 0x22 0xdb
                 0x85 0xc0 0x74 0x08 0xb9 0x80 0x00 0x00 0xc0 0x99 0x0f 0x30
                 0x0f 0x20 0xc2 0x0f 0xba 0xea 0x1f 0x0f 0x22 0xc2;
asm flushPage    0x0f 0x01 0x38;                // invlpg [eax]
asm getControl0  0x0f 0x20 0xc0;                // mov eax, cr0
asm setControl0  0x0f 0x22 0xc0;                // mov cr0, eax
asm getControl4  0x0f 0x20 0xe0;                // mov eax, cr4
asm setControl4  0x0f 0x22 0xe0;                // mov cr4, eax
asm getGs        0x8c 0xe8;                     // mov eax, gs
asm setGs        0x8e 0xe8;                     // mov gs, eax
asm features     0x0f 0xa2 0x92;                // cpuid; xchg eax, edx
asm resetFpu     0xdb 0xe3;                     // fninit
asm saveX87      0xdd 0x30;                     // fnsave [eax]
asm restoreX87   0xdd 0x20;                     // frstor [eax]
asm saveFpu      0x0f 0xae 0x00;                // fxsave [eax]
asm restoreFpu   0x0f 0xae 0x08;                // fxrstor [eax]
asm waitInterrupt 0xfb 0xf4 0xfa;               // sti; hlt; cli
asm halt         0xfa 0xf4;                     // cli; hlt
asm raiseStack   0x01 0xc4;                     // add esp, eax
asm jumpWithStack 0x59 0x89 0xc4 0xff 0xe1;     // jumpWithStack(to, stack): pop ecx; mov esp, eax; jmp ecx
// Page arithmetic: an address's page; a page's address; the place in its page; how many pages so many bytes need.
asm pageOf       0xc1 0xe8 0x0c;                // shr eax, 12
asm addressOf    0xc1 0xe0 0x0c;                // shl eax, 12
asm offsetInPage 0x25 0xff 0x0f 0x00 0x00;      // and eax, 4095
asm pagesFor     0x05 0xff 0x0f 0x00 0x00 0xc1 0xe8 0x0c; // add eax, 4095; shr eax, 12
asm copyWords    0x91 0x5e 0x5f 0xf3 0xa5;      // xchg eax, ecx; pop esi; pop edi; rep movsd
asm clearWords   0x91 0x5f 0x31 0xc0 0xf3 0xab; // xchg eax, ecx; pop edi; xor eax, eax; rep stosd
// copyBlock(to, from, bytes), word by word: xchg eax, ecx; pop esi; pop edi; mov eax, ecx; shr ecx, 2; rep movsd;
//   xchg eax, ecx; and ecx, 3; rep movsb
asm copyBlock    0x91 0x5e 0x5f 0x89 0xc8 0xc1 0xe9 0x02 0xf3 0xa5 0x91 0x83 0xe1 0x03 0xf3 0xa4;
// sameMemory(a, c, n): xchg eax, ecx; pop esi; pop edi; cmp eax, eax; repe cmpsb; sete al; movzx eax, al
asm sameMemory   0x91 0x5e 0x5f 0x39 0xc0 0xf3 0xa6 0x0f 0x94 0xc0 0x0f 0xb6 0xc0;
// findByte(address, byte, n), n > 0: xchg eax, ecx; pop eax; pop edi; mov edx, edi; repne scasb; jne +1; dec edi;
//   xchg eax, edi; sub eax, edx
asm findByte     0x91 0x58 0x5f 0x89 0xfa 0xf2 0xae 0x75 0x01 0x4f 0x97 0x29 0xd0;
// hashMemory(hash, address, n): xchg eax, ecx; pop esi; pop edx; xor eax, eax; jecxz end;
//   next: lodsb; imul edx, edx, 31; add edx, eax; loop next; end: xchg eax, edx
asm hashMemory   0x91 0x5e 0x5a 0x31 0xc0 0xe3 0x08 0xac 0x6b 0xd2 0x1f 0x01 0xc2 0xe2 0xf8 0x92;
// switchStack(save, stack): pop ecx; push ebp; call take; pop ebp; jmp end;
//   take: mov [ecx], esp; mov esp, eax; ret; end: continues where the other stack rests, returns when this one is taken
asm switchStack  0x59 0x55 0xe8 0x03 0x00 0x00 0x00 0x5d 0xeb 0x05 0x89 0x21 0x89 0xc4 0xc3;
// trapCode(0): the address of code that every interrupt's stub jumps to, without long mode. It builds the trap frame
// (trapframe.ts), calls a handler with its address, which startGates fills in at 15, and goes back from 21 on:
//   call over; pushad; push ds; push es; sub esp, 24; push 10h; pop ds; push 10h; pop es; cld; push esp;
//   mov eax, handler; call eax; add esp, 24; pop es; pop ds; popad; add esp, 8; iret; over: pop eax
asm trapCode     0xe8 0x1f 0x00 0x00 0x00 0x60 0x1e 0x06 0x83 0xec 0x18 0x6a 0x10 0x1f 0x6a 0x10 0x07 0xfc 0x54
                 0xb8 0x00 0x00 0x00 0x00 0xff 0xd0 0x83 0xc4 0x18 0x07 0x1f 0x61 0x83 0xc4 0x08 0xcf 0x58;
