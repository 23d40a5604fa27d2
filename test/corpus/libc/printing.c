/* Formatted output, and sscanf as far as it goes. */
#include <stdio.h>
#include <string.h>

int main(void) {
  char text[100];
  int a = 0, b = 0, c = 0, n;
  printf("[%5d|%-5d|%05d|%.3d|%5.3d|%-6.3d|%d]\n", 42, 42, -42, 7, 7, 7, (int)0x80000000);
  printf("[%x|%X|%08x|%02x|%.8x|%4X|%u]\n", 255, 255, 48879, 5, 1, 10, 0xffffffff);
  printf("[%lld|%llu|%llx|%08llx|%ld|%lu|%lx]\n", -5LL, ~0ULL, 1ULL << 63, 15ULL, -5L, 5UL, 255UL);
  printf("[%5s|%-5s|%.2s|%5.1s|%*d|%.*s|%-16s|%s]\n", "ab", "ab", "abc", "abc", 6, 5, 2, "abc", "left", "");
  printf("[%c|%5c|%%|%p|%2d%%]\n", 'x', 'y', (void *)4096, 7);
  printf("[%f|%.1f|%5.1f|%.0f|%08.2f|%Lf|%.9f|%f]\n", 3.5, 2.265625, 0.0625, 7.625, -1.5, 1.25L, 0.1234588623046875, 0.0);
  printf("[%d|%.0d|%x]\n", 0, 0, 0);
  n = snprintf(text, 5, "%s", "abcdefgh");
  printf("%d %s\n", n, text);
  n = snprintf(text, sizeof text, "%d-%s", 12, "ab");
  printf("%d %s %d\n", n, text, snprintf(text, 0, "%d", 12345));
  n = sprintf(text, "%*d|", 50, 3);
  printf("%d %s\n", n, text);
  n = sscanf("0.9.27", "%d.%d.%d", &a, &b, &c);
  printf("%d %d %d %d\n", n, a, b, c);
  n = sscanf("12,5", "%d.%d", &a, &b);
  printf("%d %d\n", n, a);
  fprintf(stdout, "%s\n", "to a file");
  puts("puts");
  putchar('!');
  fputc('\n', stdout);
  fputs("the end\n", stdout);
  return 0;
}
