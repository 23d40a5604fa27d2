/* genksyms' scanner of C. All names that end in _t are types. */
#include "trace.h"
#define YY_USER_ACTION TRACE
enum { SYM_NORMAL, SYM_TYPEDEF, SYM_ENUM_CONST };
struct string_list { struct string_list *next; int tag, in_source_file; char *string; };
typedef struct string_list **YYSTYPE;
static YYSTYPE yylval;
static int cur_line, in_source_file;
static char *cur_filename;
static int find_symbol(const char *name, int space, int exact) {
  return space == SYM_TYPEDEF && strlen(name) > 2 && strcmp(name + strlen(name) - 2, "_t") == 0;
}
/* keywords.c is empty; these are enough to get everywhere in the scanner's second stage. */
static int is_reserved_word(const char *name, int length) {
  static const struct { const char *name; int token; } words[] = {
    {"__attribute__", ATTRIBUTE_KEYW}, {"asm", ASM_KEYW}, {"typeof", TYPEOF_KEYW}, {"__typeof__", TYPEOF_KEYW},
    {"struct", STRUCT_KEYW}, {"union", UNION_KEYW}, {"enum", ENUM_KEYW}, {"EXPORT_SYMBOL", EXPORT_SYMBOL_KEYW},
    {"_Static_assert", STATIC_ASSERT_KEYW}
  };
  unsigned i;
  for (i = 0; i < sizeof words / sizeof *words; i++) if (strcmp(name, words[i].name) == 0) return words[i].token;
  return -1;
}
#include SCANNER

int main(void) {
  int token;
  while ((token = yylex()) != 0) printf("token %d line %d\n", token, cur_line);
  return 0;
}
