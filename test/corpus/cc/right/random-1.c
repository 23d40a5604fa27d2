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

#define SET 31
#if (((UNSET ? 'a' : 39u) << ((75u + 0x2f9af437) & 15)) * (~(-defined SET)))
#define CHOICE0 23
#elif (-(UNSET % ((SET & 7) + 1)))
#define CHOICE0 -1
#else
#define CHOICE0 -2
#endif
#if (((SET ? defined SET : 166) % (((SET / ((defined SET & 7) + 1)) & 7) + 1)) ? ((SET % ((UNSET & 7) + 1)) & (88u >= 109)) : (('a' % ((defined SET & 7) + 1)) || (defined SET ? 65 : UNSET)))
#define CHOICE1 21
#elif ((defined SET | SET) & (defined SET % ((31 & 7) + 1)))
#define CHOICE1 -1
#else
#define CHOICE1 -2
#endif
#if (~(('a' ^ 'a') % (((-41) & 7) + 1)))
#define CHOICE2 32
#elif ((SET ? 'a' : UNSET) << ((-defined SET) & 15))
#define CHOICE2 -1
#else
#define CHOICE2 -2
#endif
union s0 { short m0 : 7; int m1 : 32; signed char m2 : 1; };
static char v_a_char = (('\n') > (sizeof "four"));
signed char v_a_signed_char = (0x8000000000000000);
static signed char a_signed_char[8] = { ((0) * (RED)), ((unsigned long)(8)), (((0x80000000) ? (0xdbd1cc5) : ('\x80')) + (~(LAST))), ((3) || (262)), ((('a') % (((sizeof(long double)) & 63) + 2)) ^ ((0xffffffffffffffffull) ? (0xffffffffffffffffull) : (43))), ((char)((long)(46))) };
signed char *p_a_signed_char = a_signed_char + 2;
unsigned char v_a_unsigned_char = (sizeof "four");
unsigned char a_unsigned_char[8] = { ((0761) & (0455ul)) };
static unsigned char *p_a_unsigned_char = a_unsigned_char;
static short v_a_short = ((('\377') && (sizeof(long double))) != (~(0xe3d7cdfull)));
static unsigned short v_a_unsigned_short = (7);
int v_a_int = ('a');
int a_int[8] = { (sizeof(long double)) };
int *p_a_int = a_int;
static unsigned v_a_unsigned = ((int)((0x7539d5dfl) ^ (sizeof "four")));
static unsigned a_unsigned[8] = { ((unsigned long long)(0x74f1e966)), ((5) << ((0235LL) & 31)), (((0x80000000) / (((sizeof "four") & 63) + 2)) >= (-(0x18e483cful))), (0x8000000000000000), ((82) << ((44037ul) & 31)), (0x15c36e44ull) };
unsigned *p_a_unsigned = &a_unsigned[4];
long v_a_long = (0x4ae347dfU);
static long a_long[8] = { ((0x8b4db34ll) >= (2147483647)), (6), (!(2147483647)), (sizeof(int)), ((0311ull) ? (0477) : (1)) };
static long *p_a_long = a_long + 2;
unsigned long v_a_unsigned_long = (0x100000000);
long long v_a_long_long = (~((4294967295u) ? (0x6992ffacul) : (0160LL)));
static long long a_long_long[8] = { (22592ll), (~(0x5ac0f090ll)), ((6866u) & ((4294967295u) == (sizeof "four"))), (20275), ((3) * (46825)), (0xffffffffffffffffull) };
long long *p_a_long_long = 3 + a_long_long;
unsigned long long v_a_unsigned_long_long = ((char)(0x8000000000000000));
unsigned long long a_unsigned_long_long[8] = { (((sizeof(short[7])) || (0341l)) > ('a')), (0500ull), (0xffffffffffffffffull), (3163ull), (sizeof(int)), ((0x100000000) ^ (sizeof(int))), ((long)((8) << ((GREEN) & 31))) };
static unsigned long long *p_a_unsigned_long_long = a_unsigned_long_long + 2;
static enum color v_a_enum_color = ('a');
float v_a_float = -406.25;
static float a_float[8] = { 12e1, -0xf90p-1f, 889.0f, -52e2, -24e2, 0xb65p-0f, 54e2, -0xe8ep-1L };
float *p_a_float = &a_float[4];
double v_a_double = 7e0;
static double a_double[8] = { -140.5f, 30e3L, 0x1e2p-1, 6e1f };
double *p_a_double = a_double;
static long double v_a_long_double = 58e3L;
static int matrix[2][4] = { { 1, (0627l) }, { ((sizeof(short[7])) ? (8) : (4294967295u)), 2, 3 } };
static const char *words[4] = { "zero", "o" "ne", &"atwo"[1], "\tthree\x41" };
static char text[8] = "\377\0x";
static union s0 g_s0 = { (0637ull) };
static union s0 a_s0[3] = { { (0x7fffffff) }, { (sizeof sum) } };
union s0 *p_s0 = &a_s0[1];
static long double pure0(long x0, long double x1, enum color x2, long x3) {
  double y = 0; 
  y = bound((x2 + (-x1)));
  y = bound(((!(unsigned long long)((0x2fc82626ul) > x2)) - (x0 + (x0 ? x1 : x0))));
  if (((unsigned long)(((unsigned)positive(257.5L, 1000000)) + x0))) return bound(((0x26e7d1dfll) * (('a'), x1)));
  return bound((((double)x2) / 16ll));
}
static long double pure0b(long x0, long double x1, enum color x2, long x3) {
  double y = 0; 
  y = bound((x3 ? x1 : x1));
  y = bound((((0xffffffff), y) / 0.5f));
  if ((x3 >> 21)) return bound(19e2);
  return bound(((674.75f == y) ? 0x2e9p-4 : (x3 + (-0x2bfp-5))));
}
static long double (*table0[2])(long, long double, enum color, long) = { pure0, &pure0b };
static unsigned short pure1(short x0, double x1, long x2, long x3) {
  int y = 0; int k0 = 21; short k1 = 92;
  y = (x3, (sizeof(short[7])));
  y = (k0 ^= (x0 % 1));
  if ((0x56p-5f == x1)) return ((x2 / (((63327l) & 255ll) + 2)) % 16u);
  return 4294967295u;
}
static unsigned short pure1b(short x0, double x1, long x2, long x3) {
  int y = 0; 
  y = ((!(short)(x3 > (1))) ^ (1ll << 40));
  y = ((x0 & y) + (x1 ? 0 : 1));
  if (((0365) - (x1 ? 0 : 1))) return (0x574p-3 ? 0 : 1);
  return (~(x1 == (57431LL)));
}
static unsigned short (*table1[2])(short, double, long, long) = { pure1, &pure1b };
static long long pure2(long double x0) {
  int y = 0; 
  y = ((unsigned long long)(!(unsigned char)((2147483648) <= (39869ll))));
  y = (table1[2 & 1]((3), bound(754.25L), y, y) - 36852);
  if ((y % 8)) return ((unsigned long long)(y ? y : y) << (y & 63));
  return ((((int)within(36.125, 1000000)) + y), (!!(0657ll)));
}
static long long pure2b(long double x0) {
  int y = 0; long long k2 = 94;
  y = ((4294967295u) + (BLUE));
  y = ((~('\377')), (y - (k2 >>= y & 7, k2)));
  if (table1[3 & 1](y, bound(x0), y, (0x100000000))) return p_a_unsigned_char[3];
  return ((y || y), ((enum color)positive(x0, 100)));
}
static long long (*table2[2])(long double) = { pure2, &pure2b };
static unsigned long long work0(void) {
char y0 = (153); short y1 = ((34678l) << ((2147483647) & 31)); unsigned i1 = 0;
if (fuel-- < 0) return 3;
if ((a_s0[3 & 1].m1 - a_double[0])) goto out0;
{ a_long_long[0] >>= ((v_a_long_double / 16ll) ? 0 : 1) & 7; }
out0:;
++y1;
g_s0.m1 *= 0.25f;
{ unsigned *w = a_unsigned + 3; --w; ++*w; w[-1] = ((((long long)within(v_a_float, 1000000)) + (0606U)) && *(a_unsigned + (3))); --w; ++*w; }
if ((y1 || a_long_long[1])) goto out1;
{ a_unsigned_long_long[2]++;
{ register short b0 = (!(unsigned long long)(a_long_long[1] >= a_int[1])); 
i1 = 2;
while (i1-- > 0) { v_a_enum_color >>= ((v_a_unsigned % (((sizeof(int)) & 63) + 2)) / (((~(5)) & 63) + 2)) & 7; }
      mix(b0);  } }
out1:;
return ((unsigned)positive((v_a_float / 8.0L), 100));
}
static int call0(void) { mix(work0()); mix(work0()); return (int)sum & 0xffff; }
static unsigned work1(long double x0, float x1, unsigned short x2) {
unsigned short y0 = ((unsigned long)('\x80')); long y1 = (((long)('a')) && ((1ll << 40) ? (0) : (0765U))); short i2 = 0; short k3 = 76; short k4 = 25; int i3 = 0;
if (fuel-- < 0) return 3;
i2 = 2;
while (i2-- > 0) { if (((signed char)within(v_a_long_double, 100))) continue;
g_s0.m2 >>= ((((long long)within(v_a_double, 1000000)) + a_long[0]) >> (table1[2 & 1](a_unsigned[3], bound(a_double[1]), v_a_unsigned_short, a_unsigned_long_long[1]) & 15)) & 7; }
{ long *w = a_long + 3; w += 2; *w-- = 3; if (w > a_long + (2)) w = a_long + 3; *w++ = (*(long *)(void *)(a_long + (3))); }
v_a_unsigned_long_long /= (((((2147483647) << ((52575) & 7ll)), (!(unsigned short)((v_a_unsigned_short << (p_s0->m2 & 31)) > (('a'), (sizeof "four")))))) & 31) + 1;
if (((a_s0[3 & 1].m2 || (k3 = (sizeof "four"))) - (k4 <<= y0 & 7))) { a_double[3] = bound(((long double)y0)); }
mix(((-(v_a_int, (0x476d770aul))) % (((v_a_signed_char << 7) & 63) + 2)));
y0 = call0();
text[(g_s0.m0) & 3] = (v_a_long_double ? 0 : 1);
mix((((unsigned long long)positive(table0[1 & 1]((185), bound(39e3f), a_long[0], v_a_int), 1000000)) + ((~g_s0.m2) ^ ((char)within(30e0L, 100)))));
for (i3 = 0; i3 < 4; i3++) { { signed char *w = a_signed_char + 3; *w++ = (a_s0[0 & 1].m2 | y0); if (w > a_signed_char + ((v_a_int) & 3)) w = a_signed_char + 3; *w++ = (a_s0[0 & 1].m2 | y0); } }
return *(a_long + (3));
}
static int call1(void) { mix(work1(162.0f, 22e1, 2147483648)); mix(work1(0xb89p-5, 32e0f, 22627)); return (int)sum & 0xffff; }
static long work2(long double x0, signed char x1) {
char y0 = (132); short y1 = ((13) <= (8073U)); enum color y2 = (('a') && (LAST)); static long double y3 = 650.25; long long y4 = ('a'); int i4 = 0; unsigned long long k5 = 49; short i5 = 0; signed char k6 = 52;
if (fuel-- < 0) return 3;
y0 = call1();
for (i4 = 0; i4 < 1; i4++) { { signed char *w = a_signed_char + 3; w[-1] = ((unsigned)((long)within(a_float[1], 100))); --w; ++*w; *++w = (v_a_unsigned + (2147483648)); }
mix(various("iqdiL", (int)((((4294967295u), (0211ll)) << ((k5 >>= (0x15f0fc35) & 7) & 7ll))), (long long)((table2[0 & 1](bound(153.5f)) % 3)),
        (double)bound(((double)(y3 / 8.0L))), (short)((v_a_int / 16u)), (long double)bound((y3 / 0.5f)))); }
++matrix[1][0];
if (((LAST) || (y4 << (y0 & 31)))) { v_a_long %= (((!((unsigned)v_a_char))) & 31) + 1;
a_float[(a_unsigned[0]) & 3] = ((x1 | y0) || (!(signed char)((4294967295u) == (0x6533d5a6ull)))); a_float[(a_unsigned[0]) & 3] = bound(a_float[(a_unsigned[0]) & 3]);
v_a_long_double = bound(((407.75L + a_s0[0 & 1].m1) - ((0x7fffffff) - v_a_float))); }
a_int[(v_a_long) & 3] = (((long long)within((v_a_long_long, 0xc32p-2), 1000000)) + (g_s0.m2 % ((a_long_long[2] & 63) + 2)));
if ((v_a_short | (0517))) { y3 = y2; y3 = bound(y3); } else { --a_unsigned[(x1) & 3];
if (table0[2 & 1]((168), bound(y3), (BLUE), p_s0->m1)) { v_a_enum_color += ((a_double[2] + a_float[3]) ? 0 : 1);
if ((('\x80') / 1)) goto out2;
{ p_s0->m2 = ((y0 ? table1[2 & 1](a_int[0], bound(y3), v_a_short, x1) : (y4 % -4ll)) / (((!(int)((v_a_unsigned_short | 0x80000000) != (0xf33p-2L ? 0 : 1))) & 7u) + 2));
g_s0.m0 = (((int)within((p_s0->m1 - x0), 1000000)) + (a_long[1], (v_a_signed_char ? (2147483648) : y4)));
a_s0[(g_s0.m2) & 3 & 1].m1 *= 0.125L; }
out2:; } else { for (i5 = 0; i5 < 2; i5++) { y3 = ((unsigned long long)((0x1414491d) * text[2])); y3 = bound(y3); }
mixf(bound(((float)(k6 %= (y1 & 31) + 1, k6)))); } }
++y4;
return (0xed2p-1 <= v_a_double);
}
static int call2(void) { mix(work2(21e0, 0xc831de6ull)); mix(work2(53e1, 0773u)); return (int)sum & 0xffff; }
int main(void) {
  int i;
  mix(CHOICE0); mix(CHOICE1); mix(CHOICE2); mix(sizeof(union s0));
  for (i = 0; i < 2; i++) call0();
  printf("%u\n", sum);
  for (i = 0; i < 2; i++) call1();
  printf("%u\n", sum);
  for (i = 0; i < 2; i++) call2();
  printf("%u\n", sum);
  mix(v_a_char);
  mix(v_a_signed_char);
  mix(a_signed_char[1]);
  mix(v_a_unsigned_char);
  mix(a_unsigned_char[3]);
  mix(v_a_short);
  mix(v_a_unsigned_short);
  mix(v_a_int);
  mix(a_int[0]);
  mix(v_a_unsigned);
  mix(a_unsigned[2]);
  mix(v_a_long);
  mix(a_long[1]);
  mix(v_a_unsigned_long);
  mix(v_a_long_long);
  mix(a_long_long[0]);
  mix(v_a_unsigned_long_long);
  mix(a_unsigned_long_long[3]);
  mix(v_a_enum_color);
  mixf(v_a_float);
  mixf(a_float[2]);
  mixf(v_a_double);
  mixf(a_double[3]);
  mixf(v_a_long_double);
  mix(text[2]);
  mix(matrix[1][3]);
  mix(g_s0.m0);
  mix(g_s0.m1);
  mix(g_s0.m2);
  mix(p_s0->m0);
  mix(p_s0->m1);
  mix(p_s0->m2);
  mix(a_s0[3 & 1].m0);
  mix(a_s0[0 & 1].m1);
  mix(a_s0[0 & 1].m2);
  printf("%u %d\n", sum, fuel);
  return 0;
}
