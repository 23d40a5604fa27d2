// A random program as test/fuzz/c-programs.ts makes them; what it prints was compared with gcc's.
int printf(const char *format, ...);
enum color { RED, GREEN = 7, BLUE = GREEN * 3, LAST };
static unsigned sum = 1;
static int fuel = 3000;
static void mix(unsigned long long v) { sum = (sum ^ (unsigned)v) * 16777619u + (unsigned)(v >> 32); }
static long double bound(long double x) { return x > -1e6L && x < 1e6L ? x : 1.5L; }
static long double within(long double x, int most) { return x > -most && x < most ? x : most; }
static long double positive(long double x, int most) { return x > 0 && x < most ? x : most; }
static void mixf(long double x) {
  union { double d; unsigned w[2]; } u;
  u.d = x;
  mix(u.w[0]); mix(u.w[1]);
}
static long long various(const char *format, ...) {
  __builtin_va_list list;
  long long total = 0;
  __builtin_va_start(list, format);
  for (; *format; format++) switch (*format) {
    case 'i': total = total * 3 + __builtin_va_arg(list, int); break;
    case 'q': total = total * 5 + __builtin_va_arg(list, long long); break;
    case 'd': total += (long long)within(__builtin_va_arg(list, double), 9999); break;
    default: total ^= (long long)within(__builtin_va_arg(list, long double), 9999);
  }
  __builtin_va_end(list);
  return total;
}

#define SET 43
#if ((('a' && defined SET) >> ((!48u) & 15)) ? ((0x15db1b55 ? 87u : defined SET) % (((85u % (('a' & 7) + 1)) & 7) + 1)) : ((-UNSET) % (((103 ? 0x2b878b30 : 'a') & 7) + 1)))
#define CHOICE0 88
#elif ((107 ? 0x1a7faed9 : 0xf8486e0) / (((~148) & 7) + 1))
#define CHOICE0 -1
#else
#define CHOICE0 -2
#endif
#if ((!('a' % ((defined SET & 7) + 1))) >> ((!(-0x2b01b9f7)) & 15))
#define CHOICE1 70
#elif ((defined SET * 'a') ? (8u >> (UNSET & 15)) : (59u ? 'a' : 30))
#define CHOICE1 -1
#else
#define CHOICE1 -2
#endif
#if (~((188 ? 50u : 92u) << ((SET ? 'a' : SET) & 15)))
#define CHOICE2 60
#elif (~(!UNSET))
#define CHOICE2 -1
#else
#define CHOICE2 -2
#endif
struct s0 { short m0 : 2; long m1; int m2 : 19; unsigned char m3 : 1; int m4 : 23; enum color m5; };
union s1 { short m0 : 14; long long m1; unsigned short m2; unsigned long m3; struct s0 inner; };
char v_a_char = ((unsigned long)(-('\377')));
char a_char[8] = { ((0x5eef0053l) << ((sizeof(long double)) & 31)), (((28) || (133)) | ((LAST) / ((('\x80') & 63) + 2))), ((4294967295u) - (67)) };
char *p_a_char = 3 + a_char;
signed char v_a_signed_char = (275);
unsigned char v_a_unsigned_char = (((0630ull) && (4294967295u)) % ((((9) % (((25051ul) & 63) + 2)) & 63) + 2));
unsigned char a_unsigned_char[8] = { (288), (((2147483648) % (((sizeof(long double)) & 63) + 2)) % ((((64) != (2147483648)) & 63) + 2)), ((long)((0xffffffff) / (((0541ull) & 63) + 2))), (('\377') ? (70) : (2147483648)) };
unsigned char *p_a_unsigned_char = a_unsigned_char + 2;
static short v_a_short = ((0365l) > (3));
static short a_short[8] = { (((2147483648) << ((0315LL) & 31)) % (((('a') >> ((0x1cee37cbLL) & 31)) & 63) + 2)), (((char)(0x8000000000000000)) << (((0733U) ? (4294967295u) : (sizeof(long double))) & 31)), ((132) - (1)), (((188) ^ (8547l)) ? ((4) || (0x7fffffffffffffff)) : ((010) >> ((0276u) & 31))), (0543), (9348ull), (0x100000000) };
static short *p_a_short = 3 + a_short;
static unsigned short v_a_unsigned_short = (0225l);
static unsigned short a_unsigned_short[8] = { (0xffffffffffffffffull), (0x103d7511u), ((signed char)(0x29b8e192LL)), (!((95) / (((0723) & 63) + 2))) };
unsigned short *p_a_unsigned_short = &a_unsigned_short[4];
int v_a_int = (!(0x7fffffffffffffff));
int a_int[8] = { (2147483648), ((0450u) && (242)), ((0375) || (0x28c6e0ebll)), (((2147483648) && (GREEN)) + ((1ll << 40) && (251))), ((061ull) >> ((0xc9150bcu) & 31)), (0x3b7b758c) };
int *p_a_int = 3 + a_int;
unsigned v_a_unsigned = (((202) / (((0x7fffffff) & 63) + 2)) >> (((signed char)(0215l)) & 31));
static long v_a_long = (((13) << (('a') & 31)) == ((sizeof(short[7])) ? (214) : ('\n')));
static unsigned long v_a_unsigned_long = ((0x8000000000000000) ? (2147483647) : (sizeof(short[7])));
unsigned long a_unsigned_long[8] = { (sizeof(short[7])), (0x4a7c279fll), ((0473ul) ? (0x25fe46adl) : (16878ul)) };
unsigned long *p_a_unsigned_long = a_unsigned_long + 2;
long long v_a_long_long = (0710);
static long long a_long_long[8] = { (((3) < (0x8577090l)) % ((((0656ll) ? (0x51b3640aLL) : (0x29d8e7fdll)) & 63) + 2)), (((0x607c600bl) << ((sizeof(int)) & 31)) <= ((0x7fffffffffffffff) ? (0xffffffffffffffffull) : (9463))), ((0x16039112LL) == (0402LL)), (0x7fffffffffffffff) };
static long long *p_a_long_long = &a_long_long[4];
static unsigned long long v_a_unsigned_long_long = (((243) % (((0342LL) & 63) + 2)) ? ((0x28f744e0) << ((sizeof(short[7])) & 31)) : ((0x1ec0475f) >> ((0x100000000) & 31)));
enum color v_a_enum_color = ((sizeof "four") << ((82) & 31));
static enum color a_enum_color[8] = { ((char)((5) / (((15305ull) & 63) + 2))), (sizeof "four"), ((sizeof sum) ? ((GREEN) >> ((0x39e5b5bb) & 31)) : ((1ll << 40) >> ((230) & 31))), (1), (2147483647), ((long)(0x100000000)) };
enum color *p_a_enum_color = a_enum_color;
float v_a_float = 0x488p-2;
static double v_a_double = 54e1L;
long double v_a_long_double = 659.25L;
long double a_long_double[8] = { 63e3, 39e2f };
static long double *p_a_long_double = a_long_double;
static short matrix[2][4] = { { 1, (107) }, { (4294967295u), 2, 3 } };
static const char *words[4] = { "zero", "o" "ne", &"atwo"[1], "\tthree\x41" };
static char text[8] = "\377\0x";
static struct s0 g_s0 = { (0xc108eca), ((1ll << 40) >> (('\n') & 31)), (0x100000000), (((char)(GREEN)) || ((4294967295u) ? ('a') : (1ll << 40))) };
static struct s0 a_s0[3] = { { ('a'), (50932), (158), (((55) ? (0xffffffff) : (0x681f081el)) ? (-(34938)) : ((0x6c0e73bcLL) && (453ul))) }, { ((0731U) / (((sizeof(short[7])) & 63) + 2)), (!((4294967295u) >> ((0243) & 31))) } };
struct s0 *p_s0 = &a_s0[1];
static union s1 g_s1 = { (1) };
static union s1 a_s1[3] = { { ((3) ? (0655U) : (1ll << 40)) }, { (0xffffffffffffffffull) } };
union s1 *p_s1 = &a_s1[1];
static unsigned long pure0(long double x0) {
  char y = 0; unsigned long k0 = 7; signed char k1 = 16;
  y = ((50839ll) >> 8);
  y = ((0x9ad8442ul) << ((y && (++k0)) & 15));
  if ((y || (k1 /= (y & 31) + 1))) return ((unsigned long)y);
  return (-y);
}
static unsigned long pure0b(long double x0) {
  char y = 0; 
  y = ((unsigned)positive(0x267p-1f, 100));
  y = ((char)((unsigned long long)y));
  if (((long)(y | y))) return (x0 > y);
  return (!(signed char)(((char)y) >= ((char)within(x0, 100))));
}
static unsigned long (*table0[2])(long double) = { pure0, &pure0b };
static short pure1(char x0, long double x1) {
  unsigned short y = 0; struct s0 k2 = g_s0;
  y = ((long long)((9) / ((x0 & 255ll) + 2)));
  y = ((x1 >= x1) || (x0 <= y));
  if ((y >> ((x1 >= (33219)) & 3u))) return (x0 ^ ((unsigned long long)y >> (x0 & 63)));
  return (((k2.m5 = y, k2.m5) / 1000ull) / 1);
}
static short pure1b(char x0, long double x1) {
  unsigned short y = 0; 
  y = (x1 >= x1);
  y = table0[(x0) & 3 & 1](bound(0xfb1p-4L));
  if (((long long)(0605ul))) return ((char)table0[3 & 1](bound(14e2)));
  return table0[((8)) & 3 & 1](bound((0x305p-3 / 8.0L)));
}
static short (*table1[2])(char, long double) = { pure1, &pure1b };
static unsigned long long pure2(unsigned short x0, unsigned long x1, enum color x2, float x3) {
  float y = 0; 
  y = bound((x0 * (x2, x3)));
  y = bound((table0[2 & 1](bound(20e2)), (x2 * ((long double)786.5))));
  if ((x0 == (0xa49p-5f ? 0 : 1))) return ((y >= x0) != (((unsigned)positive(y, 1000000)) + x1));
  return ((unsigned char)((unsigned long long)x1 << (x2 & 63)));
}
static unsigned long long pure2b(unsigned short x0, unsigned long x1, enum color x2, float x3) {
  float y = 0; struct s0 k3 = g_s0;
  y = bound((x3 + (x3 * x2)));
  y = bound(((x0 ? (x0 + 512.25f) : x2) / 4));
  if ((x0 << (*(a_unsigned_char + (3)) & 31))) return (k3.m5 = x2);
  return table0[3 & 1](bound((0x906p-2 + 17.5L)));
}
static unsigned long long (*table2[2])(unsigned short, unsigned long, enum color, float) = { pure2, &pure2b };
static long work0(long double x0, long long x1, long long x2) {
float y0 = 19.5L; float y1 = -0xb52p-1; unsigned long long y2 = (0x7fffffffffffffff); static signed char y3 = ((0) >> ((sizeof(int)) & 31)); short y4 = ((0xffffffff) - (2147483648)); unsigned i0 = 0; long long i1 = 0;
if (fuel-- < 0) return 3;
for (i0 = 0; i0 < 4; i0++) { ++a_s1[(g_s0.m3) & 3 & 1].m2; }
i1 = 0;
do { switch ((long)(((((int)within(v_a_double, 1000000)) + a_unsigned_long[1])) & 7)) { case GREEN: y4 >>= (y0 != p_s1->m0) & 7; break;
case 'a': v_a_long_long *= 0.25f; break;
default: if ((-0x31cp-3)) { x1++; } else { g_s0.m4 >>= ((char *)&a_short[0] - (char *)a_short) & 7;
g_s1.inner.m5 = (((501.25 >= g_s1.m2), y4) << 0); } break; } } while (++i1 < 1);
g_s0.m1++;
{ const char b2 = (a_unsigned_long[2] << 9); unsigned short lb2[4] = { (a_unsigned_long[2] << 9), (g_s1.inner.m5 >> 19) };
y2 = ((y3 / ((('\377') & 63) + 2)) * 0x8000000000000000);
      mix(b2); mix(lb2[1] + lb2[3]); }
v_a_signed_char--;
--y3;
return (*(p_a_unsigned_short - (0) + 3) << (table0[0 & 1](bound(y0)) & 31));
}
static int call0(void) { mix(work0(0xd3dp-4, 2, 0x8000000000000000)); mix(work0(846.75, 92, 2147483648)); return (int)sum & 0xffff; }
static unsigned char work1(float x0, int x1, unsigned long x2) {
float y0 = 0xb0cp-1f; unsigned short y1 = ((54015ul) || (4)); static unsigned long long y2 = (0x7a9d1859ul); unsigned short y3 = ((45827l) / (((248) & 63) + 2)); unsigned y4 = ((long long)(0631u)); int i3 = 0; short i4 = 0;
if (fuel-- < 0) return 3;
y0 = call0();
switch ((long)((y1 && (a_long_double[3] ? 0 : 1)))) { case 0: v_a_double = ((0x7f372b44l) && y4); v_a_double = bound(v_a_double); break;
case 1: y0 += (v_a_long_double / 8.0L); y0 = bound(y0); break;
case 2: --a_short[(text[3]) & 3]; break;
case 3: y2 >>= (p_s0->m5 || v_a_float) & 7; 
default: mix((((v_a_double + v_a_double) / 0.5f) > pure2(v_a_long_long, y1, g_s0.m4, bound(v_a_double)))); break;
case 5: a_unsigned_long[1] <<= (0xe2bp-2 != 0x752p-2f) & 7; break;
case 6: y4--; break; }
mix((-(!(enum color)(((long)within(v_a_double, 100)) < (502.125 ? 0 : 1)))));
switch ((long long)((v_a_short * g_s0.m1))) { case GREEN: a_s1[(g_s0.m2) & 3 & 1].m0 &= ((enum color)(0)); break;
case 'a': p_s1->inner.m5 >>= ((signed char)within(228.75, 100)) & 7; 
case 3: g_s0.m1 |= (x2 << (p_s1->inner.m3 & 15));  }
i4 = 1;
while (i4-- > 0) { mix(various("iqdiL", (int)((v_a_long_double ? 0 : 1)), (long long)(pure1((0x7fffffffffffffff), bound(y0))),
        (double)bound((v_a_double * (231))), (short)((y0 ? y4 : matrix[1][3])), (long double)bound((y3 + 51e2))));
a_s1[(p_s1->m1) & 3 & 1].m3++; }
{ short *w = a_short + 3; if (w > a_short + (((46)) & 3)) w = a_short + 3; *w++ = ((a_s0[0 & 1].m2 + 03ll) && (20e0 ? 0 : 1)); w += 2; *w-- = 3; }
return ((((long)within(a_long_double[3], 100)) % (((a_s1[2 & 1].inner.m4 && g_s1.inner.m1) & 63) + 2)), g_s1.m3);
}
static int call1(void) { mix(work1(0xe6ep-0, sizeof "four", 287)); mix(work1(28e0, 4294967295u, 0x53863998u)); return (int)sum & 0xffff; }
static unsigned long long work2(enum color x0, enum color x1, long long x2, long long x3) {
unsigned long y0 = (182); enum color y1 = ((unsigned long)(1)); long y2 = ((short)((61361ul) % (((0) & 63) + 2)));
if (fuel-- < 0) return 3;
p_s0->m1 = ((short)((0x8000000000000000), (2)));
y0 *= 0.125L;
p_s1->m3++;
y0 = call1();
x3 ^= ((((long long)within(a_long_double[0], 1000000)) + v_a_long) % ((((y0 ? (0x100000000) : ('\n')) / 1000ull) & 7u) + 2));
matrix[1][1] &= ((23e1f >= (p_s1->inner.m4 ? a_unsigned_long[2] : ('\377'))) + 59965);
return ((unsigned char)((short)((214) / -7)));
}
static int call2(void) { mix(work2(LAST, 9, sizeof(short[7]), 66891u)); mix(work2(67995U, sizeof(long double), 2, 52)); return (int)sum & 0xffff; }
int main(void) {
  int i;
  mix(CHOICE0); mix(CHOICE1); mix(CHOICE2); mix(sizeof(struct s0)); mix(sizeof(union s1));
  for (i = 0; i < 2; i++) call0();
  printf("%u\n", sum);
  for (i = 0; i < 2; i++) call1();
  printf("%u\n", sum);
  for (i = 0; i < 2; i++) call2();
  printf("%u\n", sum);
  mix(v_a_char);
  mix(a_char[3]);
  mix(v_a_signed_char);
  mix(v_a_unsigned_char);
  mix(a_unsigned_char[3]);
  mix(v_a_short);
  mix(a_short[0]);
  mix(v_a_unsigned_short);
  mix(a_unsigned_short[3]);
  mix(v_a_int);
  mix(a_int[2]);
  mix(v_a_unsigned);
  mix(v_a_long);
  mix(v_a_unsigned_long);
  mix(a_unsigned_long[0]);
  mix(v_a_long_long);
  mix(a_long_long[1]);
  mix(v_a_unsigned_long_long);
  mix(v_a_enum_color);
  mix(a_enum_color[2]);
  mixf(v_a_float);
  mixf(v_a_double);
  mixf(v_a_long_double);
  mixf(a_long_double[0]);
  mix(text[0]);
  mix(matrix[1][3]);
  mix(g_s0.m0);
  mix(g_s0.m1);
  mix(g_s0.m2);
  mix(g_s0.m3);
  mix(g_s0.m4);
  mix(g_s0.m5);
  mix(p_s0->m0);
  mix(p_s0->m1);
  mix(p_s0->m2);
  mix(p_s0->m3);
  mix(p_s0->m4);
  mix(p_s0->m5);
  mix(a_s0[2 & 1].m0);
  mix(a_s0[2 & 1].m1);
  mix(a_s0[3 & 1].m2);
  mix(a_s0[1 & 1].m3);
  mix(a_s0[2 & 1].m4);
  mix(a_s0[2 & 1].m5);
  mix(g_s1.m0);
  mix(g_s1.m1);
  mix(g_s1.m2);
  mix(g_s1.m3);
  mix(g_s1.inner.m0);
  mix(g_s1.inner.m1);
  mix(g_s1.inner.m2);
  mix(g_s1.inner.m3);
  mix(g_s1.inner.m4);
  mix(g_s1.inner.m5);
  mix(p_s1->m0);
  mix(p_s1->m1);
  mix(p_s1->m2);
  mix(p_s1->m3);
  mix(p_s1->inner.m0);
  mix(p_s1->inner.m1);
  mix(p_s1->inner.m2);
  mix(p_s1->inner.m3);
  mix(p_s1->inner.m4);
  mix(p_s1->inner.m5);
  mix(a_s1[2 & 1].m0);
  mix(a_s1[3 & 1].m1);
  mix(a_s1[2 & 1].m2);
  mix(a_s1[0 & 1].m3);
  mix(a_s1[0 & 1].inner.m0);
  mix(a_s1[1 & 1].inner.m1);
  mix(a_s1[1 & 1].inner.m2);
  mix(a_s1[0 & 1].inner.m3);
  mix(a_s1[0 & 1].inner.m4);
  mix(a_s1[2 & 1].inner.m5);
  printf("%u %d\n", sum, fuel);
  return 0;
}
