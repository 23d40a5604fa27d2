struct { int x : 3; } s;
int *f(void) { return &s.x; }
