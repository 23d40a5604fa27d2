/* Which characters are letters, which are punctuation, which take no column of a terminal, and which take two: a bit
   for each, in two levels. The first 512 bytes name a block for each page of 256 characters; a block has 32 bytes, and
   is counted from the table's beginning. Block 16 serves all pages without a bit, 17 those with all of them. */
#include <string.h>
#include "unicode.h"

enum { BLOCK = PAGE / 8, NONE = PAGES / BLOCK, ALL, LIMIT = 256 };

static int is_in(const char *letters, int letter) {
  return letter && strchr(letters, letter) != NULL;
}

/* Letters, numbers that are letters (Roman ones), what Unicode calls alphabetic besides; and the digits of other scripts,
   because ISO C allows only ten characters as digits. Not two signs of the Thai script, an abbreviation and a
   repetition, which speakers of Thai count as punctuation. */
static int is_letter(int c) {
  if (c == 0xe2f || c == 0xe46) return 0;
  if (major[c] == 'L' || (properties[c] & ALPHABETIC)) return 1;
  return major[c] == 'N' && (minor[c] == 'l' || (minor[c] == 'd' && c > 127));
}

/* All that can be seen and is neither letter nor digit; of spaces those that are none to iswspace: U+1680, and those
   at which no line may end. U+FFF9 to U+FFFB control annotations, and are not printed. */
static int is_punctuation(int c) {
  if (!major[c] || is_letter(c) || (c >= '0' && c <= '9') || (c >= 0xfff9 && c <= 0xfffb)) return 0;
  if (major[c] == 'Z') return c == 0xa0 || c == 0x1680 || c == 0x2007 || c == 0x202f;
  return !(major[c] == 'C' && is_in("cs", minor[c]));
}

/* Marks that stand above others, and signs without a picture, but for the soft hyphen; the vowels and ends of Korean
   syllables, which are drawn into the place of the syllable's beginning. */
static int is_nonspacing(int c) {
  if ((c >= 0x1160 && c <= 0x11ff) || (c >= 0xd7b0 && c <= 0xd7ff)) return 1;
  return (major[c] == 'M' && is_in("ne", minor[c])) || (major[c] == 'C' && minor[c] == 'f' && c != 0xad);
}

static int is_wide(int c) {
  return (properties[c] & WIDE) != 0;
}

/* The number of a page's block: one of the two for all pages without or with all bits, or the next. */
static int number_of(const unsigned char *block, int blocks) {
  int i;
  for (i = 1; i < BLOCK && block[i] == block[0]; i++) continue;
  if (i == BLOCK && (block[0] == 0 || block[0] == 255)) return block[0] ? ALL : NONE;
  return blocks;
}

static void write_class(const char *folder, const char *name, int (*has)(int character)) {
  static unsigned char table[LIMIT * BLOCK];
  unsigned char *block;
  int blocks = ALL + 1, page, i;
  FILE *header = open_header(folder, name);
  memset(table + NONE * BLOCK, 0, BLOCK);
  memset(table + ALL * BLOCK, 255, BLOCK);
  for (page = 0; page < PAGES; page++) {
    require(blocks < LIMIT, "blocks");
    block = table + blocks * BLOCK;
    memset(block, 0, BLOCK);
    for (i = 0; i < PAGE; i++)
      if (has(page * PAGE + i)) block[i / 8] |= 1 << i % 8;
    table[page] = number_of(block, blocks);
    if (table[page] == blocks) blocks++;
  }
  write_bytes(header, table, blocks * BLOCK);
  close_header(header, name);
}

void write_classes(const char *folder) {
  write_class(folder, "alpha.h", is_letter);
  write_class(folder, "punct.h", is_punctuation);
  write_class(folder, "nonspacing.h", is_nonspacing);
  write_class(folder, "wide.h", is_wide);
}
