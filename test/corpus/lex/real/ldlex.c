/* ld's scanner: the program changes its start condition, pushes files, and gives it texts in buffers of its own making.
   The first argument is a file that is read like an included one. */
#include "trace.h"
#define YY_USER_ACTION TRACE
typedef enum { input_selected, input_script, input_mri_script, input_version_script, input_dynamic_list, input_defsym }
  input_type;
typedef unsigned long bfd_vma, bfd_size_type;
static union { int token; char *name; struct { unsigned long integer; char *str; } bigint; unsigned long integer; } yylval;
static struct { int sysrooted; } input_flags;
static int ldfile_assumed_script, yydebug;
static struct { int relax; } link_info;
static unsigned long bfd_scan_vma(const char *text, const char **end, int base) { return strtoul(text, (char **)end, base); }
#define bfd_set_error(error)
#define einfo(message, ...) say(message)
#define ISPRINT isprint
#define FALSE 0
const char *ldlex_filename(void);
#include SCANNER

static void scan(int most) {
  int token;
  while (most-- > 0 && (token = yylex()) != 0) printf("token %d line %u\n", token, lineno);
}

int main(int count, char **names) {
  FILE *file = fopen(names[1], "r");
  (void)count;
  parser_input = input_script;
  lex_push_file(file, names[1], 0);
  ldlex_script();
  scan(9);
  lex_redirect("one = two + 0x10; /* text */ \"q\" -lfoo", "text", 1);
  ldlex_expression();
  scan(8);
  ldlex_both();
  scan(1000000);
  ldlex_popstate();
  return 0;
}
