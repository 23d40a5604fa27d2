/* Bytes and strings, and qsort. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int sign(int value) {
  return (value > 0) - (value < 0);
}

static int by_number(const void *a, const void *b) {
  return *(const int *)a - *(const int *)b;
}

static int by_pointed(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int main(void) {
  static const char *const texts[] = {"", "a", "ab", "abc", "abd", "b", "\xff", "abcabcabd"};
  char area[64], expected[64];
  int numbers[100], i, j, n, wrong = 0;
  const char *names[] = {"tcc", "musl", "cc", "libc", "kernel", "cc"};
  for (i = 0; i < 8; i++) {
    printf("%d", (int)strlen(texts[i]));
    for (j = 0; j < 8; j++) {
      const char *found = strstr(texts[i], texts[j]);
      printf(" %d%d%d:%d", sign(strcmp(texts[i], texts[j])), sign(strncmp(texts[i], texts[j], 2)),
             sign(memcmp(texts[i], texts[j], 1)), found ? (int)(found - texts[i]) : -1);
    }
    printf(" %s|%s|%d\n", strchr(texts[i], 'b') ? strchr(texts[i], 'b') : "-",
           strrchr(texts[i], 'a') ? strrchr(texts[i], 'a') : "-", *strchr(texts[i], 0));
  }
  /* memcpy, memmove and memset at every small offset and length, against a loop. */
  for (i = 0; i < 12; i++)
    for (j = 0; j < 12; j++)
      for (n = 0; n < 40; n++) {
        int k;
        for (k = 0; k < 64; k++) area[k] = expected[k] = k * 7;
        for (k = 0; k < n; k++) expected[j + k] = (i + k) * 7;
        memmove(area + j, area + i, n);
        wrong += memcmp(area, expected, 64) != 0;
        for (k = 0; k < n; k++) expected[i + k] = j;
        memset(area + i, j, n);
        wrong += memcmp(area, expected, 64) != 0;
        if (i + n > 20 || j > 3) continue;
        for (k = 0; k < n; k++) expected[40 + j + k] = expected[i + k];
        memcpy(area + 40 + j, area + i, n);
        wrong += memcmp(area, expected, 64) != 0;
      }
  printf("%d wrong\n", wrong);
  for (i = 0; i < 100; i++) numbers[i] = i * 37 % 50;
  qsort(numbers, 100, sizeof *numbers, by_number);
  for (i = 1; i < 100; i++) wrong += numbers[i - 1] > numbers[i];
  qsort(names, 6, sizeof *names, by_pointed);
  for (i = 0; i < 6; i++) printf("%s ", names[i]);
  qsort(names, 0, sizeof *names, by_pointed);
  printf("%d wrong, %s\n", wrong, strcpy(area, "copied"));
  return 0;
}
