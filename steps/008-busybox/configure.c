/* Makes the headers of busybox that its makefiles generate, in the folder of its source.
   Usage: configure OPTIONS SOURCE...
   OPTIONS is a file of words, NAME or NAME=VALUE: what shall be in busybox (upstream: .config); `#` begins a comment.
   The sources are read for two things. Every option that one of them mentions, as CONFIG_NAME, ENABLE_NAME, IF_NAME or
   IF_NOT_NAME, and that OPTIONS does not have, is off (upstream: scripts/kconfig). And their lines `//applet:TEXT` are
   the table of applets (upstream: scripts/gen_build_files.sh). Written are, all in include/:
     autoconf.h            four macros for each option
     applets.h             applets.src.h, with the table in place of its line INSERT
     common_bufsiz.h       the smallest of the choices that scripts/generate_BUFSIZ.sh makes
     usage_compressed.h, embedded_scripts.h   empty: help texts and shell scripts in busybox are off */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_OPTIONS = 3000 };

static struct {
  const char *name;
  int length;
  const char *value; /* null: off */
} options[MOST_OPTIONS];
static int option_count;

static void die(const char *what, const char *name) {
  fprintf(stderr, "configure: %s: %s\n", name, what);
  exit(1);
}

/* The text of a file; it is never freed. */
static char *read_file(const char *name) {
  FILE *file = fopen(name, "r");
  char *text;
  long size;
  if (!file || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0) die("cannot read it", name);
  rewind(file);
  text = malloc(size + 1);
  if (!text) die("no memory", name);
  if (fread(text, 1, size, file) != size) die("cannot read it", name);
  fclose(file);
  text[size] = 0;
  return text;
}

static FILE *create(const char *name) {
  FILE *file = fopen(name, "w");
  if (!file) die("cannot create it", name);
  return file;
}

static void close_file(FILE *file, const char *name) {
  if (ferror(file) || fclose(file) != 0) die("cannot write it", name);
}

/* Adds an option, unless it is there already. */
static void add_option(const char *name, int length, const char *value) {
  int i;
  for (i = 0; i < option_count; i++)
    if (options[i].length == length && strncmp(options[i].name, name, length) == 0) return;
  if (option_count == MOST_OPTIONS) die("too many options", name);
  options[option_count].name = name;
  options[option_count].length = length;
  options[option_count++].value = value;
}

static void read_options(char *text) {
  char *line, *next, *word, *equals;
  for (line = text; line; line = next) {
    next = strchr(line, '\n');
    if (next) *next++ = 0;
    if (strchr(line, '#')) *strchr(line, '#') = 0;
    for (word = strtok(line, " "); word; word = strtok(NULL, " ")) {
      equals = strchr(word, '=');
      if (equals) add_option(word, equals - word, equals + 1);
      else add_option(word, strlen(word), "1");
    }
  }
}

static int in_name(int c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Adds the options that a text mentions, as off. */
static void find_options(const char *text) {
  static const char *const prefixes[] = {"CONFIG_", "ENABLE_", "IF_NOT_", "IF_"};
  int i, length, skip;
  while (*text) {
    for (length = 0; in_name(text[length]); length++) {}
    for (i = 0; i < 4; i++) {
      skip = strlen(prefixes[i]);
      if (length > skip && strncmp(text, prefixes[i], skip) == 0) {
        add_option(text + skip, length - skip, NULL);
        break;
      }
    }
    text += length > 0 ? length : 1;
  }
}

static void write_options(const char *name) {
  FILE *file = create(name);
  int i;
  fprintf(file, "#define AUTOCONF_TIMESTAMP \"\"\n");
  for (i = 0; i < option_count; i++) {
    int length = options[i].length, on = options[i].value != NULL;
    const char *option = options[i].name;
    if (on) fprintf(file, "#define CONFIG_%.*s %s\n", length, option, options[i].value);
    else fprintf(file, "#undef CONFIG_%.*s\n", length, option);
    fprintf(file, "#define ENABLE_%.*s %d\n", length, option, on);
    fprintf(file, "#define IF_%.*s(...)%s\n", length, option, on ? " __VA_ARGS__" : "");
    fprintf(file, "#define IF_NOT_%.*s(...)%s\n", length, option, on ? "" : " __VA_ARGS__");
  }
  close_file(file, name);
}

int main(int count, char **arguments) {
  static const char insert[] = "\nINSERT\n", applets_name[] = "include/applets.h";
  static const char buffer_name[] = "include/common_bufsiz.h", *const empty[] = {
    "include/usage_compressed.h", "include/embedded_scripts.h"};
  FILE *applets, *file;
  char *table, *place, *at;
  int i;
  if (count < 3) {
    fprintf(stderr, "usage: configure OPTIONS SOURCE...\n");
    return 2;
  }
  read_options(read_file(arguments[1]));

  table = read_file("include/applets.src.h");
  place = strstr(table, insert);
  if (!place) die("no line INSERT", "include/applets.src.h");
  find_options(table);
  applets = create(applets_name);
  fprintf(applets, "%.*s\n", (int)(place - table), table);
  for (i = 2; i < count; i++) {
    at = read_file(arguments[i]);
    find_options(at);
    while ((at = strstr(at, "//applet:")) != NULL) {
      at += strlen("//applet:");
      fprintf(applets, "%.*s\n", (int)strcspn(at, "\n"), at);
    }
  }
  fputs(place + strlen(insert), applets);
  close_file(applets, applets_name);

  write_options("include/autoconf.h");
  file = create(buffer_name);
  fprintf(file, "enum { COMMON_BUFSIZE = 1024 };\n");
  fprintf(file, "extern char bb_common_bufsiz1[];\n#define setup_common_bufsiz() ((void)0)\n");
  close_file(file, buffer_name);
  for (i = 0; i < 2; i++) close_file(create(empty[i]), empty[i]);
  return 0;
}
