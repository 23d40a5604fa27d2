struct a { int x; } a;
struct b { int x; } b;
void f(void) { a = b; }
