/* Makes musl's tables of characters from the text files of Unicode:
     characters UnicodeData.txt PropList.txt EastAsianWidth.txt FOLDER
   writes alpha.h, punct.h, nonspacing.h, wide.h and casemap.h there. Nothing is written before all has been read. */
#include <stdlib.h>
#include "unicode.h"

static void cannot_write(const char *name) {
  fprintf(stderr, "characters: %s cannot be written\n", name);
  exit(1);
}

void require(int condition, const char *what) {
  if (condition) return;
  fprintf(stderr, "characters: more %s than a byte can number\n", what);
  exit(1);
}

FILE *open_header(const char *folder, const char *name) {
  char path[256];
  FILE *header = NULL;
  if (snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path) header = fopen(path, "w");
  if (!header) cannot_write(name);
  return header;
}

void close_header(FILE *header, const char *name) {
  if (fclose(header) < 0) cannot_write(name);
}

void write_bytes(FILE *header, const unsigned char *numbers, int count) {
  char text[5];
  int i, at;
  for (i = 0; i < count; i++) {
    at = sizeof text - 1;
    text[at] = i % 16 == 15 || i == count - 1 ? '\n' : ' ';
    text[--at] = ',';
    text[--at] = '0' + numbers[i] % 10;
    if (numbers[i] > 9) text[--at] = '0' + numbers[i] / 10 % 10;
    if (numbers[i] > 99) text[--at] = '0' + numbers[i] / 100;
    fwrite(text + at, 1, sizeof text - at, header);
  }
}

int main(int count, char **arguments) {
  if (count != 5) {
    fprintf(stderr, "usage: characters UnicodeData.txt PropList.txt EastAsianWidth.txt FOLDER\n");
    return 2;
  }
  read_unicode(arguments[1], arguments[2], arguments[3]);
  write_classes(arguments[4]);
  write_cases(arguments[4]);
  return 0;
}
