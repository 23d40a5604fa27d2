int f(void) { extern int x; return x; }
