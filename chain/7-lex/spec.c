/* The specification: definitions, rules, C code. Patterns go to pattern.c; C code is copied, with a #line directive
   before it, so that a compiler's messages name the specification.

   It is read once, line by line, from `at`. `here.line` is the line that `at` is in, so move_to() alone moves it. */
#include <string.h>
#include "lex.h"

struct condition *conditions;
int condition_count;
static int condition_room;
struct rule *rules;
int rule_count = 1;
static int rule_room;
struct text top_code, head_code, beginning_code, action_code, user_code;

static const char *input, *at;

static void move_to(const char *to) {
  for (; at < to; at++) here.line += *at == '\n';
}

static const char *line_end(const char *from) { return from + strcspn(from, "\n"); }

static const char *next_line(const char *from) {
  from = line_end(from);
  return *from ? from + 1 : from;
}

static const char *after_blanks(const char *from) { return from + strspn(from, " \t\r"); }

static int starts(const char *what) { return strncmp(at, what, strlen(what)) == 0; }

static int is_line_start(void) { return at == input || at[-1] == '\n'; }

/* ---- C code ---- */

void code_line(struct text *code, int line) {
  if (options.line_directives) print(code, "#line %d \"%s\"\n", line, here.file);
}

/* Copies from `at` up to there, whole lines. */
static void copy_code(struct text *code, const char *to) {
  code_line(code, here.line);
  append(code, at, to - at);
  if (to > at && to[-1] != '\n') append(code, "\n", 1);
  move_to(to);
}

/* Where the comment that begins here has ended. */
static const char *comment_end(const char *from) {
  const char *end = strstr(from + 2, "*/");
  if (!end) fail("no */ closes the comment");
  return end + 2;
}

/* Where a piece of C has ended that begins here: a string, a character, a comment, a word or one byte. */
static const char *piece_end(const char *from) {
  char quote = *from;
  if (from[0] == '/' && from[1] == '*') return comment_end(from);
  if (from[0] == '/' && from[1] == '/') return line_end(from);
  if (is_name_start(*from & 255)) {
    while (is_name_start(*from & 255) || is_digit(*from & 255)) from++;
    return from;
  }
  from++;
  if (quote != '"' && quote != '\'') return from;
  for (; *from != quote; from++) {
    if (*from == 0 || *from == '\n') fail("no %c closes the text in C code", quote);
    if (*from == '\\' && from[1] != 0) from++;
  }
  return from + 1;
}

/* The end of the first line at which all braces are closed. */
static const char *code_end(const char *from) {
  int line = here.line, braces = 0;
  for (; *from; ) {
    const char *end = piece_end(from);
    if (*from == '\n' && braces <= 0) return from;
    if (*from == '{') braces++;
    if (*from == '}') braces--;
    if (end - from == 6 && memcmp(from, "REJECT", 6) == 0) options.history = 1;
    for (; from < end; from++) here.line += *from == '\n';
  }
  here.line = line;
  if (braces > 0) fail("no } closes the action");
  return from;
}

/* %{ ... %}: the lines between. */
static void copy_block(struct text *code) {
  const char *end;
  const char *from = next_line(at);
  for (end = from; *end && strncmp(after_blanks(end), "%}", 2) != 0; end = next_line(end)) {}
  if (!*end) fail("no line %%} closes the %%{");
  move_to(from);
  copy_code(code, end);
  move_to(next_line(end));
}

/* %top { ... } */
static void copy_top(void) {
  const char *from = next_line(at), *end = from;
  int braces = 1;
  for (; braces > 0; end++) {
    if (*end == 0) fail("no } closes the %%top {");
    if (*end == '{') braces++;
    if (*end == '}') braces--;
  }
  move_to(from);
  copy_code(&top_code, end - 1);
  move_to(next_line(end));
}

/* ---- Options ---- */

/* What they set, and to what; `no` before a name turns it round. */
static const struct { const char *name; int *option, value; } known_options[] = {
  {"caseless", &options.caseless, 1}, {"case-insensitive", &options.caseless, 1}, {"caseful", &options.caseless, 0},
  {"case-sensitive", &options.caseless, 0}, {"yylineno", &options.counts_lines, 1}, {"yywrap", &options.wraps, 1},
  {"default", &options.echoes, 1}, {"debug", &options.debug, 1}, {"array", &options.array, 1},
  {"pointer", &options.array, 0}, {"line", &options.line_directives, 1}, {"reject", &options.history, 1},
  {"stdout", &options.to_stdout, 1}, {"main", &options.has_main, 1}, {"stack", &options.stack, 1},
  {"input", &options.no_input, 0}, {"unput", &options.no_unput, 0}, {"yyalloc", &options.own_alloc, 0},
  {"yyrealloc", &options.own_realloc, 0}, {"yyfree", &options.own_free, 0}
};

/* These change how fast or how large flex's scanner is, or leave out functions: here nothing depends on them. */
static const char without_effect[] = " 7bit 8bit align always-interactive backup batch ecs fast full interactive "
  "meta-ecs never-interactive perf-report read stdinit unistd verbose warn yymore yy_push_state yy_pop_state "
  "yy_top_state yy_scan_buffer yy_scan_bytes yy_scan_string yyget_lineno yyset_lineno yyget_in yyset_in yyget_out "
  "yyset_out yyget_leng yyget_text yyget_debug yyset_debug yyget_extra yyset_extra yyget_lval yyset_lval yyget_lloc "
  "yyset_lloc ";

static int is_without_effect(const char *name) {
  const char *found = strstr(without_effect, name);
  return found && found[-1] == ' ' && found[strlen(name)] == ' ';
}

static void set_option(const char *name) {
  const char *word = name;
  int i, sense = 1;
  while (strncmp(word, "no", 2) == 0) {
    sense = !sense;
    word += 2;
  }
  for (i = 0; i < (int)(sizeof known_options / sizeof *known_options); i++) {
    if (strcmp(word, known_options[i].name) == 0) {
      *known_options[i].option = known_options[i].value == sense;
      return;
    }
  }
  if (*word == 0 || !is_without_effect(word)) {
    fail("the option %s is not supported; docs/lex.md lists those that are", name);
  }
}

/* An option with a text: name="value". */
static void set_text_option(const char *name, const char *value) {
  if (!strcmp(name, "prefix")) options.prefix = value;
  else if (!strcmp(name, "outfile")) options.output = options.output ? options.output : value;
  else if (!strcmp(name, "header-file") || !strcmp(name, "header")) options.header = value;
  else fail("the option %s is not supported with a text; docs/lex.md lists those that are", name);
}

static void read_options(void) {
  const char *word = at + 7, *end = line_end(at);
  while ((word = after_blanks(word)) < end) {
    int length = strcspn(word, " \t\r\n=");
    char *name = copy_of(word, length);
    word = after_blanks(word + length);
    if (*word == '=') {
      const char *value = after_blanks(word + 1);
      if (*value != '"') fail("expected a text in quotes after %s=", name);
      length = strcspn(++value, "\"\n");
      if (value[length] != '"') fail("no \" closes the text after %s=", name);
      set_text_option(name, copy_of(value, length));
      word = value + length + 1;
    } else if (length > 0) set_option(name);
  }
  move_to(next_line(at));
}

/* ---- The first section ---- */

static int find_condition(const char *name, int length) {
  int i;
  for (i = 0; i < condition_count; i++) {
    if ((int)strlen(conditions[i].name) == length && memcmp(conditions[i].name, name, length) == 0) return i;
  }
  return -1;
}

static int name_length(const char *from) {
  int length = 0;
  if (is_name_start(*from & 255)) while (is_name(from[length] & 255)) length++;
  return length;
}

static void add_condition(const char *name, int length, int exclusive) {
  if (find_condition(name, length) >= 0) fail("the start condition %.*s is declared twice", length, name);
  conditions = grow(conditions, condition_count, &condition_room, sizeof *conditions);
  conditions[condition_count].name = copy_of(name, length);
  conditions[condition_count++].exclusive = exclusive;
}

/* %s NAME..., %x NAME...; POSIX has any word that begins so, like %Start. */
static void read_conditions(int exclusive) {
  const char *end = line_end(at), *word = at + 2 + name_length(at + 2);
  while ((word = after_blanks(word)) < end) {
    int length = name_length(word);
    if (length == 0) fail("expected names of start conditions, found %.*s", (int)(end - word), word);
    add_condition(word, length, exclusive);
    word += length;
  }
  move_to(next_line(at));
}

static void read_definition(void) {
  const char *end = line_end(at), *text = at + name_length(at);
  if (text == at) fail("not understood; C code is indented, or between %%{ and %%}");
  if (!is_blank(*text & 255)) fail("expected a blank and a pattern after the name %.*s", (int)(text - at), at);
  text = after_blanks(text);
  while (end > text && (is_blank(end[-1] & 255) || end[-1] == '\r')) end--;
  if (text == end) fail("the definition of %.*s is empty", name_length(at), at);
  define(copy_of(at, name_length(at)), copy_of(text, end - text));
  move_to(next_line(at));
}

static void read_directive(void) {
  int letter = at[1] | 32;
  if (starts("%{")) copy_block(&head_code);
  else if (starts("%top") && *after_blanks(at + 4) == '{') copy_top();
  else if (starts("%option")) read_options();
  else if (starts("%array") || starts("%pointer")) {
    options.array = at[1] == 'a';
    move_to(next_line(at));
  } else if (letter == 's' || letter == 'x') read_conditions(letter == 'x');
  else if (strchr("aceknopr", letter) && !is_name_start(at[2] & 255)) move_to(next_line(at)); /* sizes of old tables */
  else fail("the directive %.*s is not known", (int)strcspn(at, " \t\r\n"), at);
}

static void read_definitions(void) {
  for (; !starts("%%"); ) {
    const char *blank = after_blanks(at);
    if (!*at) fail("the specification has ended before %%%%, which comes before the rules");
    if (*at == '%') read_directive();
    else if (*blank == '\n' || *blank == 0) move_to(next_line(at));
    else if (starts("/*") || is_blank(*at & 255)) {
      const char *end = strncmp(blank, "/*", 2) ? at : comment_end(blank);
      copy_code(&head_code, next_line(end));
    } else read_definition();
  }
  move_to(next_line(at));
}

/* ---- The second section ---- */

static char *groups[DEEPEST]; /* the conditions of the groups <A>{ ... } around a rule, and NULL below the first */
static int group_depth;

/* <A,B> or <*>: marks the conditions. */
static void read_choice(char *chosen) {
  move_to(at + 1);
  for (;;) {
    int i, length;
    move_to(at + strspn(at, " \t\r\n"));
    length = name_length(at);
    if (*at == '*') {
      memset(chosen, 1, condition_count);
      length = 1;
    } else if (length == 0) fail("expected the name of a start condition, or *");
    else if ((i = find_condition(at, length)) >= 0) chosen[i] = 1;
    else fail("the start condition %.*s is not declared; %%x %.*s does that", length, at, length, at);
    move_to(at + length);
    move_to(at + strspn(at, " \t\r\n"));
    if (*at == '>') break;
    if (*at != ',') fail("expected , or > after a start condition");
    move_to(at + 1);
  }
  move_to(at + 1);
}

/* What [:name: has before its last bracket; 0 for a [ that is a character. */
static int named_class_length(const char *from) {
  int length = from[2] == '^' ? 3 : 2;
  while (is_name_start(from[length] & 255)) length++;
  return from[length] == ':' && from[length + 1] == ']' ? length + 1 : 0;
}

/* The end of the pattern that begins here: the first blank that is not in a text, a class or after a backslash. */
static const char *pattern_end(const char *from) {
  for (; *from && !strchr(" \t\r\n", *from); from++) {
    if (*from == '\\' && from[1] != 0 && from[1] != '\n') from++;
    else if (*from == '"') {
      for (from++; *from != '"'; from++) {
        if (*from == 0 || *from == '\n') fail("no \" closes the text in the pattern");
        if (*from == '\\' && from[1] != 0) from++;
      }
    } else if (*from == '[') {
      from++;
      if (*from == '^') from++;
      if (*from == ']') from++;
      for (; *from != ']'; from++) {
        if (*from == 0 || *from == '\n') fail("no ] closes the class");
        if (*from == '\\' && from[1] != 0) from++;
        if (from[0] == '[' && from[1] == ':') from += named_class_length(from);
      }
    }
  }
  return from;
}

static void read_end_rule(const char *chosen, int is_chosen) {
  int i, found = 0;
  for (i = 0; i < condition_count; i++) {
    if (is_chosen ? !chosen[i] : conditions[i].has_end) continue;
    if (conditions[i].has_end) fail("the start condition %s has a rule <<EOF>> already", conditions[i].name);
    conditions[i].has_end = found = 1;
    print(&action_code, "case YY_STATE_EOF(%s):\n", conditions[i].name);
  }
  if (!found) fail("all start conditions have a rule <<EOF>> already");
  move_to(at + 7);
}

static struct rule *add_rule(char *chosen) {
  struct rule *rule;
  rules = grow(rules, rule_count, &rule_room, sizeof *rules);
  rule = &rules[rule_count];
  rule->conditions = chosen;
  rule->line = here.line;
  print(&action_code, "case %d:\n", rule_count++);
  return rule;
}

static void read_pattern_rule(char *chosen) {
  struct rule *rule = add_rule(chosen);
  const char *end = pattern_end(at);
  if (end == at) fail("a pattern is missing after the start conditions");
  rule->pattern = parse_pattern(copy_of(at, end - at));
  if (rule->pattern.tail && rule->pattern.head->length < 0 && rule->pattern.tail->length < 0) {
    rule->varies = options.history = 1;
  }
  move_to(end);
}

/* What follows a pattern; true when it is |, so that the next rule's action counts. */
static int read_action(int is_end) {
  move_to(after_blanks(at));
  if (*at == '|') {
    move_to(next_line(at));
    return 1;
  }
  if (!is_end) append(&action_code, "YY_RULE_SETUP\n", 14);
  if (starts("%{")) copy_block(&action_code);
  else {
    int line = here.line;
    const char *end = code_end(at);
    here.line = line;
    copy_code(&action_code, end);
  }
  print(&action_code, "YY_BREAK\n");
  return 0;
}

/* A rule, or the beginning of a group of them. True for a rule whose action is |. */
static int read_rule(void) {
  char *chosen = allocate(condition_count);
  int i, is_end, is_chosen = *at == '<' && !starts("<<EOF>>");
  if (group_depth > 0) memcpy(chosen, groups[group_depth], condition_count);
  if (is_chosen) {
    const char *brace;
    read_choice(chosen);
    brace = at + strspn(at, " \t\r\n");
    if (*brace == '{' && (name_length(brace + 1) == 0 || brace[1 + name_length(brace + 1)] != '}')) {
      if (group_depth + 1 >= DEEPEST) fail("more than %d groups in each other", DEEPEST);
      groups[++group_depth] = chosen;
      move_to(brace + 1);
      return 0;
    }
  }
  is_chosen |= group_depth > 0;
  is_end = starts("<<EOF>>");
  if (is_end) read_end_rule(chosen, is_chosen);
  else {
    for (i = 0; i < condition_count && !is_chosen; i++) chosen[i] = !conditions[i].exclusive;
    read_pattern_rule(chosen);
  }
  return read_action(is_end);
}

/* Indented lines and %{ ... %} before the first rule are the beginning of yylex. */
static void read_beginning(void) {
  while (*at && (strchr(" \t\r\n", *at) || starts("%{"))) {
    const char *blank = after_blanks(at);
    if (starts("%{")) copy_block(&beginning_code);
    else if (*blank == '\n' || *blank == 0) move_to(next_line(at));
    else copy_code(&beginning_code, next_line(strncmp(blank, "/*", 2) ? at : comment_end(blank)));
  }
}

static void read_rules(void) {
  int is_open = 0; /* does the last action lack, because it is |? */
  read_beginning();
  for (;;) {
    move_to(at + strspn(at, " \t\r\n"));
    if (!*at || (starts("%%") && is_line_start())) break;
    if (starts("/*")) move_to(comment_end(at));
    else if (starts("%{")) copy_block(&action_code);
    else if (*at == '}' && group_depth > 0) {
      group_depth--;
      move_to(at + 1);
    } else is_open = read_rule();
  }
  if (group_depth > 0) fail("no } closes the group of rules");
  if (is_open) fail("the last rule has the action |, but no rule follows");
  move_to(next_line(at));
}

/* The rule of all characters that no other rule matches, in every condition. */
static void add_default_rule(void) {
  char *all = allocate(condition_count);
  memset(all, 1, condition_count);
  here.line = 0;
  add_rule(all)->pattern = parse_pattern("(?s:.)");
  print(&action_code, "YY_RULE_SETUP\n%s;\nYY_BREAK\n",
    options.echoes ? "ECHO" : "YY_FATAL_ERROR(\"no rule of the scanner matches\")");
}

void read_specification(const char *text) {
  at = input = text;
  here.line = 1;
  add_condition("INITIAL", 7, 0);
  read_definitions();
  read_rules();
  if (*at) copy_code(&user_code, at + strlen(at));
  add_default_rule();
}
