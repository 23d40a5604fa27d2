/* What the files of lex share: `lex` makes a scanner in C from a specification (POSIX's lex, with what flex adds to it,
   up to docs/lex.md's list).

   In the order in which they work: text.c (texts, memory, messages), pattern.c (a pattern becomes a tree), spec.c (the
   three sections of the specification become rules), nfa.c (all trees become one nondeterministic automaton), dfa.c
   (and that a deterministic one), write.c (which goes, as tables, between the lines of scanner.c). main.c calls them.

   Nothing is freed: a run is short, and its memory is bounded by the limits below. Nothing asks the locale or the time,
   and all orders are those of the specification, so that the same specification makes the same scanner everywhere. */
#include <stddef.h>

enum {
  LARGEST_INPUT = 1 << 24, /* bytes */
  MOST_NODES = 1 << 20,    /* of the nondeterministic automaton */
  MOST_STATES = 32767,     /* the tables have numbers of 16 bits */
  DEEPEST = 200            /* parentheses in parentheses, groups of rules in groups */
};

/* ---- text.c ---- */

struct text { char *bytes; int length, room; }; /* a NUL follows the bytes */
struct place { const char *file; int line; };   /* line 0: the file as a whole; no file: the command line */
extern struct place here;                       /* what messages speak about */

void fail(const char *format, ...);             /* a message, and the end */
void *allocate(size_t bytes);                   /* zeros */
/* An array with room for one more element than `count`; it moves only when `*room` is used up. */
void *grow(void *array, int count, int *room, size_t size);
void append(struct text *text, const char *bytes, int length);
void print(struct text *text, const char *format, ...); /* at most 1,000 bytes */
char *copy_of(const char *bytes, int length);
int is_blank(int c);                            /* blank or tab */
int is_name_start(int c);
int is_name(int c);                             /* names of flex may have a - */
int is_digit(int c);
struct text read_file(const char *name);        /* "-": standard input */

/* ---- pattern.c ---- */

typedef unsigned char set[32]; /* a bit for each character */
extern set *sets;              /* no two are equal */
extern int set_count;
int contains(const unsigned char *bits, int c);

enum kind { CHARACTER, EMPTY, SEQUENCE, CHOICE, REPEAT };
struct tree {
  enum kind kind;
  int set;                   /* CHARACTER: one of sets */
  struct tree *left, *right; /* REPEAT: left alone */
  int least, most;           /* REPEAT; most -1: as often as you like */
  int length;                /* characters that it matches; -1: that varies */
};

struct pattern { int at_line; struct tree *head, *tail; }; /* ^ stood before it; what follows a / or $, or NULL */
void define(const char *name, const char *text);
struct pattern parse_pattern(const char *text);

/* ---- spec.c ---- */

struct condition { char *name; int exclusive, has_end; }; /* has_end: there is a rule <<EOF>> for it */
struct rule {
  struct pattern pattern;
  char *conditions; /* a byte for each condition: does the rule belong to it? */
  int line, varies; /* varies: both sides of a / match different numbers of characters */
};
extern struct condition *conditions;
extern int condition_count;
extern struct rule *rules; /* from 1 on; the last is that of characters which no other matches */
extern int rule_count;
/* Its C code: before everything, before the scanner, at the beginning of yylex, of the rules, after the scanner. */
extern struct text top_code, head_code, beginning_code, action_code, user_code;

struct options {
  int caseless, counts_lines, wraps, echoes, debug, array, line_directives, history, to_stdout, has_main, stack;
  int own_alloc, own_realloc, own_free, no_input, no_unput;
  const char *prefix, *output, *header, *skeleton;
};
extern struct options options; /* history: the scanner keeps all states, for REJECT and rules that vary */
void read_specification(const char *text);
void code_line(struct text *code, int line); /* a #line directive for what follows */

/* ---- nfa.c ---- */

/* A step over a character of a set; without one (-1), a way to both. Rule: it ends here (negated: its head does). */
struct node { int set, next, other, rule; };
extern struct node *nodes;
extern int node_count;
/* For each condition the list of its rules' first nodes, and of those that begin a line. */
extern int *condition_nodes, *line_nodes;
void make_nodes(void);

/* ---- dfa.c ---- */

struct state { int *nodes, count, *rules, rule_count, row; };
extern struct state *states; /* state 0 goes nowhere */
extern int state_count;
extern int class_of[256], class_count; /* characters that no set tells apart */
extern int **rows, row_count;          /* for each class the next state; row 0 is that of state 0 */
extern int *start_states;              /* two for each condition: within a line, at its beginning */
void make_states(void);

/* ---- write.c ---- */

void write_scanner(void);
