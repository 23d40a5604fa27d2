/* Integers from text: strtol and its kin. All of them read 64 bits, and keep as many as their type has: a number that
   does not fit is not reported. */
#include <stdlib.h>

static unsigned digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 32;
  return c >= 'a' && c <= 'z' ? c - 'a' + 10 : 99;
}

unsigned long long strtoull(const char *text, char **end, int base) {
  unsigned long long value = 0;
  const char *at = text, *stop = text;
  int negative;
  while (*at == ' ' || (*at >= '\t' && *at <= '\r')) at++;
  negative = *at == '-';
  if (*at == '-' || *at == '+') at++;
  if ((base == 0 || base == 16) && *at == '0' && (at[1] | 32) == 'x' && digit(at[2]) < 16) {
    at += 2;
    base = 16;
  }
  if (base == 0) base = *at == '0' ? 8 : 10;
  while (digit(*at) < base) {
    value = value * base + digit(*at++);
    stop = at;
  }
  if (end) *end = (char *)stop;
  return negative ? -value : value;
}

long long strtoll(const char *text, char **end, int base) {
  return strtoull(text, end, base);
}

unsigned long strtoul(const char *text, char **end, int base) {
  return strtoull(text, end, base);
}

long strtol(const char *text, char **end, int base) {
  return strtoull(text, end, base);
}

int atoi(const char *text) {
  return strtoull(text, NULL, 10);
}
