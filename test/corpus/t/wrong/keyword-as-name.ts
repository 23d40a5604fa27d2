// stops at line 2: asm
let asm = 5;
