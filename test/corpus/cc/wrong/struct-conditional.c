struct pair { int a, b; } p, q;
int f(int c) { return (c ? p : q).a; }
