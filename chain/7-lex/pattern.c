/* A pattern becomes a tree: what it matches, without anything of how. By recursive descent, one function a level:
   choice (a|b), sequence (ab), repetition (a*), single (a character, "text", [class], (pattern), {definition}).

   A definition stands for its text, as if that were written there in parentheses, and is put there before it is read.
   Only one that begins with ^ or ends with $, which mean something at the ends of a pattern alone, gets none. */
#include <string.h>
#include "lex.h"

set *sets;
int set_count;
static int set_room;

struct definition { char *name, *text; };
static struct definition *definitions;
static int definition_count, definition_room;

static char *at;                 /* what has not been read of the pattern */
static int depth, expansions;    /* parentheses around it; definitions that were put into this pattern */
static int caseless, dot_is_any; /* (?i: (?s: */

/* ---- Sets of characters ---- */

int contains(const unsigned char *bits, int c) { return bits[c >> 3] >> (c & 7) & 1; }

static void add(unsigned char *bits, int c) { bits[c >> 3] |= 1 << (c & 7); }

/* With both cases of a letter, where the pattern does not tell them apart. */
static void add_letter(unsigned char *bits, int c) {
  add(bits, c);
  if (caseless && is_name_start(c) && c != '_') add(bits, c ^ 32);
}

static int number_of(const unsigned char *bits) {
  int i;
  for (i = 0; i < set_count; i++) {
    if (memcmp(sets[i], bits, sizeof(set)) == 0) return i;
  }
  sets = grow(sets, set_count, &set_room, sizeof(set));
  memcpy(sets[set_count], bits, sizeof(set));
  return set_count++;
}

/* ---- Trees ---- */

static struct tree *tree(enum kind kind, struct tree *left, struct tree *right, int length) {
  struct tree *made = allocate(sizeof *made);
  made->kind = kind;
  made->left = left;
  made->right = right;
  made->length = length < LARGEST_INPUT ? length : -1;
  return made;
}

static struct tree *character(const unsigned char *bits) {
  struct tree *made = tree(CHARACTER, NULL, NULL, 1);
  made->set = number_of(bits);
  return made;
}

static struct tree *letter(int c) {
  set bits;
  memset(bits, 0, sizeof bits);
  add_letter(bits, c);
  return character(bits);
}

static struct tree *sequence(struct tree *left, struct tree *right) {
  if (left->kind == EMPTY) return right;
  return tree(SEQUENCE, left, right, left->length < 0 || right->length < 0 ? -1 : left->length + right->length);
}

static struct tree *repeat(struct tree *what, int least, int most) {
  double length = (double)what->length * least;
  int is_fixed = least == most && length >= 0 && length < LARGEST_INPUT;
  struct tree *made = tree(REPEAT, what, NULL, is_fixed ? (int)length : -1);
  made->least = least;
  made->most = most;
  return made;
}

/* ---- Definitions ---- */

void define(const char *name, const char *text) {
  definitions = grow(definitions, definition_count, &definition_room, sizeof *definitions);
  definitions[definition_count].name = copy_of(name, strlen(name));
  definitions[definition_count++].text = copy_of(text, strlen(text));
}

/* Is there the name of a definition in braces? Its length, or 0. */
static int name_length(void) {
  int length = 1;
  if (at[0] != '{' || !is_name_start(at[1] & 255)) return 0;
  while (is_name(at[length] & 255)) length++;
  return at[length] == '}' ? length - 1 : 0;
}

/* The last definition of the name in braces. */
static const char *definition(void) {
  int i, length = name_length();
  for (i = definition_count - 1; i >= 0; i--) {
    if ((int)strlen(definitions[i].name) == length && memcmp(definitions[i].name, at + 1, length) == 0) {
      return definitions[i].text;
    }
  }
  fail("{%.*s} is not defined; define it before %%%%, or write \\{ for the character", length, at + 1);
  return NULL;
}

/* Puts a definition's text in the place of its name. */
static void expand(void) {
  const char *text = definition(), *rest = at + name_length() + 2;
  int length = strlen(text), bare = text[0] == '^' || text[length - 1] == '$';
  struct text made;
  memset(&made, 0, sizeof made);
  if (++expansions > 1000) {
    fail("{%.*s}: definitions contain themselves, or more than 1000 are used", name_length(), at + 1);
  }
  append(&made, "(", !bare);
  append(&made, text, length);
  append(&made, ")", !bare);
  append(&made, rest, strlen(rest));
  at = made.bytes;
}

/* ---- [classes] and what follows a backslash ---- */

static int digit_of(int c) {
  if (is_digit(c)) return c - '0';
  c |= 32;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

static int number_in(int base, int most_digits) {
  int value = 0, digits = 0;
  while (digits < most_digits && digit_of(*at & 255) < base) {
    value = value * base + digit_of(*at++ & 255);
    digits++;
  }
  if (digits == 0) fail("a digit is missing after \\x");
  if (value > 255) fail("\\%o is no character: the largest is \\377", value);
  return value;
}

/* The character after a backslash. */
static int escaped(void) {
  static const char letters[] = "abfnrtv", meanings[] = "\a\b\f\n\r\t\v";
  int c = *at & 255;
  const char *found = strchr(letters, c);
  if (c == 0) fail("nothing follows the \\ at the end of the pattern");
  if (c >= '0' && c <= '7') return number_in(8, 3);
  at++;
  if (c == 'x') return number_in(16, 2);
  return found ? meanings[found - letters] : c;
}

/* Is a character of one of POSIX's classes? In the POSIX locale, whatever the user's is. */
static int is_of_class(const char *name, int c) {
  int upper = c >= 'A' && c <= 'Z', letter = upper || (c >= 'a' && c <= 'z'), digit = is_digit(c);
  int graph = c > ' ' && c < 127;
  if (!strcmp(name, "alnum")) return letter || digit;
  if (!strcmp(name, "alpha")) return letter;
  if (!strcmp(name, "blank")) return is_blank(c);
  if (!strcmp(name, "cntrl")) return c < ' ' || c == 127;
  if (!strcmp(name, "digit")) return digit;
  if (!strcmp(name, "graph")) return graph;
  if (!strcmp(name, "lower")) return letter && !upper;
  if (!strcmp(name, "print")) return graph || c == ' ';
  if (!strcmp(name, "punct")) return graph && !letter && !digit;
  if (!strcmp(name, "space")) return c == ' ' || (c >= '\t' && c <= '\r');
  if (!strcmp(name, "upper")) return upper;
  if (!strcmp(name, "xdigit")) return digit_of(c) < 16;
  fail("there is no class [:%s:]", name);
  return 0;
}

/* [:name:], [:^name:] */
static void named_class(unsigned char *bits) {
  char name[8];
  int c, negated = at[2] == '^', length = 0;
  const char *from = at + 2 + negated;
  while (is_name_start(from[length] & 255)) length++;
  if (strncmp(from + length, ":]", 2) != 0) fail("[%.*s is not closed by :]", length + 1 + negated, at + 1);
  if (length > 7) fail("there is no class [:%.*s:]", length, from);
  memcpy(name, from, length);
  name[length] = 0;
  for (c = 0; c < 256; c++) {
    if (is_of_class(name, c) != negated) add_letter(bits, c);
  }
  at = (char *)from + length + 2;
}

/* One end of a range. */
static int class_character(void) {
  int c = *at & 255;
  if (c == 0) fail("no ] closes the class");
  at++;
  return c == '\\' ? escaped() : c;
}

/* What is in brackets; at is after the first. */
static void bracket(unsigned char *bits) {
  int i, from, to, first = 1, negated = *at == '^';
  memset(bits, 0, sizeof(set));
  if (negated) at++;
  for (; first || *at != ']'; first = 0) {
    if (at[0] == '[' && at[1] == ':') {
      named_class(bits);
      continue;
    }
    if (!first && at[0] == '-' && at[1] != ']') fail("a - in a class is between two characters; write \\- for itself");
    from = to = class_character();
    if (at[0] == '-' && at[1] != ']' && at[1] != 0) {
      at++;
      to = class_character();
    }
    if (to < from) fail("the range \\x%02x-\\x%02x in a class is backwards", from, to);
    for (; from <= to; from++) add_letter(bits, from);
  }
  at++;
  if (negated) {
    for (i = 0; i < (int)sizeof(set); i++) bits[i] ^= 255;
  }
}

/* Classes with {+} or {-} between them. */
static struct tree *class_expression(void) {
  set bits, other;
  int i;
  bracket(bits);
  while (!strncmp(at, "{-}[", 4) || !strncmp(at, "{+}[", 4)) {
    int minus = at[1] == '-';
    at += 4;
    bracket(other);
    for (i = 0; i < (int)sizeof(set); i++) bits[i] = minus ? bits[i] & ~other[i] : bits[i] | other[i];
  }
  return character(bits);
}

/* ---- The pattern ---- */

static struct tree *choice(void);

static struct tree *quoted(void) {
  struct tree *text = tree(EMPTY, NULL, NULL, 0);
  while (*at != '"') {
    int c = *at & 255;
    if (c == 0) fail("no \" closes the text in the pattern");
    at++;
    text = sequence(text, letter(c == '\\' ? escaped() : c));
  }
  at++;
  return text;
}

/* What follows a parenthesis; (?i: and (?-i:, s likewise, hold up to its end. */
static struct tree *group(void) {
  struct tree *inside;
  int old_caseless = caseless, old_dot = dot_is_any;
  if (++depth > DEEPEST) fail("more than %d parentheses and definitions in each other", DEEPEST);
  if (*at == '?') {
    int on = 1;
    for (at++; *at != ':'; at++) {
      if (*at == '-') on = 0;
      else if (*at == 'i') caseless = on;
      else if (*at == 's') dot_is_any = on;
      else fail("(?%c: after (? only i, s, - and : are known", *at ? *at : ' ');
    }
    at++;
  }
  inside = choice();
  if (*at != ')') fail(*at == '/' ? "a / cannot be in parentheses" : "no ) closes the (");
  at++;
  depth--;
  caseless = old_caseless;
  dot_is_any = old_dot;
  return inside;
}

static struct tree *single(void) {
  set bits;
  int c = *at & 255;
  if (name_length() > 0) {
    if (definition()[0] == '^') fail("the definition begins with ^, but is not at the beginning of the pattern");
    expand();
    return NULL;
  }
  at++;
  switch (c) {
  case '"': return quoted();
  case '[': return class_expression();
  case '(': return group();
  case '\\': return letter(escaped());
  case '.':
    memset(bits, 255, sizeof bits);
    if (!dot_is_any) bits['\n' >> 3] ^= 1 << ('\n' & 7);
    return character(bits);
  }
  if (strchr("*+?", c)) fail("nothing is before the %c that repeats it; write \\%c for the character", c, c);
  if (c == ')') fail("no ( is before the ); write \\) for the character");
  if (c == '{' || c == '}') fail("no number or name in braces; write \\%c for the character", c);
  return letter(c);
}

static int count(void) {
  int value = 0;
  while (is_digit(*at & 255)) {
    value = value * 10 + *at++ - '0';
    if (value > MOST_NODES) fail("a number in braces is larger than %d", MOST_NODES);
  }
  return value;
}

static struct tree *repetition(void) {
  struct tree *part = single();
  while (part) {
    int least, most;
    if (*at == '{' && is_digit(at[1] & 255)) {
      at++;
      least = most = count();
      if (*at == ',') {
        at++;
        most = is_digit(*at & 255) ? count() : -1;
      }
      if (*at != '}') fail("no } closes the number of repetitions");
      if (most == 0 || (most > 0 && least > most)) fail("{%d,%d} repeats nothing", least, most);
      part = repeat(part, least, most);
    } else if (*at == '*') part = repeat(part, 0, -1);
    else if (*at == '+') part = repeat(part, 1, -1);
    else if (*at == '?') part = repeat(part, 0, 1);
    else return part;
    at++;
  }
  return NULL;
}

static int is_end(void) {
  return *at == 0 || *at == '|' || *at == '/' || (*at == ')' && depth > 0) || (at[0] == '$' && at[1] == 0);
}

static struct tree *choice(void) {
  struct tree *all = NULL, *part, *next;
  for (;;) {
    int parts = 0;
    part = tree(EMPTY, NULL, NULL, 0);
    while (!is_end()) {
      next = repetition();
      if (!next) continue; /* a definition's text is there now */
      part = sequence(part, next);
      parts++;
    }
    if (parts == 0) fail("a part of the pattern is empty; write \"\" if it is to match nothing");
    all = all ? tree(CHOICE, all, part, all->length == part->length ? all->length : -1) : part;
    if (*at != '|') return all;
    at++;
  }
}

struct pattern parse_pattern(const char *text) {
  struct pattern pattern;
  memset(&pattern, 0, sizeof pattern);
  at = copy_of(text, strlen(text));
  caseless = options.caseless;
  dot_is_any = depth = expansions = 0;
  while (name_length() > 0 && definition()[0] == '^') expand();
  if (*at == '^') {
    pattern.at_line = 1;
    at++;
  }
  pattern.head = choice();
  if (*at == '/') {
    at++;
    pattern.tail = choice();
    if (*at == '/' || *at == '$') fail("a second %c: a pattern has one / or $", *at);
  } else if (*at == '$') {
    at++;
    pattern.tail = letter('\n');
  }
  if (*at) fail("not understood in the pattern: %.20s", at);
  return pattern;
}
