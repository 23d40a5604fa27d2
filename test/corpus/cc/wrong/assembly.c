int f(void) { __asm__("nop"); return 0; }
