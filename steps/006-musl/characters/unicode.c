/* Reads UnicodeData.txt, a character a line and 15 fields in it, and the files of properties, which have ranges. A file
   that ends too early would make tables that look right: so the last line is checked, too. */
#include <stdlib.h>
#include <string.h>
#include "unicode.h"

char major[CHARACTERS], minor[CHARACTERS];
int upper[CHARACTERS], lower[CHARACTERS];
unsigned char properties[CHARACTERS];

enum { FIELDS = 15, NAME = 1, CATEGORY = 2, UPPER = 12, LOWER = 13 }; /* of UnicodeData.txt */
enum { LAST_CHARACTER = 0x10fffd };

static const char *path; /* of the file being read */
static int line_number;
static char *rest; /* of its text */

static void fail(const char *reason) {
  fprintf(stderr, "%s:%d: %s\n", path, line_number, reason);
  exit(1);
}

static void open_text(const char *name) {
  FILE *file = fopen(name, "r");
  int size = 0, room = 1 << 22, got;
  path = name;
  line_number = 0;
  rest = malloc(room + 1);
  if (!file || !rest) fail("cannot be read");
  while ((got = fread(rest + size, 1, room - size, file)) > 0) size += got;
  if (size == room) fail("is too large");
  rest[size] = 0;
  fclose(file);
}

/* The next line without its end; NULL at the end of the file. */
static char *next_line(void) {
  char *line = rest, *end = strchr(rest, '\n');
  if (*line == 0) return NULL;
  line_number++;
  if (!end) fail("the line has no end: is the file whole?");
  *end = 0;
  rest = end + 1;
  return line;
}

/* The number that `text` begins with; `end` becomes what follows. */
static int hexadecimal(char *text, char **end) {
  int number = strtol(text, end, 16);
  if (*end == text || number < 0 || number > 0x10ffff) fail("expected the number of a character");
  return number;
}

/* Splits a line at its semicolons. */
static void split(char *line, char *fields[FIELDS]) {
  int count = 0;
  while (line && count < FIELDS) {
    fields[count++] = line;
    line = strchr(line, ';');
    if (line) *line++ = 0;
  }
  if (line || count != FIELDS) fail("expected 15 fields");
}

static void set_category(int character, const char *category) {
  if (character >= CHARACTERS) return;
  major[character] = category[0];
  minor[character] = category[1];
}

/* Two lines stand for a range, its first and its last character. As in musl's tables, ranges of private use count
   nothing but these two. */
static void read_characters(const char *name) {
  char *line, *end, *fields[FIELDS];
  int last = -1, character, between;
  open_text(name);
  while ((line = next_line()) != NULL) {
    split(line, fields);
    character = hexadecimal(fields[0], &end);
    if (character <= last) fail("expected a larger number than the line before has");
    if (strlen(fields[CATEGORY]) != 2) fail("expected a category of two letters");
    if (strstr(fields[NAME], ", Last>") && strcmp(fields[CATEGORY], "Co") != 0)
      for (between = last + 1; between < character; between++) set_category(between, fields[CATEGORY]);
    set_category(character, fields[CATEGORY]);
    if (character < CHARACTERS && *fields[UPPER]) upper[character] = hexadecimal(fields[UPPER], &end);
    if (character < CHARACTERS && *fields[LOWER]) lower[character] = hexadecimal(fields[LOWER], &end);
    last = character;
  }
  if (last != LAST_CHARACTER) fail("the file ends before the last character, 10FFFD");
}

/* Reads lines `FIRST..LAST ; VALUE # comment`, or of one character, and marks those with that value. */
static void read_property(const char *name, const char *value, int mark) {
  char *line, *at, *last_line = "";
  int first, last, length = strlen(value);
  open_text(name);
  while ((line = next_line()) != NULL) {
    last_line = line;
    if (*line == 0 || *line == '#') continue;
    first = last = hexadecimal(line, &at);
    if (at[0] == '.' && at[1] == '.') last = hexadecimal(at + 2, &at);
    while (*at == ' ') at++;
    if (*at++ != ';' || last < first) fail("expected FIRST..LAST ; VALUE");
    while (*at == ' ') at++;
    if (strncmp(at, value, length) == 0 && (at[length] == ' ' || at[length] == 0))
      for (; first <= last && first < CHARACTERS; first++) properties[first] |= mark;
  }
  if (strcmp(last_line, "# EOF") != 0) fail("the file does not end in # EOF: is it whole?");
}

void read_unicode(const char *unicode_data, const char *prop_list, const char *east_asian_width) {
  read_characters(unicode_data);
  read_property(prop_list, "Other_Alphabetic", ALPHABETIC);
  read_property(east_asian_width, "W", WIDE); /* wide */
  read_property(east_asian_width, "F", WIDE); /* full width */
}
