/* Texts that grow, memory, files and messages. Whatever goes wrong ends here: `lex: FILE:LINE: what, what to do`. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lex.h"

struct place here;

void fail(const char *format, ...) {
  va_list arguments;
  fputs("lex: ", stderr);
  if (here.file) fprintf(stderr, "%s:", here.file);
  if (here.file && here.line) fprintf(stderr, "%d:", here.line);
  if (here.file) fputc(' ', stderr);
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(1);
}

void *allocate(size_t bytes) {
  void *memory = calloc(1, bytes ? bytes : 1);
  if (!memory) fail("no memory for %lu bytes", (unsigned long)bytes);
  return memory;
}

void *grow(void *array, int count, int *room, size_t size) {
  int wanted = *room;
  if (count < *room) return array;
  while (wanted <= count) wanted = wanted < 16 ? 16 : 2 * wanted;
  array = realloc(array, wanted * size);
  if (!array) fail("no memory for %d elements of %lu bytes", wanted, (unsigned long)size);
  memset((char *)array + *room * size, 0, (wanted - *room) * size);
  *room = wanted;
  return array;
}

void append(struct text *text, const char *bytes, int length) {
  if (length > LARGEST_INPUT || text->length + length > 8 * LARGEST_INPUT) fail("a text is too long; split the file");
  text->bytes = grow(text->bytes, text->length + length, &text->room, 1);
  if (length > 0) memcpy(text->bytes + text->length, bytes, length);
  text->length += length;
  text->bytes[text->length] = 0;
}

void print(struct text *text, const char *format, ...) {
  char buffer[1000];
  int length;
  va_list arguments;
  va_start(arguments, format);
  length = vsnprintf(buffer, sizeof buffer, format, arguments);
  va_end(arguments);
  if (length < 0 || length >= (int)sizeof buffer) fail("a name is too long: %.40s...", buffer);
  append(text, buffer, length);
}

char *copy_of(const char *bytes, int length) {
  char *copy = allocate(length + 1);
  memcpy(copy, bytes, length);
  return copy;
}

int is_blank(int c) { return c == ' ' || c == '\t'; }
int is_digit(int c) { return c >= '0' && c <= '9'; }
int is_name_start(int c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
int is_name(int c) { return is_name_start(c) || is_digit(c) || c == '-'; }

struct text read_file(const char *name) {
  struct text text;
  char buffer[4096];
  size_t got;
  FILE *file = strcmp(name, "-") ? fopen(name, "r") : stdin;
  memset(&text, 0, sizeof text);
  here.file = file == stdin ? "<stdin>" : name;
  here.line = 0;
  if (!file) fail("cannot be opened");
  append(&text, "", 0);
  while ((got = fread(buffer, 1, sizeof buffer, file)) > 0) {
    append(&text, buffer, got);
    if (text.length > LARGEST_INPUT) fail("is larger than %d bytes", LARGEST_INPUT);
  }
  if (ferror(file)) fail("cannot be read");
  if (file != stdin) fclose(file);
  if ((int)strlen(text.bytes) != text.length) fail("there is a NUL byte in it; write \\0 in a pattern");
  return text;
}
