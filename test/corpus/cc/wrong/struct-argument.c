struct pair { int a, b; } p;
int f();
int g(void) { return f(p); }
