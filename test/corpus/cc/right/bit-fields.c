// Bit-fields as conditions and booleans, of 3 and 40 bits; all widths of stores and loads.
#include <stdio.h>
struct { unsigned a : 3; long long b : 40; int c : 5; } s = { 0, 1LL << 35, -1 };
int main(void) { _Bool x = s.a, y = s.b, z = s.c; printf("%d %d %d %d %d %d\n", x, y, z, (_Bool)s.a, !s.b, s.a ? 1 : s.b ? 2 : 3); s.a = 4; printf("%d %d\n", (_Bool)s.a, s.a && s.c); return 0; }
