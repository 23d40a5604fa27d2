struct a { int x; } a;
int f(void) { return a.y; }
