struct pair { int a, b; } p, q;
void f(int c) { p = (c, q); }
