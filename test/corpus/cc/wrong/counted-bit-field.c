struct { int a : 3; } s;
void f(void) { s.a--; }
