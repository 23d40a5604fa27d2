/* What bison's three scanners have around them: places, messages, and a text that grows in an obstack. */
#include "trace.h"
#include <obstack.h>
#define obstack_chunk_alloc malloc
#define obstack_chunk_free free
typedef char const *uniqstr;
typedef struct { uniqstr file; int line, column, byte; } boundary;
typedef struct { boundary start, end; } location;
typedef struct { int unused; } symbol_list;
typedef struct { symbol_list *rule; bool is_value_used; } code_props;
static location empty_loc;
#define location_compute(loc, cursor, text, length) trace(YY_START, yy_act, text, length)
#define complain(loc, flags, ...) say(#__VA_ARGS__)
#define deprecated_directive(loc, old, new) say(new)
#define bison_directive(loc, text) say(text)
#define mbsnwidth(text, length, flags) (length)
#define uniqstr_new(text) strdup(text)
#define quote(text) (text)
#define quote_mem(text, length) (text)
#define quotearg_style_mem(style, text, length) (text)
#define ngettext(one, many, count) ((count) == 1 ? (one) : (many))
#define c_isspace isspace
#define c_isprint isprint
#define PACIFY_CC(code) code
#define verify(condition)
#define aver assert
#define obstack_finish0(obstack) (obstack_1grow(obstack, 0), (char *)obstack_finish(obstack))
#define obstack_sgrow(obstack, text) obstack_grow(obstack, text, strlen(text))
#define obstack_escape obstack_sgrow
#define obstack_quote(obstack, text) say((text) ? (text) : "NULL")
#define muscle_percent_define_ensure(name, loc, value) say(name)
#define STREQ(a, b) (strcmp(a, b) == 0)

/* As bison's flex-scanner.h has them. */
static struct obstack obstack_for_string;
#define STRING_GROW() obstack_grow(&obstack_for_string, yytext, yyleng)
#define STRING_FINISH() (last_string = obstack_finish0(&obstack_for_string))
#define STRING_1GROW(c) obstack_1grow(&obstack_for_string, c)
#define STRING_FREE() obstack_free(&obstack_for_string, last_string)
