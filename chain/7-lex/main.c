/* lex: reads the command line, then runs the phases in their order (lex.h).

     lex [-itndsLv] [-P PREFIX] [-o FILE] [--header-file=FILE] [-S FILE] [FILE]

   Without a file it reads standard input; without -o it writes lex.yy.c. The lines of scanner.c, which are in every
   scanner, are where they were when lex was compiled (SKELETON), or where -S says. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lex.h"

#ifndef SKELETON
#define SKELETON "/usr/lib/lex/scanner.c"
#endif

struct options options;

static const char usage[] =
  "usage: lex [OPTION]... [FILE]\n"
  "  -o FILE, --outfile=FILE   write the scanner there (lex.yy.c)\n"
  "  -t, --stdout              write it to standard output\n"
  "  --header-file=FILE        write its declarations there\n"
  "  -P TEXT, --prefix=TEXT    its public names begin with this instead of yy\n"
  "  -i, --case-insensitive    letters of patterns match both cases\n"
  "  -s, --nodefault           a character that no rule matches is an error, not copied to yyout\n"
  "  -d, --debug               the scanner says which rules it takes\n"
  "  -L, --noline              no #line directives\n"
  "  -v, --verbose             say how large the tables are; -n: do not\n"
  "  -S FILE, --skel=FILE      the lines that are in every scanner\n"
  "  -h, --help                this text\n"
  "-7 -8 -b -B -C -f -F -I -p -w, which change flex's tables or messages, are accepted and have no effect.\n";

static int verbose;
static const char *specification;

/* The text of an option, in the same word or the next; *index moves. */
static const char *text_of(char **words, int *index, const char *rest) {
  if (*rest) return rest;
  if (!words[*index + 1]) fail("%s: a text must follow; lex -h lists the options", words[*index]);
  return words[++*index];
}

static void long_option(const char *word) {
  static const struct { const char *name; const char **option; } texts[] = {
    {"--outfile=", &options.output}, {"--header-file=", &options.header}, {"--prefix=", &options.prefix},
    {"--skel=", &options.skeleton}
  };
  int i;
  for (i = 0; i < (int)(sizeof texts / sizeof *texts); i++) {
    if (strncmp(word, texts[i].name, strlen(texts[i].name)) == 0) {
      *texts[i].option = word + strlen(texts[i].name);
      return;
    }
  }
  if (!strcmp(word, "--stdout")) options.to_stdout = 1;
  else if (!strcmp(word, "--case-insensitive")) options.caseless = 1;
  else if (!strcmp(word, "--nodefault")) options.echoes = 0;
  else if (!strcmp(word, "--debug")) options.debug = 1;
  else if (!strcmp(word, "--noline")) options.line_directives = 0;
  else if (!strcmp(word, "--verbose")) verbose = 1;
  else if (!strcmp(word, "--help")) {
    fputs(usage, stdout);
    exit(0);
  } else fail("%s: no such option; lex -h lists those that there are", word);
}

/* Letters in one word, like -Lt; the rest of a word may be a letter's text. */
static void short_options(char **words, int *index) {
  const char *letter;
  for (letter = words[*index] + 1; *letter; letter++) {
    switch (*letter) {
    case 'o': options.output = text_of(words, index, letter + 1); return;
    case 'P': options.prefix = text_of(words, index, letter + 1); return;
    case 'S': options.skeleton = text_of(words, index, letter + 1); return;
    case 'C': return;
    case 't': options.to_stdout = 1; break;
    case 'i': options.caseless = 1; break;
    case 's': options.echoes = 0; break;
    case 'd': options.debug = 1; break;
    case 'L': options.line_directives = 0; break;
    case 'v': verbose = 1; break;
    case 'n': verbose = 0; break;
    case 'h': fputs(usage, stdout); exit(0);
    default:
      if (!strchr("78bBfFIpw", *letter)) fail("-%c: no such option; lex -h lists those that there are", *letter);
    }
  }
}

static void read_command_line(char **words) {
  int i, only_files = 0;
  for (i = 1; words[i]; i++) {
    if (only_files || words[i][0] != '-' || !words[i][1]) {
      if (specification) fail("%s: one specification at a time", words[i]);
      specification = words[i];
    } else if (strcmp(words[i], "--") == 0) only_files = 1;
    else if (words[i][1] == '-') long_option(words[i]);
    else short_options(words, &i);
  }
  if (!specification) specification = "-";
}

int main(int count, char **words) {
  struct text text;
  (void)count;
  options.wraps = options.echoes = options.line_directives = 1;
  options.skeleton = SKELETON;
  read_command_line(words);
  text = read_file(specification);
  read_specification(text.bytes);
  if (!options.prefix) options.prefix = "yy";
  if (!options.output) options.output = "lex.yy.c";
  if (options.has_main) options.wraps = 0;
  make_nodes();
  make_states();
  if (verbose) {
    fprintf(stderr, "lex: %d rules, %d nodes, %d states, %d rows of %d classes\n", rule_count - 1, node_count,
      state_count, row_count, class_count);
  }
  write_scanner();
  return 0;
}
