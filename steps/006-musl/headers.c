/* Makes the headers of musl that its makefile generates: with tools/mkalltypes.sed, every line
     TYPEDEF type name;      STRUCT name { ... };      UNION name { ... };
   becomes a declaration for those who ask for it by a macro __NEED_name; other lines stay. And of the system call
   numbers, lines `#define __NR_name number`, as SYS_name. Usage: headers types < IN > OUT; headers calls < IN > OUT. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char text[1 << 16];

/* Prints a declaration, once, if somebody needs it: `kind` is "", "struct " or "union ". */
static void print_guarded(const char *kind, const char *name, int name_length, const char *declaration) {
  char macro[100], *blank;
  sprintf(macro, "%s%.*s", kind, name_length, name);
  blank = strchr(macro, ' ');
  if (blank) *blank = '_';
  printf("#if defined(__NEED_%s) && !defined(__DEFINED_%s)\n", macro, macro);
  printf("%s%s\n#define __DEFINED_%s\n#endif\n\n", *kind ? kind : "typedef ", declaration, macro);
}

static void print_type(char *line) {
  char *name;
  if (strncmp(line, "TYPEDEF ", 8) == 0) {
    name = strrchr(line, ' ') + 1;
    print_guarded("", name, strlen(name) - 1, line + 8);
  } else if (strncmp(line, "STRUCT ", 7) == 0 || strncmp(line, "UNION ", 6) == 0) {
    const char *kind = *line == 'S' ? "struct " : "union ";
    name = strchr(line, ' ');
    while (*name == ' ') name++;
    print_guarded(kind, name, strchr(name, ' ') - name, name);
  } else {
    puts(line);
  }
}

static void print_call(const char *line) {
  const char *name = strstr(line, "__NR_");
  if (name) printf("%.*sSYS_%s\n", (int)(name - line), line, name + 5);
}

int main(int count, char **arguments) {
  int size = 0, got, calls = count == 2 && strcmp(arguments[1], "calls") == 0;
  char *line, *end;
  if (!calls && (count != 2 || strcmp(arguments[1], "types") != 0)) {
    fprintf(stderr, "usage: headers types|calls < IN > OUT\n");
    return 2;
  }
  while ((got = read(0, text + size, sizeof text - 1 - size)) > 0) size += got;
  if (got < 0 || size == sizeof text - 1) {
    fprintf(stderr, "headers: cannot read, or more than %d bytes\n", (int)sizeof text - 2);
    return 1;
  }
  if (calls) printf("%s", text);
  for (line = text; (end = strchr(line, '\n')) != NULL; line = end + 1) {
    *end = 0;
    if (calls) print_call(line);
    else print_type(line);
  }
  return 0;
}
