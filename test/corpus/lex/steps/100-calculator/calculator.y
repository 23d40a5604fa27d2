%{
#include <stdio.h>
int yylex(void);
void yyerror(const char *message);
%}
%token NUMBER
%left '+' '-'
%left '*' '/'
%%
lines:
  | lines sum '\n' { printf("%d\n", $2); }
  | lines error '\n' { yyerrok; }
  ;
sum: NUMBER
  | sum '+' sum { $$ = $1 + $3; }
  | sum '-' sum { $$ = $1 - $3; }
  | sum '*' sum { $$ = $1 * $3; }
  | '(' sum ')' { $$ = $2; }
  ;
%%
void yyerror(const char *message) { printf("%s\n", message); }
int main(void) { return yyparse(); }
