/* From capital to small letters and back. A rule says how far away a character's other form is, times 256, and in the
   low byte 0 where that is a capital, 1 where it is a small letter, 3 for letters that have both (the one before and
   the one after). Rule 0 stands for all that have none, and for letters in circles, which Unicode counts as symbols.
   Six rules at most serve a page of 256 characters, so that three of its characters fit a byte: the sum of their rules'
   numbers times 1, 6 and 36. Where a page has more than six, the first of them is a list of exceptions instead (low
   byte 2; its start and length above), each with the number of a rule anywhere. musl's towctrans.c reads it. */
#include "unicode.h"

enum { AT_ONCE = 6, BYTES = (PAGE + 2) / 3, ANY_PAGE = (PAGES + BYTES - 1) / BYTES, LIMIT = 256 };
enum { BOTH = 3 }; /* a rule */

static unsigned char table[LIMIT * BYTES], bases[PAGES], exceptions[LIMIT][2];
static int rules[LIMIT], rule_count, exception_count;

static int rule_of(int c) {
  if (major[c] == 'S') return 0;
  if (upper[c] && lower[c]) return BOTH;
  if (lower[c]) return (lower[c] - c) * 256 + 1;
  return upper[c] ? (upper[c] - c) * 256 : 0;
}

static int add_rule(int rule) {
  require(rule_count < LIMIT, "rules");
  rules[rule_count] = rule;
  return rule_count++;
}

static int number_of_rule(int rule) {
  int number;
  for (number = 0; number < rule_count; number++)
    if (rules[number] == rule) return number;
  return add_rule(rule);
}

/* The rules of a page, those first that serve more characters; of equal ones the greater; last the one that can only be
   an exception. Returns how many there are. */
static int rank_rules(int page, int found[PAGE]) {
  int uses[PAGE], count = 0, i, at, rule, used;
  for (i = 0; i < PAGE; i++) {
    rule = rule_of(page * PAGE + i);
    for (at = 0; at < count && found[at] != rule; at++) continue;
    if (at == count) {
      found[count] = rule;
      uses[count++] = 0;
    }
    if (rule != BOTH) uses[at]++;
  }
  for (i = 1; i < count; i++) {
    rule = found[i];
    used = uses[i];
    for (at = i; at > 0 && (uses[at - 1] < used || (uses[at - 1] == used && found[at - 1] < rule)); at--) {
      found[at] = found[at - 1];
      uses[at] = uses[at - 1];
    }
    found[at] = rule;
    uses[at] = used;
  }
  return count;
}

/* Puts three numbers below 6 into each byte: what rule each of the page's characters has. */
static void fill_page(int page, unsigned char *bytes) {
  static const int weights[3] = {1, 6, 36};
  int found[PAGE], count = rank_rules(page, found), has_more = count > AT_ONCE || found[count - 1] == BOTH;
  int base = rule_count, i, number, rule;
  bases[page] = base;
  if (has_more) add_rule(0);
  for (i = 0; i < count && i < AT_ONCE - has_more; i++) add_rule(found[i]);
  count = rule_count;
  if (has_more) rules[base] = exception_count * 65536 + 2;
  for (i = 0; i < PAGE; i++) {
    rule = rule_of(page * PAGE + i);
    for (number = base + has_more; number < count && rules[number] != rule; number++) continue;
    if (number == count) {
      require(exception_count < LIMIT, "exceptions");
      exceptions[exception_count][0] = i;
      exceptions[exception_count++][1] = number_of_rule(rule);
      rules[base] += 256;
      number = base;
    }
    bytes[i / 3] += (number - base) * weights[i % 3];
  }
}

static int has_cases(int page) {
  int i;
  for (i = 0; i < PAGE; i++)
    if (rule_of(page * PAGE + i)) return 1;
  return 0;
}

/* The table begins with a number for each page, of a row of 86 bytes; the first row after them stands for all pages
   without cases. */
void write_cases(const char *folder) {
  FILE *header = open_header(folder, "casemap.h");
  int page, i, rows = ANY_PAGE + 1;
  upper[0xdf] = 0x1e9e; /* to Unicode the capital of sharp s is SS; the one character has it as its small letter */
  for (page = 0; page < PAGES; page++) {
    table[page] = ANY_PAGE;
    if (!has_cases(page)) continue;
    require(rows < LIMIT, "rows");
    table[page] = rows;
    fill_page(page, table + rows++ * BYTES);
  }
  fprintf(header, "static const unsigned char tab[] = {\n");
  write_bytes(header, table, rows * BYTES);
  fprintf(header, "};\nstatic const int rules[] = {\n");
  for (i = 0; i < rule_count; i++) fprintf(header, "%d,\n", rules[i]);
  fprintf(header, "};\nstatic const unsigned char rulebases[] = {\n");
  write_bytes(header, bases, PAGES);
  fprintf(header, "};\nstatic const unsigned char exceptions[][2] = {\n");
  for (i = 0; i < exception_count; i++) fprintf(header, "{%d, %d},\n", exceptions[i][0], exceptions[i][1]);
  fprintf(header, "};\n");
  close_header(header, "casemap.h");
}
