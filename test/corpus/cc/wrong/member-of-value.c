struct pair { int a, b; } p, q;
int f(void) { return (p = q).a; }
