// Sizes, alignments, integer promotions and the usual conversions.
#include <stdio.h>
#define offsetof(type, member) ((unsigned)&((type *)0)->member)
struct mixed { char c; short s; int i; long long q; double d; long double x; char tail; };
struct bits { unsigned a : 3, b : 5; int c : 20; unsigned char d : 4; unsigned char e : 6; short f : 9; };
union all { char c; int i; double d; char bytes[9]; };
enum color { RED, GREEN = 5, BLUE, NEGATIVE = -1 };
enum positive { ONE = 1 };
typedef int (*operation)(int, int);
typedef struct node { struct node *next; int value; } node;
#define SIZE(type) printf("%d ", (int)sizeof(type))
#define KIND(x) ((x) - (x) - 1 < 0 ? "signed" : "unsigned")
int main(void) {
  SIZE(char); SIZE(short); SIZE(int); SIZE(long); SIZE(long long); SIZE(float); SIZE(double); SIZE(long double);
  SIZE(void *); SIZE(operation); SIZE(node); SIZE(int[3][4]); SIZE(enum color); SIZE(char *[5]);
  printf("\n%d %d %d\n", (int)sizeof(struct mixed), (int)sizeof(struct bits), (int)sizeof(union all));
  printf("%d %d %d %d %d\n", (int)offsetof(struct mixed, s), (int)offsetof(struct mixed, i),
    (int)offsetof(struct mixed, q), (int)offsetof(struct mixed, x), (int)offsetof(struct mixed, tail));
  unsigned char uc = 200; signed char sc = -56; char c = 200; unsigned short us = 65535; short s = -1;
  unsigned u = 4000000000u; int i = -1; long l = -2; unsigned long ul = 3; long long q = -5; unsigned long long uq = 7;
  printf("%d %d %d %d %d\n", uc, sc, c, us, s);
  printf("%s %s %s %s %s\n", KIND(uc), KIND(u), KIND(l + u), KIND(q + u), KIND(uq + q));
  printf("%d %d %d %d\n", i < (int)ul, i < ul, sc == uc, (unsigned char)sc == uc);
  printf("%d %d %d\n", (int)(u >> 31), i >> 31, (int)((unsigned)i >> 31));
  printf("%lld %llu %lld\n", q * u, uq * u, (long long)i);
  printf("%d %d %d %d\n", RED, BLUE, NEGATIVE, ONE);
  printf("%d %d\n", (char)300, (short)70000);
  printf("%d %d %d\n", (int)sizeof('a'), (int)sizeof(1 ? 1 : 1.0), (int)sizeof(1 ? (char)1 : (short)1));
  printf("%d %d %d\n", (int)sizeof(0x7fffffff), (int)sizeof(0x80000000), (int)sizeof(2147483648));
  printf("%s %s %s\n", KIND(0x80000000), KIND(0xffffffffu), KIND(0x7fffffffffffffff));
  struct bits b = { 7, 31, -5, 15, 63, -200 };
  ++b.a;
  b.c -= 1000;
  printf("%d %d %d %d %d %d\n", b.a, b.b, b.c, b.d, b.e, b.f);
  int array[10], *p = array + 3, (*row)[10] = &array;
  printf("%d %d %d\n", (int)(p - array), (int)(&array[9] - p), (int)((char *)(row + 1) - (char *)row));
  return 0;
}
