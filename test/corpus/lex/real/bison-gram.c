/* bison's scanner of grammars, without the functions at its end: what puts a missing end back is here. */
#include "bison.h"
enum { param_lex, param_parse, param_both };
#define GRAM_LEX_DECL static int gram_lex(struct value *val, location *loc)
static struct value {
  char const *ID, *ID_COLON, *BRACKETED_ID, *STRING, *TSTRING, *TAG, *BRACED_CODE, *BRACED_PREDICATE, *PROLOGUE, *EPILOGUE;
  char const *PERCENT_FLAG, *PERCENT_FILE_PREFIX, *PERCENT_PURE_PARSER, *PERCENT_ERROR_VERBOSE, *PERCENT_NAME_PREFIX;
  int INT_LITERAL, CHAR_LITERAL, PERCENT_PARAM;
} value;
GRAM_LEX_DECL;
#define GRAM_error 999
#include SCANNER

static void handle_syncline(char *text, location loc) { say(text); }
static int scan_integer(char const *text, int base, location loc) { return strtol(text, NULL, base); }
static int convert_ucn_to_byte(char const *text) { return strtol(text + 2, NULL, 16); }
static void unexpected_end(char const *end) {
  size_t i = strlen(end);
  say(end);
  while (i != 0) unput(end[--i]);
}
static void unexpected_eof(boundary start, char const *end) { unexpected_end(end); }
static void unexpected_newline(boundary start, char const *end) { unexpected_end(end); }

int main(void) {
  location loc = empty_loc;
  int token;
  obstack_init(&obstack_for_string);
  gram__flex_debug = 0;
  gram_in = stdin;
  while ((token = gram_lex(&value, &loc)) != 0) printf("token %d\n", token);
  yylex_destroy();
  return 0;
}
