/* Writes the scanner: the lines of scanner.c, and in the place of its lines `@NAME` what has been made of the
   specification. Everything is made in memory before a file is opened. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "lex.h"

enum { VARIES = 32767 }; /* as scanner.c has it */

static struct text scanner, header;

/* What begins with yy and can be seen from other files: a prefix replaces the yy. */
static const char *const public_names[] = {
  "yy_create_buffer", "yy_delete_buffer", "yy_flex_debug", "yy_flush_buffer", "yy_scan_buffer", "yy_scan_bytes",
  "yy_scan_string", "yy_switch_to_buffer", "yyalloc", "yyfree", "yyget_debug", "yyget_in", "yyget_leng", "yyget_lineno",
  "yyget_out", "yyget_text", "yyin", "yyleng", "yylex", "yylex_destroy", "yylineno", "yyout", "yypop_buffer_state",
  "yypush_buffer_state", "yyrealloc", "yyrestart", "yyset_debug", "yyset_in", "yyset_lineno", "yyset_out", "yytext",
  "yywrap"
};

/* What the lines of scanner.c are to know. */
static void write_settings(struct text *text) {
  int i;
  for (i = 0; strcmp(options.prefix, "yy") && i < (int)(sizeof public_names / sizeof *public_names); i++) {
    print(text, "#define %s %s%s\n", public_names[i], options.prefix, public_names[i] + 2);
  }
  if (options.array) print(text, "#define YY_ARRAY 1\n");
}

static void write_conditions(struct text *text) {
  int i;
  for (i = 0; i < condition_count; i++) print(text, "#define %s %d\n", conditions[i].name, i);
}

static void write_declarations(void) {
  static const struct { const char *name; const int *option; } switches[] = {
    {"YY_LINES", &options.counts_lines}, {"YY_HISTORY", &options.history}, {"YY_DEBUG", &options.debug},
    {"YY_STACK_USED", &options.stack}, {"YY_OWN_ALLOC", &options.own_alloc}, {"YY_OWN_REALLOC", &options.own_realloc},
    {"YY_OWN_FREE", &options.own_free}, {"YY_NO_INPUT", &options.no_input}, {"YY_NO_UNPUT", &options.no_unput},
    {"YY_MAIN", &options.has_main}
  };
  int i;
  append(&scanner, head_code.bytes, head_code.length);
  write_conditions(&scanner);
  print(&scanner, "#define YY_NUM_RULES %d\n", rule_count - 1);
  print(&scanner, "#define YY_END_OF_RULES %d\n", rule_count - 1);
  for (i = 0; i < (int)(sizeof switches / sizeof *switches); i++) {
    if (*switches[i].option) print(&scanner, "#ifndef %s\n#define %s 1\n#endif\n", switches[i].name, switches[i].name);
  }
  if (!options.wraps) print(&scanner, "#define YY_SKIP_YYWRAP 1\n#define %swrap() 1\n", options.prefix);
}

static int table_length;

static void begin_table(const char *name) {
  print(&scanner, "static const %s %s[] = {", strcmp(name, "yy_rule_line") ? "short" : "int", name);
  table_length = 0;
}

static void put(int number) { print(&scanner, "%s%d,", table_length++ % 24 ? "" : "\n", number); }

static void end_table(void) { print(&scanner, "\n};\n"); }

/* What is taken off a match at its end; -1 - what stays of it; YY_VARIES. */
static int tail_of(const struct rule *rule) {
  const struct pattern *pattern = &rule->pattern;
  if (!pattern->tail) return 0;
  if (rule->varies) return VARIES;
  if (pattern->head->length >= VARIES || pattern->tail->length >= VARIES) {
    here.line = rule->line;
    fail("a side of the / is longer than %d characters", VARIES - 1);
  }
  return pattern->tail->length >= 0 ? pattern->tail->length : -1 - pattern->head->length;
}

/* With history all rules that end in a state, else the first. */
static void write_ends(void) {
  int i, j, count = 0;
  if (options.history) {
    begin_table("yy_ends");
    for (i = 0; i < state_count; i++) {
      for (j = 0; j < states[i].rule_count; j++) put(states[i].rules[j]);
    }
    put(0);
    end_table();
    begin_table("yy_first_end");
    for (i = 0; i < state_count; count += states[i++].rule_count) put(count);
    put(count);
    if (count > MOST_STATES) fail("the scanner is too large for REJECT, or for / between parts that vary");
  } else {
    begin_table("yy_end");
    for (i = 0; i < state_count; i++) put(states[i].rule_count ? states[i].rules[0] : 0);
  }
  end_table();
}

static void write_tables(void) {
  int i, c;
  begin_table("yy_class");
  for (c = 0; c < 256; c++) put(class_of[c]);
  end_table();
  begin_table("yy_starts");
  for (i = 0; i < 2 * condition_count; i++) put(start_states[i]);
  end_table();
  write_ends();
  begin_table("yy_row");
  for (i = 0; i < state_count; i++) put(states[i].row);
  end_table();
  begin_table("yy_tail");
  for (i = 0; i < rule_count; i++) put(i == 0 ? 0 : tail_of(&rules[i]));
  end_table();
  if (options.debug) {
    begin_table("yy_rule_line");
    for (i = 0; i < rule_count; i++) put(i == 0 ? 0 : rules[i].line);
    end_table();
  }
  print(&scanner, "static const short yy_next[][%d] = {\n", class_count);
  for (i = 0; i < row_count; i++) {
    print(&scanner, "{");
    table_length = 0;
    for (c = 0; c < class_count; c++) put(rows[i][c]);
    print(&scanner, "},\n");
  }
  print(&scanner, "};\n");
}

static void write_actions(void) {
  int i, missing = 0;
  append(&scanner, action_code.bytes, action_code.length);
  for (i = 0; i < condition_count; i++) {
    if (conditions[i].has_end) continue;
    print(&scanner, "case YY_STATE_EOF(%s):\n", conditions[i].name);
    missing = 1;
  }
  if (missing) print(&scanner, "yyterminate();\n");
}

/* After code of the specification, lines are those of the scanner again. */
static void back_to_scanner(void) {
  int i, line = 2;
  if (!options.line_directives) return;
  for (i = 0; i < scanner.length; i++) line += scanner.bytes[i] == '\n';
  print(&scanner, "#line %d \"%s\"\n", line, options.to_stdout ? "<stdout>" : options.output);
}

static void write_part(const char *name) {
  if (strcmp(name, "top") == 0) append(&scanner, top_code.bytes, top_code.length);
  else if (strcmp(name, "settings") == 0) {
    write_settings(&scanner);
    return;
  } else if (strcmp(name, "declarations") == 0) write_declarations();
  else if (strcmp(name, "tables") == 0) {
    write_tables();
    return;
  } else if (strcmp(name, "beginning") == 0) append(&scanner, beginning_code.bytes, beginning_code.length);
  else if (strcmp(name, "actions") == 0) write_actions();
  else if (strcmp(name, "end") == 0) append(&scanner, user_code.bytes, user_code.length);
  else fail("the line @%s is not known", name);
  back_to_scanner();
}

static void write_file(const char *name, const struct text *text) {
  FILE *file = name ? fopen(name, "w") : stdout;
  struct stat status;
  int is_written;
  here.file = name ? name : "<stdout>";
  here.line = 0;
  if (!file) fail("cannot be opened for writing");
  is_written = fwrite(text->bytes, 1, text->length, file) == (size_t)text->length && fflush(file) == 0;
  if (name && fclose(file) != 0) is_written = 0;
  if (is_written) return;
  if (name && stat(name, &status) == 0 && S_ISREG(status.st_mode)) remove(name); /* not a device */
  fail("cannot be written");
}

void write_scanner(void) {
  struct text skeleton = read_file(options.skeleton);
  const char *line, *end;
  int in_header = 0;
  print(&header, "#ifndef %sHEADER_H\n#define %sHEADER_H 1\n", options.prefix, options.prefix);
  write_settings(&header);
  for (line = skeleton.bytes; *line; line = end) {
    end = strchr(line, '\n');
    if (!end) fail("its last line has no end");
    if (*line == '@') {
      const char *name = copy_of(line + 1, end - line - 1);
      if (strcmp(name, "header") == 0) in_header = !in_header;
      else write_part(name);
    } else append(&scanner, line, end + 1 - line);
    end++;
    if (in_header && *line != '@') append(&header, line, end - line);
  }
  print(&header, "#ifdef YY_HEADER_EXPORT_START_CONDITIONS\n");
  write_conditions(&header);
  print(&header, "#endif\n#endif\n");
  write_file(options.to_stdout ? NULL : options.output, &scanner);
  if (options.header) write_file(options.header, &header);
}
