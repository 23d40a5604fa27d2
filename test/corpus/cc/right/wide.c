// 64-bit integers: every operation, with constants, variables and expressions as operands.
#include <stdio.h>
typedef long long s64;
typedef unsigned long long u64;
static s64 values[] = { 0, 1, -1, 2, 7, -13, 0x7fffffff, 0x80000000LL, 0xffffffffLL, 0x100000000LL, -0x100000000LL,
  0x123456789abcdefLL, -0x7fffffffffffffffLL - 1, 0x7fffffffffffffffLL };
static unsigned digest;
static void mix(u64 v) { digest = digest * 31 + (unsigned)v; digest = digest * 31 + (unsigned)(v >> 32); }
static u64 identity(u64 v) { return v; }
int main(void) {
  int n = sizeof values / sizeof *values;
  for (int i = 0; i < n; i++) {
    s64 a = values[i];
    u64 ua = a;
    for (int j = 0; j < n; j++) {
      s64 b = values[j];
      u64 ub = b;
      mix(ua + ub); mix(ua - ub); mix(ua * ub); mix(a & b); mix(a | b); mix(a ^ b);
      if (b != 0) { mix(ua / ub); mix(ua % ub); }
      if (b != 0 && !(b == -1 && i == 12)) { mix(a / b); mix(a % b); }
      mix((a < b) | (a > b) << 1 | (a <= b) << 2 | (a >= b) << 3 | (a == b) << 4 | (a != b) << 5);
      mix((ua < ub) | (ua > ub) << 1 | (ua <= ub) << 2 | (ua >= ub) << 3);
      mix(identity(a + b) - identity(a * 3) + identity(b & 0xff));
      mix(a && b); mix(a || b); mix(!a); mix(a ? b : a);
    }
    for (int s = 0; s < 64; s++) { mix(ua << s); mix(ua >> s); mix(a >> s); }
    mix(ua << 5); mix(ua << 32); mix(ua << 33); mix(ua >> 1); mix(a >> 32); mix(a >> 40); mix(a >> 63);
    mix(-ua); mix(~a); mix((int)a); mix((short)a); mix((unsigned char)a); mix(a != 0);
    s64 c = a; c += 5; c -= 1LL << 33; c <<= 3; c ^= a; c |= 1; c &= ~0xf0LL;
    mix(c++); mix(++c); mix(c--); mix(--c);
    mix((s64)(double)(a >> 12)); mix((u64)(float)(ua >> 40)); mix((u64)((long double)ua));
    printf("%d %08x\n", i, digest);
  }
  for (u64 x = 1; x; x <<= 7) printf("%llu ", x);
  printf("%lld\n", (s64)1 << 62);
  return 0;
}
