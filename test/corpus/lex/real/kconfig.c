/* Linux's scanner of Kconfig files. Files that are `source`d are read, from the folder of the first argument on; macros
   stand for themselves. */
#include "trace.h"
#define YY_USER_ACTION TRACE
#define SRCTREE "srctree"
static union { char *string; } yylval;
static const char *file_lookup(const char *name) { return name; }
/* $(name), with what belongs to it in parentheses, or $name, as it is. */
static char *expand_dollar(const char **text) {
  const char *from = *text;
  int depth = 0;
  do {
    if (**text == '(') depth++;
    if (**text == ')') depth--;
    (*text)++;
  } while (**text && (depth > 0 || isalnum((unsigned char)**text)));
  return strndup(from, *text - from);
}
static char *expand_one_token(const char **text) {
  const char *from = *text;
  while (**text && (isalnum((unsigned char)**text) || strchr("_-$", **text))) {
    if (**text == '$') {
      (*text)++;
      free(expand_dollar(text));
    } else (*text)++;
  }
  return strndup(from, *text - from);
}
void zconf_starthelp(void);
#include SCANNER

int main(int count, char **names) {
  int token, is_source = 0;
  (void)count;
  zconf_initscan(names[1]);
  while ((token = yylex()) != 0) {
    printf("token %d at %s:%d\n", token, cur_filename, yylineno);
    if (token == T_HELP) zconf_starthelp();
    if (is_source && token == T_WORD_QUOTE) {
      FILE *file = zconf_fopen(yylval.string);
      if (file) zconf_nextfile(yylval.string);
      if (file) fclose(file);
    }
    is_source = token == T_SOURCE;
  }
  return 0;
}
