struct a { int x; } a;
int f(void) { return a + 1; }
