/* A cipher-like mixing of words: shifts, additions and exclusive or of unsigned numbers, of 32 and of 64 bits. */
#include <stdio.h>

static unsigned rotate(unsigned value, int by) {
  return value << by | value >> (32 - by);
}

int main(void) {
  unsigned a = 1, b = 2, c = 3, d = 4;
  unsigned long long sum = 0;
  int i;
  for (i = 0; i < 20000000; i++) {
    a += b; d = rotate(d ^ a, 16);
    c += d; b = rotate(b ^ c, 12);
    a += b; d = rotate(d ^ a, 8);
    c += d; b = rotate(b ^ c, 7);
    sum += (unsigned long long)a * b ^ c;
  }
  printf("%u %u %u %u %llu\n", a, b, c, d, sum);
  return 0;
}
