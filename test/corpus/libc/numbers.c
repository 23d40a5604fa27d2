/* Integers from text. */
#include <stdio.h>
#include <stdlib.h>

int main(void) {
  static const char *const texts[] = {"0", "12", "-12", "+7", "  \t 5x", "0x1fg", "0X10", "0777", "089", "", "-", "0x",
                                      "x1", "4294967295", "-2147483648", "2147483647", "zZ", "101"};
  static const int bases[] = {0, 10, 16, 8, 2, 36};
  int i, j;
  for (i = 0; i < 18; i++) {
    printf("\"%s\":", texts[i]);
    for (j = 0; j < 6; j++) {
      char *end;
      long long value = strtoll(texts[i], &end, bases[j]);
      printf(" %lld %d", value, (int)(end - texts[i]));
    }
    puts("");
  }
  printf("%d %d %d\n", atoi("42"), atoi(" -7x"), atoi("x"));
  printf("%lu %ld %llu\n", strtoul("4294967295", NULL, 10), strtol("-2147483648", NULL, 0),
         strtoull("18446744073709551615", NULL, 10));
  return 0;
}
