%{
#include <stdio.h>
int sum(int a, int b);
int yylex(void);
void yyerror(const char *text) { fprintf(stderr, "%s\n", text); }
%}
%token NUMBER
%left '+'
%left '*'
%%
lines: | lines expression '\n' { printf("%d\n", $2); };
expression: NUMBER
  | expression '+' expression { $$ = sum($1, $3); }
  | expression '*' expression { $$ = $1 * $3; }
  | '(' expression ')' { $$ = $2; };
%%
int main(void) { return yyparse(); }
