/* bison's scanner of actions, without the functions at its end: each line of the input is an action of its own, which
   is scanned as a text. */
#include "bison.h"
#include SCANNER

static char *fetch_type_name(char *text, char const **name, const location *loc) {
  *name = "type";
  return text + 1;
}
static void handle_action_dollar(symbol_list *rule, char *text, const location *loc) { say(text); }
static void handle_action_at(symbol_list *rule, char *text, const location *loc) { say(text); }

int main(void) {
  char line[4096];
  code_props self = {NULL, false};
  int context = 0;
  obstack_init(&obstack_for_string);
  code__flex_debug = 0;
  while (fgets(line, sizeof line, stdin)) {
    YY_BUFFER_STATE buffer = yy_scan_string(line);
    printf("code: %s\n", code_lex(&self, context++ % 2 ? SC_RULE_ACTION : SC_SYMBOL_ACTION));
    yy_delete_buffer(buffer);
  }
  yylex_destroy();
  return 0;
}
