/* The scanners of binutils' small languages: those of ar, dlltool and sysinfo. They need only yylval. */
#include "trace.h"
#define YY_USER_ACTION TRACE
static union { char *name, *id, *s; long number, i; } yylval;
#include SCANNER

int main(void) {
  int token;
  while ((token = yylex()) != 0) printf("token %d\n", token);
  return 0;
}
