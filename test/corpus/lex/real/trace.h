/* What the drivers of real scanners share. Each driver stands for the program around a scanner: just enough of it that
   the scanner compiles, with every match printed (start condition, rule, text), and every token. The test makes
   `tokens.h`, from the names that the specification's actions use, and empty files for its other headers; SCANNER is
   the scanner that lex or flex has made. */
#define _GNU_SOURCE
#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tokens.h"

static void trace(int condition, int rule, const char *text, int length) {
  int i;
  printf("%d %d %d ", condition, rule, length);
  for (i = 0; i < length; i++) {
    if (text[i] >= ' ' && text[i] < 127 && text[i] != '\\') putchar(text[i]);
    else printf("\\%03o", (unsigned char)text[i]);
  }
  putchar('\n');
}

/* A message of the program, without its arguments. */
static void say(const char *message) { printf("message: %s\n", message); }

#define TRACE trace(YY_START, yy_act, yytext, yyleng);
#define xmalloc malloc
#define xrealloc realloc
#define xstrdup strdup
#define _(text) text
