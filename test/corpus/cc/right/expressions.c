// Integer expressions in the forms that code generators get wrong: side effects, compound assignment, addresses.
#include <stdio.h>
struct s { unsigned char c; short h; int i; struct s *p; int list[4]; };
static int g = 10, array[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
static int change(void) { g += 5; return g; }
static int *where(int i) { g++; return &array[i]; }
static int deep(int a, int b, int c, int d, int e, int f) {
  return ((a + b) * (c - d) + (e ^ f) * (a - c)) / ((b | 1) + (f & 3)) - (((a << 2) - (b >> 1)) % (((c * d) | 1)));
}
int main(void) {
  int i = 3, j = 4, k = 0, *p = array;
  unsigned u = 7;
  unsigned char uc = 250;
  signed char sc = 120;
  short h = 32767;
  struct s x = { 1, 2, 3, &x, { 4, 5, 6, 7 } }, *q = &x;
  k += i++ + ++j;
  k -= i-- - --j;
  printf("%d %d %d\n", i, j, k);
  uc += 10; sc += 10; h++; h -= 1; uc *= 3; uc >>= 1; sc = -sc; uc ^= 0xf0;
  printf("%d %d %d\n", uc, sc, h);
  *p++ = *p + 0; *++p += 5; (*p)++; p[1] <<= 2; --*p; *(p + 2) /= 2;
  for (i = 0; i < 8; i++) printf("%d ", array[i]);
  *where(2) += *where(3) * 2; (*where(4))++; *where(5) = change();
  printf("\n%d %d %d %d\n", g, array[2], array[4], array[5]);
  q->c += 255; q->h -= 5; q->p->i *= 7; q->p->p->list[q->c + 1]++; q->list[3] %= 4; q->list[0] = q->list[1] = 9;
  printf("%d %d %d %d %d %d\n", x.c, x.h, x.i, x.list[1], x.list[2], x.list[3]);
  printf("%d %d\n", deep(1, 2, 3, 4, 5, 6), deep(-7, 100, 31, -2, 9, 12));
  printf("%d %d %d %d\n", -7 / 2, -7 % 2, 7 / -2, 7 % -2);
  i = -100; printf("%d %d %d %d %u %u\n", i / 8, i % 8, i / 7, i >> 2, (unsigned)i / 8, (unsigned)i % 8);
  printf("%d %d %d\n", i * 8, i * 10, i * -1);
  printf("%u %u %u %d\n", u - 8, u / 2, ~u, -u > 0);
  printf("%d %d %d\n", u > -1, (int)u > -1, sizeof(int) > -1);
  printf("%d %d %d %d\n", !i, !!i, ~i, - - i);
  printf("%d %d\n", (i < 0) + (j > 0) * 2, (i & 1) == 0);
  printf("%d\n", i & 0xff ? i | 1 : i ^ 1);
  printf("%d %d\n", 1 << 3 + 1, (1 << 3) + 1);
  printf("%d %d %d\n", &array[5] - &array[2], &array[1] < &array[2], p == &array[2]);
  printf("%d %d\n", (int)((char *)&array[1] - (char *)array), *(int *)((char *)array + 8));
  int a = 1, b = 2, c = 3, d = 4;
  a = b = c = d;
  a += b -= c *= d;
  printf("%d %d %d %d\n", a, b, c, d);
  printf("%d\n", (a = 5) + (b = 6) * (c = 7));
  int *null = 0, **pp = &null;
  printf("%d %d %d\n", null == 0, !null, *pp ? 1 : 2);
  int m[3][4], sum = 0;
  for (i = 0; i < 3; i++) for (j = 0; j < 4; j++) m[i][j] = i * 10 + j;
  for (i = 0; i < 12; i++) sum += (&m[0][0])[i] * (i & 1 ? -1 : 1);
  printf("%d %d %d %d\n", sum, m[2][3], *(*(m + 1) + 2), (int)(sizeof m / sizeof m[0]));
  signed char bytes[] = { -1, 1, -128, 127 };
  for (i = 0; i < 4; i++) printf("%d%d%d%d ", -1u <= bytes[i], bytes[i] < 5u, bytes[i] > 0xffffff90u, bytes[i] >= -1);
  printf("\n");
  printf("%d ", -1 < !(unsigned)(a < b)); printf("%d ", (int)(!(int *)(a > b) + 3 * (a < b)));
  printf("%lld %d\n", (long long)-!(unsigned)(a > b), !!(char)(i == 4) - 2);
  return 0;
}
