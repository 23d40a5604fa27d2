// Floating point: constants (by their bits), arithmetic, conversions, comparisons with what is not a number.
#include <stdio.h>
static void bits(const void *p, int n) { const unsigned char *b = p; while (n > 0) printf("%02x", b[--n]); printf(" "); }
#define FLOAT(x) { float v = x; bits(&v, 4); }
#define DOUBLE(x) { double v = x; bits(&v, 8); }
#define EXTENDED(x) { long double v = x; bits(&v, 10); }
static double half(double x) { return x / 2; }
static float single(float a, long double b) { return a * b; }
static long double power(long double x, int n) { return n == 0 ? 1 : x * power(x, n - 1); }
double table[] = { -1.0 * 0.0, 0x1.921fb54442d18p+1, -0.0, 7, 125e-3 };
int main(void) {
  FLOAT(0.125f) FLOAT(16777216.0f) FLOAT(0x1.fffffep127f) FLOAT(0x1p-126f) FLOAT(1e10f) FLOAT(0x.8p-125) FLOAT(96 / 3e3f)
  printf("\n");
  DOUBLE(0.5) DOUBLE(1e22) DOUBLE(9007199254740992.0) DOUBLE(0x1p-1022) DOUBLE(0.00000011920928955078125) DOUBLE(1000000.000000)
  printf("\n");
  DOUBLE(0x1.fffffffffffffp1023) DOUBLE(0x.8p0) DOUBLE(0x80p-4) DOUBLE(1 / 3.0) DOUBLE(2.5e3) DOUBLE(18446744073709549568.)
  printf("\n");
  EXTENDED(9223372036854775809.0L) EXTENDED(0x1p16383L) EXTENDED(1e27L) EXTENDED(1.0L / 3) EXTENDED(18446744073709551615.0L)
  printf("\n");
  EXTENDED(.5) EXTENDED(5.) EXTENDED(1e0) EXTENDED(0x1.8p+1L) EXTENDED(0xc.90fdaa22168c235p-2L)
  printf("\n");
  for (int i = 0; i < 5; i++) bits(&table[i], 8);
  printf("\n");
  double a = 1.5, b = -2.25, zero = 0, nan = zero / zero, infinity = 1 / zero;
  float f = 0.1015625f;
  DOUBLE(a + b) DOUBLE(a - b) DOUBLE(a * b) DOUBLE(a / b) DOUBLE(-a) DOUBLE(f) DOUBLE(half(a) + half(b)) FLOAT(single(f, 3))
  printf("\n");
  DOUBLE(a - half(b) * (a + half(a * half(b)) / (b - half(a)))) EXTENDED(power(1.125L, 30)) DOUBLE((a + (b * (a - (b / (a + (b - (a * b))))))))
  printf("\n");
  printf("%d %d %d %d %d %d\n", a < b, a > b, a <= a, a >= b, a == a, a != b);
  printf("%d %d %d %d %d %d %d\n", nan < a, nan > a, nan <= nan, nan >= a, nan == nan, nan != nan, !(nan < a));
  printf("%d %d %d %d\n", infinity > 0x1p1023, -infinity < a, nan ? 1 : 0, zero ? 1 : 0);
  printf("%d %d %d %d %d\n", (long double)(a * b) ? 1 : 2, (float)zero ? 1 : 2, !(double)f, !b, !(f - f));
  printf("%d %d %d %d\n", !a, !zero, a && zero, zero || b);
  printf("%d %d %d %u\n", (int)2.75, (int)-2.75, (int)(f * 100), (unsigned)4e9);
  printf("%lld %llu %llu\n", (long long)-1e18, (unsigned long long)1e19, (unsigned long long)18446744073709549568.0);
  DOUBLE(-7) DOUBLE(4000000000u) DOUBLE((char)-3) DOUBLE(1LL << 53) DOUBLE(18446744073709551615ull) FLOAT(16777219)
  printf("\n");
  double c = a; c += 1; c *= b; c -= f; c /= 3;
  float g = 1; g += f; ++g; ++g; --g;
  int i = 10; i *= 1.5625; i += 0.875;
  DOUBLE(c) FLOAT(g) printf("%d ", i); DOUBLE(i++ * 0.5) DOUBLE(a > 1 ? i : f) DOUBLE((a, b))
  printf("\n");
  long long huge = (1LL << 53) + 1;
  int large = 16777217;
  printf("%d %d %d %d\n", (float)large == large + 0.0, (double)huge == (long double)huge, (float)(a / 7) == a / 7, (double)(a / 7) == a / 7);
  for (double x = 0; x < 1; x += 0.25) printf("%d ", (int)(x * 100));
  printf("%d\n", (int)sizeof(a + f) + (int)sizeof(f * f) + (int)sizeof(f * 1.0L));
  return 0;
}
