// Bit-fields of all types and widths: layout, signs, conditions, conversions, initializers, compound assignment.
#include <stdio.h>
#include <string.h>
struct mixed { unsigned a : 3; int b : 7; unsigned c : 1; int : 5; int d : 20; unsigned char e : 4, f : 6; short g : 9; };
struct full { int a : 32; unsigned b : 32; char c : 8; unsigned short d : 16; } full = { -1, -1, 200, 70000 };
union both { struct { unsigned low : 12, high : 20; }; unsigned all; };
static struct mixed set = { 5, -60, 1, -500000, 9, 33, -200 };
static void show(struct mixed *m) {
  unsigned char bytes[sizeof *m];
  memcpy(bytes, m, sizeof bytes);
  for (int i = 0; i < (int)sizeof bytes; i++) printf("%02x", bytes[i]);
  printf(" %d %d %d %d %d %d %d\n", m->a, m->b, m->c, m->d, m->e, m->f, m->g);
}
int main(void) {
  struct mixed m = { 1, 2, 0, 3, 4, 5, 6 }, *p = &m;
  int n = 100;
  union both u;
  printf("%d %d %d\n", (int)sizeof(struct mixed), (int)sizeof(struct full), (int)sizeof(union both));
  show(&set); show(&m);
  m = set; m.a += 6; m.b -= 30; m.d *= 3; p->e <<= 2; p->f ^= 63; p->g |= 1; ++m.c; --m.b;
  show(&m);
  n = m.a = 15; printf("%d ", n); n = m.b = 1000; printf("%d ", n); n = (p->g = -300) + 1; printf("%d\n", n);
  printf("%d %d %d\n", m.a - 8 < 0, m.b < 1u, -m.a < 0);
  printf("%d %u %d %u\n", full.a, full.b, full.c, full.d);
  printf("%d %d %d %d\n", full.b > -2, m.c ? 1 : 2, !m.c, m.a && m.b);
  u.all = 0x12345678; u.low += 0xfff; printf("%x %x %x\n", u.all, u.low, u.high);
  n = 1; m.d = n << 19; printf("%d %d\n", m.d, m.d >> 3);
  switch (m.a) { case 7: printf("seven\n"); break; default: printf("%d\n", m.a); }
  return 0;
}
