/* gcc 3.4's scanner of type declarations. It is told of types, and between them of nothing. The first argument is the
   file. */
#include "trace.h"
#define YY_USER_ACTION TRACE
struct fileloc { const char *file; int line; };
struct type { int unused; };
static union { struct type *t; char *s; } yylval;
#define ISSPACE(c) isspace((unsigned char)(c))
#define ISIDNUM(c) (isalnum((unsigned char)(c)) || (c) == '_')
#define xmemdup(from, size, room) memcpy(calloc(1, room), from, size)
#define find_structure(name, union_p) (say(name), NULL)
#define create_pointer(type) (type)
#define create_scalar_type(name, length) (trace(-1, -1, name, length), NULL)
#define do_typedef(name, type, line) say(name)
#define error_at_line(line, message, ...) say(message)
#define xcalloc calloc
static int yyparse(void);
#include SCANNER

static int yyparse(void) {
  int token;
  while ((token = yylex()) != 0) {
    printf("token %d line %d\n", token, lexer_line.line);
    if (token == ';') lexer_toplevel_done = 1;
  }
  return 0;
}

int main(int count, char **names) {
  (void)count;
  parse_file(names[1]);
  return 0;
}
