/* A scanner, made by lex from a specification. It finds the longest piece of its input that a rule matches, of rules
   that match the same the first, and runs that rule's action. These lines are in every scanner; the tables and the
   specification's own code are between them. The names are POSIX's, and flex's where programs use them.

   The input is in a buffer. yytext points into it; what follows is given back at yy_c_buf_p, where a NUL ends yytext as
   long as an action runs, and yy_hold_char is what belongs there. */
@top
@settings
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
@header
#define FLEX_SCANNER
#define YY_FLEX_MAJOR_VERSION 2 /* whose behaviour this has */
#define YY_FLEX_MINOR_VERSION 6
#define YY_FLEX_SUBMINOR_VERSION 4
#ifndef YY_TYPEDEF_YY_BUFFER_STATE
#define YY_TYPEDEF_YY_BUFFER_STATE
typedef struct yy_buffer_state *YY_BUFFER_STATE;
#endif
#ifndef YY_TYPEDEF_YY_SIZE_T
#define YY_TYPEDEF_YY_SIZE_T
typedef size_t yy_size_t;
#endif
#ifndef YY_STRUCT_YY_BUFFER_STATE
#define YY_STRUCT_YY_BUFFER_STATE
struct yy_buffer_state { /* some programs fill in one themselves */
  FILE *yy_input_file;
  char *yy_ch_buf, *yy_buf_pos; /* the characters, and the first that has not been scanned */
  int yy_buf_size, yy_n_chars;  /* how many fit, but for two NULs at the end; how many there are */
  int yy_is_our_buffer;         /* yy_ch_buf is ours to move and free */
  int yy_is_interactive;        /* no matter: no more is ever read than the rules need, up to a line */
  int yy_at_bol;                /* rules with ^ can match */
  int yy_bs_lineno, yy_bs_column;
  int yy_fill_buffer;           /* there may be more in yy_input_file */
  int yy_buffer_status;
};
#endif
#ifndef YY_BUF_SIZE
#define YY_BUF_SIZE 16384
#endif
#ifdef YY_ARRAY
extern char yytext[];
#else
extern char *yytext;
#endif
extern FILE *yyin, *yyout;
extern int yyleng, yylineno, yy_flex_debug;
void yyrestart(FILE *file);
void yy_switch_to_buffer(YY_BUFFER_STATE buffer);
YY_BUFFER_STATE yy_create_buffer(FILE *file, int size);
void yy_delete_buffer(YY_BUFFER_STATE buffer);
void yy_flush_buffer(YY_BUFFER_STATE buffer);
void yypush_buffer_state(YY_BUFFER_STATE buffer);
void yypop_buffer_state(void);
YY_BUFFER_STATE yy_scan_buffer(char *base, yy_size_t size);
YY_BUFFER_STATE yy_scan_string(const char *text);
YY_BUFFER_STATE yy_scan_bytes(const char *bytes, int length);
int yylex_destroy(void);
int yyget_debug(void);
void yyset_debug(int debug);
FILE *yyget_in(void);
void yyset_in(FILE *file);
FILE *yyget_out(void);
void yyset_out(FILE *file);
int yyget_leng(void);
char *yyget_text(void);
int yyget_lineno(void);
void yyset_lineno(int line);
void *yyalloc(yy_size_t size);
void *yyrealloc(void *memory, yy_size_t size);
void yyfree(void *memory);
@header

#define YY_BUFFER_NEW 0         /* nothing has been read: it reads from what yyin is then */
#define YY_BUFFER_NORMAL 1
#define YY_BUFFER_EOF_PENDING 2 /* the file has ended */
#define YY_END_OF_BUFFER_CHAR 0
#define YY_NULL 0
#define YY_CURRENT_BUFFER (yy_buffers ? yy_buffers[yy_buffers_top] : NULL)
#define YY_CURRENT_BUFFER_LVALUE yy_buffers[yy_buffers_top]
#define YY_AT_BOL() (YY_CURRENT_BUFFER_LVALUE->yy_at_bol)
#define yy_set_bol(at_bol) (YY_CURRENT_BUFFER_LVALUE->yy_at_bol = (at_bol))
#define yy_set_interactive(yes) (YY_CURRENT_BUFFER_LVALUE->yy_is_interactive = (yes))
#define YY_NEW_FILE yyrestart(yyin)
#define YY_FLUSH_BUFFER yy_flush_buffer(YY_CURRENT_BUFFER)
#define YY_START ((yy_start - 1) / 2)
#define YYSTATE YY_START
#define YY_STATE_EOF(condition) (YY_END_OF_RULES + (condition) + 1)
#define BEGIN yy_start = 1 + 2 *
#define yyless(count) yy_less(count)
#define yymore() (yy_more = 1)
#define unput(c) yyunput(c)
#define REJECT { yy_rejected = 1; goto yy_find; }

FILE *yyin, *yyout;
int yyleng, yylineno = 1;
static int yy_init, yy_start = 1, yy_more, yy_more_len, yy_did_buffer_switch_on_eof;
static YY_BUFFER_STATE *yy_buffers; /* the last one is scanned */
static int yy_buffers_top, yy_buffers_room;
static char *yy_c_buf_p, yy_hold_char;

static void yy_less(int length);
@declarations
#ifdef YY_ARRAY
#ifndef YYLMAX
#define YYLMAX 8192
#endif
char yytext[YYLMAX];
static char *yytext_ptr; /* in the buffer */
#else
char *yytext;
#define yytext_ptr yytext
#endif
#ifndef YY_NO_UNPUT
static void yyunput(int c);
#endif
#ifndef YY_NO_INPUT
#ifdef __cplusplus
static int yyinput(void);
#else
static int input(void);
#endif
#endif
#ifndef YY_SKIP_YYWRAP
int yywrap(void);
#endif
#ifndef YY_DECL
#define YY_DECL_IS_OURS 1
int yylex(void);
#define YY_DECL int yylex(void)
#endif
#ifndef ECHO
#define ECHO do { if (fwrite(yytext, yyleng, 1, yyout)) {} } while (0)
#endif
#ifndef YY_INPUT /* up to the end of a line, so that people can type */
#define YY_INPUT(buffer, result, most) do { \
    int yy_c = 0; \
    for (result = 0; result < (int)(most) && yy_c != '\n' && (yy_c = getc(yyin)) != EOF;) { \
      (buffer)[result++] = (char)yy_c; \
    } \
    if (yy_c == EOF && ferror(yyin)) YY_FATAL_ERROR("the scanner cannot read its input"); \
  } while (0)
#endif
#ifndef YY_FATAL_ERROR
#define YY_FATAL_ERROR(message) do { fprintf(stderr, "%s\n", message); exit(2); } while (0)
#endif
#ifndef YY_USER_ACTION
#define YY_USER_ACTION
#endif
#ifndef YY_USER_INIT
#define YY_USER_INIT
#endif
#ifndef yyterminate
#define yyterminate() return YY_NULL
#endif
#ifndef YY_BREAK
#define YY_BREAK break;
#endif
#define YY_RULE_SETUP \
  if (yyleng > 0) yy_set_bol(yytext[yyleng - 1] == '\n'); \
  YY_USER_ACTION
#define YY_VARIES 32767
#ifdef YY_DEBUG
int yy_flex_debug = 1;
#else
int yy_flex_debug;
#endif

@tables

/* ---- Memory ---- */

#ifndef YY_OWN_ALLOC
void *yyalloc(yy_size_t size) { return malloc(size); }
#endif
#ifndef YY_OWN_REALLOC
void *yyrealloc(void *memory, yy_size_t size) { return realloc(memory, size); }
#endif
#ifndef YY_OWN_FREE
void yyfree(void *memory) { free(memory); }
#endif

static void *yy_room(void *old, yy_size_t size) {
  void *room = old ? yyrealloc(old, size) : yyalloc(size);
  if (!room) YY_FATAL_ERROR("out of memory in the scanner");
  return room;
}

/* ---- yytext ---- */

/* yytext has `length` characters; the rest is given back. */
static void yy_set_length(int length) {
  *yy_c_buf_p = yy_hold_char;
  yyleng = length;
  yy_c_buf_p = yytext_ptr + length;
  yy_hold_char = *yy_c_buf_p;
  *yy_c_buf_p = 0;
#ifdef YY_ARRAY
  if (length >= YYLMAX) YY_FATAL_ERROR("a token is too long: it exceeds YYLMAX");
  memcpy(yytext, yytext_ptr, length + 1);
#endif
}

/* Counts the lines that end in yytext from there on: up, or down for what is given back. */
static void yy_count_lines(int from, int step) {
#ifdef YY_LINES
  for (; from < yyleng; from++) {
    if (yytext_ptr[from] == '\n') yylineno += step;
  }
#else
  (void)from;
  (void)step;
#endif
}

static void yy_less(int length) {
  yy_count_lines(length, -1);
  yy_set_length(length);
}

/* ---- Buffers ---- */

/* What comes before yytext is given up, and more is read to the end. Returns 0 when there is no more. */
static int yy_fill(void) {
  YY_BUFFER_STATE b = YY_CURRENT_BUFFER_LVALUE;
  int gone = (int)(yytext_ptr - b->yy_ch_buf), rest = b->yy_n_chars - gone, done = (int)(yy_c_buf_p - yytext_ptr);
  int got = 0;
  if (b->yy_buffer_status == YY_BUFFER_NEW) {
    b->yy_input_file = yyin;
    b->yy_buffer_status = YY_BUFFER_NORMAL;
  }
  if (!b->yy_fill_buffer || b->yy_buffer_status == YY_BUFFER_EOF_PENDING) return 0;
  memmove(b->yy_ch_buf, yytext_ptr, rest);
  if (rest + 1 >= b->yy_buf_size) {
    if (!b->yy_is_our_buffer || b->yy_buf_size > 0x3fffffff) {
      YY_FATAL_ERROR("a token is too long for the scanner's buffer");
    }
    b->yy_buf_size = b->yy_buf_size < 8 ? 16 : 2 * b->yy_buf_size;
    b->yy_ch_buf = (char *)yy_room(b->yy_ch_buf, (yy_size_t)b->yy_buf_size + 2);
  }
  yytext_ptr = b->yy_ch_buf;
  yy_c_buf_p = yytext_ptr + done;
  YY_INPUT((&b->yy_ch_buf[rest]), got, b->yy_buf_size - rest);
  if (got <= 0) {
    got = 0;
    b->yy_buffer_status = YY_BUFFER_EOF_PENDING;
  }
  b->yy_n_chars = rest + got;
  b->yy_ch_buf[b->yy_n_chars] = b->yy_ch_buf[b->yy_n_chars + 1] = YY_END_OF_BUFFER_CHAR;
  yy_hold_char = *yy_c_buf_p;
  return got > 0;
}

static void yy_load_buffer_state(void) {
  yytext_ptr = yy_c_buf_p = YY_CURRENT_BUFFER_LVALUE->yy_buf_pos;
  yyin = YY_CURRENT_BUFFER_LVALUE->yy_input_file;
  yy_hold_char = *yy_c_buf_p;
}

/* Remembers how far the present buffer has been scanned. */
static void yy_leave_buffer(void) {
  if (!YY_CURRENT_BUFFER) return;
  *yy_c_buf_p = yy_hold_char;
  YY_CURRENT_BUFFER_LVALUE->yy_buf_pos = yy_c_buf_p;
}

/* Room for one more buffer than there are. */
static void yyensure_buffer_stack(void) {
  int i;
  if (yy_buffers && yy_buffers_top + 1 < yy_buffers_room) return;
  yy_buffers = (YY_BUFFER_STATE *)yy_room(yy_buffers, (yy_buffers_room + 8) * sizeof *yy_buffers);
  for (i = 0; i < 8; i++) yy_buffers[yy_buffers_room++] = NULL;
}

static void yy_enter_buffer(YY_BUFFER_STATE buffer) {
  YY_CURRENT_BUFFER_LVALUE = buffer;
  yy_load_buffer_state();
  yy_did_buffer_switch_on_eof = 1;
}

void yy_switch_to_buffer(YY_BUFFER_STATE buffer) {
  yyensure_buffer_stack();
  if (buffer == YY_CURRENT_BUFFER) return;
  yy_leave_buffer();
  yy_enter_buffer(buffer);
}

void yypush_buffer_state(YY_BUFFER_STATE buffer) {
  if (!buffer) return;
  yyensure_buffer_stack();
  yy_leave_buffer();
  if (YY_CURRENT_BUFFER) yy_buffers_top++;
  yy_enter_buffer(buffer);
}

void yypop_buffer_state(void) {
  if (!YY_CURRENT_BUFFER) return;
  yy_delete_buffer(YY_CURRENT_BUFFER);
  if (yy_buffers_top > 0) yy_buffers_top--;
  if (YY_CURRENT_BUFFER) yy_enter_buffer(YY_CURRENT_BUFFER);
}

void yy_flush_buffer(YY_BUFFER_STATE b) {
  if (!b) return;
  b->yy_n_chars = 0;
  b->yy_ch_buf[0] = b->yy_ch_buf[1] = YY_END_OF_BUFFER_CHAR;
  b->yy_buf_pos = b->yy_ch_buf;
  b->yy_at_bol = 1;
  b->yy_buffer_status = YY_BUFFER_NEW;
  if (b == YY_CURRENT_BUFFER) yy_load_buffer_state();
}

/* A buffer of so many characters, with its memory or with what is given. */
static YY_BUFFER_STATE yy_new_buffer(char *memory, yy_size_t size) {
  YY_BUFFER_STATE b = (YY_BUFFER_STATE)yy_room(NULL, sizeof *b);
  if (size > 0x7ffffff0) YY_FATAL_ERROR("a buffer is too large for the scanner");
  memset(b, 0, sizeof *b);
  b->yy_ch_buf = b->yy_buf_pos = memory ? memory : (char *)yy_room(NULL, size + 2);
  b->yy_buf_size = (int)size;
  b->yy_is_our_buffer = !memory;
  b->yy_at_bol = 1;
  return b;
}

YY_BUFFER_STATE yy_create_buffer(FILE *file, int size) {
  YY_BUFFER_STATE b = yy_new_buffer(NULL, size < 0 ? 0 : size);
  b->yy_fill_buffer = 1;
  b->yy_input_file = file;
  yy_flush_buffer(b);
  return b;
}

void yy_delete_buffer(YY_BUFFER_STATE b) {
  if (!b) return;
  if (b == YY_CURRENT_BUFFER) YY_CURRENT_BUFFER_LVALUE = NULL;
  if (b->yy_is_our_buffer) yyfree(b->yy_ch_buf);
  yyfree(b);
}

void yyrestart(FILE *file) {
  yyensure_buffer_stack();
  if (!YY_CURRENT_BUFFER) YY_CURRENT_BUFFER_LVALUE = yy_create_buffer(yyin, YY_BUF_SIZE);
  YY_CURRENT_BUFFER_LVALUE->yy_input_file = file;
  YY_CURRENT_BUFFER_LVALUE->yy_fill_buffer = 1;
  yy_flush_buffer(YY_CURRENT_BUFFER);
}

/* Scans in the memory that is given; its last two bytes must be NULs. */
YY_BUFFER_STATE yy_scan_buffer(char *base, yy_size_t size) {
  YY_BUFFER_STATE b;
  if (size < 2 || base[size - 2] || base[size - 1]) return NULL;
  b = yy_new_buffer(base, size - 2);
  b->yy_n_chars = b->yy_buf_size;
  yy_switch_to_buffer(b);
  return b;
}

YY_BUFFER_STATE yy_scan_bytes(const char *bytes, int length) {
  YY_BUFFER_STATE b = yy_new_buffer(NULL, length);
  memcpy(b->yy_ch_buf, bytes, length);
  b->yy_ch_buf[length] = b->yy_ch_buf[length + 1] = YY_END_OF_BUFFER_CHAR;
  b->yy_n_chars = length;
  yy_switch_to_buffer(b);
  return b;
}

YY_BUFFER_STATE yy_scan_string(const char *text) { return yy_scan_bytes(text, (int)strlen(text)); }

static int yy_is_at_end(const char *at) {
  return at - YY_CURRENT_BUFFER_LVALUE->yy_ch_buf == YY_CURRENT_BUFFER_LVALUE->yy_n_chars;
}

/* The buffer has been scanned to its end. Returns 0 when there is another file to go on with. */
static int yy_end_of_file(void) {
  yy_did_buffer_switch_on_eof = yy_more = 0;
  if (YY_CURRENT_BUFFER_LVALUE->yy_fill_buffer) yyrestart(yyin);
  if (yywrap()) return 1;
  if (!yy_did_buffer_switch_on_eof) yyrestart(yyin);
  return 0;
}

/* ---- What actions may call ---- */

#ifndef YY_NO_UNPUT
static void yyunput(int c) {
  YY_BUFFER_STATE b = YY_CURRENT_BUFFER_LVALUE;
  *yy_c_buf_p = yy_hold_char;
  if (yy_c_buf_p == b->yy_ch_buf) { /* room before what there is */
    int text = (int)(yytext_ptr - b->yy_ch_buf);
    if (!b->yy_is_our_buffer) YY_FATAL_ERROR("nothing can be put back before the beginning of a buffer");
    if (b->yy_buf_size > 0x3fffffff) YY_FATAL_ERROR("too much is put back into the scanner's buffer");
    b->yy_ch_buf = (char *)yy_room(b->yy_ch_buf, (yy_size_t)b->yy_buf_size + YY_BUF_SIZE + 2);
    memmove(b->yy_ch_buf + YY_BUF_SIZE, b->yy_ch_buf, b->yy_n_chars + 2);
    b->yy_buf_size += YY_BUF_SIZE;
    b->yy_n_chars += YY_BUF_SIZE;
    yytext_ptr = b->yy_ch_buf + text + YY_BUF_SIZE;
    yy_c_buf_p = b->yy_ch_buf + YY_BUF_SIZE;
  }
  *--yy_c_buf_p = (char)c;
#ifdef YY_LINES
  if (c == '\n') yylineno--;
#endif
  if (yytext_ptr > yy_c_buf_p) yytext_ptr = yy_c_buf_p;
  yy_hold_char = *yy_c_buf_p;
}

#endif

#ifndef YY_NO_INPUT
/* The next character; 0 at the end. */
#ifdef __cplusplus
static int yyinput(void) {
#else
static int input(void) {
#endif
  int c;
  *yy_c_buf_p = yy_hold_char;
  while (yy_is_at_end(yy_c_buf_p)) {
    if (yy_fill()) break;
    if (yy_end_of_file()) return 0;
  }
  c = (unsigned char)*yy_c_buf_p;
  *yy_c_buf_p++ = 0; /* yytext ends where it did */
  yy_hold_char = *yy_c_buf_p;
  yy_set_bol(c == '\n');
#ifdef YY_LINES
  if (c == '\n') yylineno++;
#endif
  return c;
}
#endif

#ifdef YY_STACK_USED
static int *yy_start_stack, yy_start_stack_ptr, yy_start_stack_room;

static void yy_push_state(int state) {
  if (yy_start_stack_ptr == yy_start_stack_room) {
    yy_start_stack_room += 32;
    yy_start_stack = (int *)yy_room(yy_start_stack, yy_start_stack_room * sizeof(int));
  }
  yy_start_stack[yy_start_stack_ptr++] = YY_START;
  BEGIN(state);
}

static void yy_pop_state(void) {
  if (yy_start_stack_ptr == 0) YY_FATAL_ERROR("start-condition stack underflow");
  BEGIN(yy_start_stack[--yy_start_stack_ptr]);
}

static int yy_top_state(void) { return yy_start_stack[yy_start_stack_ptr - 1]; }
#endif

int yyget_debug(void) { return yy_flex_debug; }
void yyset_debug(int debug) { yy_flex_debug = debug; }
FILE *yyget_in(void) { return yyin; }
void yyset_in(FILE *file) { yyin = file; }
FILE *yyget_out(void) { return yyout; }
void yyset_out(FILE *file) { yyout = file; }
int yyget_leng(void) { return yyleng; }
char *yyget_text(void) { return yytext; }
int yyget_lineno(void) { return yylineno; }
void yyset_lineno(int line) { yylineno = line; }

/* ---- Scanning ---- */

static int yy_matched; /* how long the match is, with what a / takes off */

#ifdef YY_HISTORY
static short *yy_passed; /* the state after each character of the match, and the first */
static int yy_passed_room;
static int yy_at_end;    /* in yy_ends, the last one that was taken */

static void yy_pass(int state, int length) {
  if (length == yy_passed_room) {
    yy_passed_room = yy_passed_room ? 2 * yy_passed_room : 1024;
    yy_passed = (short *)yy_room(yy_passed, yy_passed_room * sizeof(short));
  }
  yy_passed[length] = (short)state;
}

/* The next rule that matches, of as many characters as possible; yy_matched is how many. 0: there is none. */
static int yy_next_match(int is_first) {
  for (; yy_matched > yy_more_len; yy_matched--, is_first = 1) {
    int state = yy_passed[yy_matched - yy_more_len];
    if (is_first) yy_at_end = yy_first_end[state] - 1;
    while (++yy_at_end < yy_first_end[state + 1]) {
      if (yy_ends[yy_at_end] > 0) return yy_ends[yy_at_end];
    }
  }
  return 0;
}

/* The end of the longest head of the rule in this match. */
static int yy_head_length(int rule) {
  int length, end;
  for (length = yy_matched; length > yy_more_len; length--) {
    int state = yy_passed[length - yy_more_len];
    for (end = yy_first_end[state]; end < yy_first_end[state + 1]; end++) {
      if (yy_ends[end] == -rule) return length;
    }
  }
  return length;
}
#endif

/* How long yytext is when the rule matches, without what a / takes off. */
static int yy_length_for(int rule) {
  int tail = yy_tail[rule];
#ifdef YY_HISTORY
  if (tail == YY_VARIES) return yy_head_length(rule);
#endif
  return tail < 0 ? yy_more_len - 1 - tail : yy_matched - tail;
}

/* Goes on from the end of yytext as long as a rule may match. Returns the rule, or 0 at the end of the input. */
static int yy_match(void) {
  int state, rule = 0, length;
  *yy_c_buf_p = yy_hold_char;
  if (!yy_more) yytext_ptr = yy_c_buf_p;
  yy_more = 0;
  length = yy_matched = yy_more_len = (int)(yy_c_buf_p - yytext_ptr);
  state = yy_starts[yy_start - 1 + (YY_AT_BOL() != 0)];
#ifdef YY_HISTORY
  yy_pass(state, 0);
#endif
  while (yy_row[state]) { /* 0: nothing goes on from here */
    if (yy_is_at_end(yytext_ptr + length) && !yy_fill()) break;
    state = yy_next[yy_row[state]][yy_class[(unsigned char)yytext_ptr[length]]];
    if (!state) break;
    length++;
#ifdef YY_HISTORY
    yy_pass(state, length - yy_more_len);
    yy_matched = length;
#else
    if (yy_end[state]) {
      rule = yy_end[state];
      yy_matched = length;
    }
#endif
  }
#ifdef YY_HISTORY
  rule = yy_next_match(1);
#endif
  return rule;
}

static void yy_say(int rule) {
#ifdef YY_DEBUG
  if (!yy_flex_debug) return;
  if (rule > YY_NUM_RULES) fprintf(stderr, "--EOF (start condition %d)\n", YY_START);
  else if (rule == YY_NUM_RULES) fprintf(stderr, "--accepting default rule (\"%s\")\n", yytext);
  else fprintf(stderr, "--accepting rule at line %d (\"%s\")\n", yy_rule_line[rule], yytext);
#else
  (void)rule;
#endif
}

YY_DECL {
  int yy_act;
#ifdef YY_HISTORY
  int yy_rejected = 0;
#endif
  if (!yy_init) {
    yy_init = 1;
    YY_USER_INIT;
    if (!yyin) yyin = stdin;
    if (!yyout) yyout = stdout;
    if (!YY_CURRENT_BUFFER) {
      yyensure_buffer_stack();
      YY_CURRENT_BUFFER_LVALUE = yy_create_buffer(yyin, YY_BUF_SIZE);
    }
    yy_load_buffer_state();
  }
  {
@beginning
  for (;;) {
    yy_act = yy_match();
#ifdef YY_HISTORY
  yy_find:
    if (yy_rejected) {
      yy_count_lines(yy_more_len, -1);
      yy_act = yy_next_match(0);
      yy_rejected = 0;
    }
#endif
    if (yy_act) {
      yy_set_length(yy_length_for(yy_act));
      yy_count_lines(yy_more_len, 1);
    } else {
      if (!yy_end_of_file()) continue;
      yyleng = 0;
      yy_act = YY_STATE_EOF(YY_START);
    }
    yy_say(yy_act);
    switch (yy_act) {
@actions
    }
  }
  }
}

/* As before the first call. */
int yylex_destroy(void) {
  while (YY_CURRENT_BUFFER) yypop_buffer_state();
  if (yy_buffers) yyfree(yy_buffers);
  yy_buffers = NULL;
  yy_buffers_top = yy_buffers_room = 0;
#ifdef YY_STACK_USED
  if (yy_start_stack) yyfree(yy_start_stack);
  yy_start_stack = NULL;
  yy_start_stack_ptr = yy_start_stack_room = 0;
#endif
#ifdef YY_HISTORY
  if (yy_passed) yyfree(yy_passed);
  yy_passed = NULL;
  yy_passed_room = 0;
#endif
  yyin = yyout = NULL;
  yy_init = yy_more = 0;
  yy_start = yylineno = 1;
  return 0;
}

#ifdef YY_MAIN
int main(void) {
  yylex();
  return 0;
}
#endif
@end
