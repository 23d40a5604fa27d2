/* Prime numbers by the sieve of Eratosthenes: loops over an array of bytes. */
#include <stdio.h>

#define LIMIT 4000000

static char composite[LIMIT + 1];

int main(void) {
  int round, i, j, count = 0;
  for (round = 0; round < 12; round++) {
    count = 0;
    for (i = 2; i <= LIMIT; i++) composite[i] = 0;
    for (i = 2; i <= LIMIT; i++) {
      if (composite[i]) continue;
      count++;
      for (j = i + i; j <= LIMIT; j += i) composite[j] = 1;
    }
  }
  printf("%d\n", count);
  return 0;
}
