/* bison's scanner of expanded skeletons, without the functions at its end. */
#include "bison.h"
#define map_file_name(name) (name)
#define xfclose(file)
static char *last_string;
static void complain_fatal(char const *message) {
  say(message);
  exit(0);
}
#define complain_Wother say
#undef complain
#define complain(loc, level, ...) complain_##level(#__VA_ARGS__)
#include SCANNER

static void at_init(int *argc, char *argv[], at_directive *at_ptr, at_directive fun) {
  *at_ptr = fun;
  yytext[yyleng - 1] = '\0';
  argv[(*argc)++] = strdup(yytext);
  BEGIN SC_AT_DIRECTIVE_ARGS;
}
static void at_any(int argc, char *argv[]) {
  int i;
  for (i = 0; i < argc; i++) say(argv[i]);
}
static void at_basename(int argc, char *argv[], char **name, int *line) { at_any(argc, argv); }
static void at_complain(int argc, char *argv[], char **name, int *line) { at_any(argc, argv); }
static void at_output(int argc, char *argv[], char **name, int *line) { at_any(argc, argv); }
static void fail_for_at_directive_too_many_args(char const *name) { say(name); }
static void fail_for_invalid_at(char const *at) { say(at); }
static void output_mapped_file(char const *name) { say("file"); }

int main(void) {
  obstack_init(&obstack_for_string);
  skel__flex_debug = 0;
  skel_in = stdin;
  skel_out = stdout;
  skel_lex();
  yylex_destroy();
  return 0;
}
