/* gcc 10's scanner of type declarations, which a C++ compiler compiles there. The first argument is the file. */
#include "trace.h"
#define YY_USER_ACTION TRACE
struct fileloc { const char *file; int line; };
#define XDUPVAR(type, from, size, room) ((type *)memcpy(calloc(1, room), from, size))
#define ISSPACE(c) isspace((unsigned char)(c))
#define error_at_line(line, ...) say("error")
#define input_file_by_name(name) (name)
enum { EOF_TOKEN = 0 };
#include SCANNER

int main(int count, char **names) {
  const char *value = NULL;
  int token;
  (void)count;
  yybegin(names[1]);
  while ((token = yylex(&value)) != EOF_TOKEN) {
    printf("token %d %s\n", token, value ? value : "");
    if (token == ';') lexer_toplevel_done = 1;
  }
  yyend();
  return 0;
}
