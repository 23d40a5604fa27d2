/* Bytes and strings. memcpy and memset go by words where they can: TinyCC clears and copies much. */
#include <string.h>

void *memcpy(void *to, const void *from, size_t n) {
  char *target = to;
  const char *source = from;
  for (; n >= 4; n -= 4) {
    *(int *)target = *(const int *)source;
    target += 4;
    source += 4;
  }
  while (n-- > 0) *target++ = *source++;
  return to;
}

void *memmove(void *to, const void *from, size_t n) {
  char *target = to;
  const char *source = from;
  if (target < source)
    while (n-- > 0) *target++ = *source++;
  else
    while (n-- > 0) target[n] = source[n];
  return to;
}

void *memset(void *to, int byte, size_t n) {
  char *target = to;
  int word = (byte & 255) * 0x01010101;
  for (; n >= 4; n -= 4) {
    *(int *)target = word;
    target += 4;
  }
  while (n-- > 0) *target++ = byte;
  return to;
}

int memcmp(const void *a, const void *b, size_t n) {
  const unsigned char *left = a, *right = b;
  for (; n > 0; n--, left++, right++)
    if (*left != *right) return *left - *right;
  return 0;
}

size_t strlen(const char *text) {
  const char *end = text;
  while (*end) end++;
  return end - text;
}

char *strcpy(char *to, const char *from) {
  return memcpy(to, from, strlen(from) + 1);
}

int strcmp(const char *a, const char *b) {
  for (; *a && *a == *b; a++) b++;
  return (unsigned char)*a - (unsigned char)*b;
}

int strncmp(const char *a, const char *b, size_t n) {
  for (; n > 0; n--, a++, b++)
    if (*a != *b || !*a) return (unsigned char)*a - (unsigned char)*b;
  return 0;
}

char *strchr(const char *text, int c) {
  for (; *text != (char)c; text++)
    if (!*text) return NULL;
  return (char *)text;
}

char *strrchr(const char *text, int c) {
  const char *last = NULL;
  for (;; text++) {
    if (*text == (char)c) last = text;
    if (!*text) return (char *)last;
  }
}

char *strstr(const char *text, const char *part) {
  size_t length = strlen(part);
  for (; strncmp(text, part, length) != 0; text++)
    if (!*text) return NULL;
  return (char *)text;
}
