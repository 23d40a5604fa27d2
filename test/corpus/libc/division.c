/* 64-bit division and conversion: fixed cases, and random ones held against the definition. */
#include <stdio.h>

typedef unsigned long long u64;
typedef long long s64;

static u64 state = 88172645463325252ULL;

static u64 random_number(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state >> (state & 63);
}

static void show(u64 a, u64 b) {
  printf("%llx / %llx = %llx rest %llx; signed %lld rest %lld\n", a, b, a / b, a % b, (s64)a / (s64)b, (s64)a % (s64)b);
}

int main(void) {
  static const u64 values[] = {1, 2, 3, 10, 0xffffffff, 0x100000000, 0x123456789abcdef, 0x7fffffffffffffff,
                               0x8000000000000001, 0xffffffffffffffff};
  int i, j, wrong = 0;
  for (i = 0; i < 10; i++)
    for (j = 0; j < 10; j++) show(values[i], values[j]);
  for (i = 0; i < 20000; i++) {
    u64 a = random_number(), b = random_number() | 1;
    s64 c = i & 1 ? -a : a, d = i & 2 ? -b : b;
    wrong += a / b * b + a % b != a || a % b >= b;
    if (d == -1 || d == 0) continue;
    wrong += c / d * d + c % d != c || (c % d < 0 && c > 0) || (c % d > 0 && c < 0);
  }
  printf("%d wrong\n", wrong);
  for (i = 0; i < 10; i++) {
    long double extended = values[i];
    double rounded = values[i];
    printf("%d %llx %llx\n", (u64)extended == values[i], (u64)extended, *(u64 *)&rounded);
  }
  return 0;
}
