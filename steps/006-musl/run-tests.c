/* Compiles and runs TinyCC's own test programs (tests/tests2) and compares what they print with their .expect files.
   Usage, in the folder of the tests: run-tests FILE.expect...
   Prints a line for each test and then `rootseed: tests PASSED FAILED SKIPPED`; fails if one fails. As upstream's
   makefile, it takes standard output and standard error together, and does not care for the number of blanks between
   words and of line feeds at the end; other than that makefile, it runs programs from files, not with `tcc -run`. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LARGEST_OUTPUT = 1 << 20, MOST_SNIPPETS = 200, MOST_ARGUMENTS = 5 };

static char compiler[] = "/bin/tcc", program[] = "/tmp/program", messages[] = "/tmp/messages", output[] = "/tmp/output";

/* Tests with options for the compiler, or with a second source file. */
static const struct {
  const char *test, *option;
} options[] = {
  {"76_dollars_in_identifiers", "-fdollars-in-identifiers"},
  {"104_inline", "104+_inline.c"},
  {"106_pthread", "-pthread"},
};

/* Tests whose program takes arguments. */
static const struct {
  const char *test, *words[MOST_ARGUMENTS];
} arguments[] = {
  {"31_args", {"arg1", "arg2", "arg3", "arg4", "arg5"}},
  {"46_grep", {"[^* ]*[:a:d: ]+\\:\\*-/: $", "46_grep.c"}},
};

/* Tests in which every name `test_...` that an #if asks for selects a snippet: each is compiled and run by itself. */
static const char *const snippets[] = {"60_errors_and_warnings", "96_nodata_wanted"};

/* Tests that do not apply. */
static const struct {
  const char *test, *reason;
} skipped[] = {
  {"34_array_assignment", "arrays cannot be assigned in C; upstream leaves it out, too"},
#ifdef __i386__
  {"95_bitfields", "expects the alignment of 64-bit processors; upstream leaves it out on i386, too"},
  {"95_bitfields_ms", "expects the alignment of 64-bit processors; upstream leaves it out on i386, too"},
#else
  {"99_fastcall", "is for i386 alone: the convention is i386's, and so is its assembly"},
#endif
  {"112_backtrace", "needs backtraces, which CONFIG_TCCBOOT leaves out"},
  {"113_btdll", "needs shared libraries"},
  {"114_bound_signal", "needs the checking of bounds, which CONFIG_TCCBOOT leaves out"},
  {"115_bound_setjmp", "needs the checking of bounds, which CONFIG_TCCBOOT leaves out"},
  {"116_bound_setjmp2", "needs the checking of bounds, which CONFIG_TCCBOOT leaves out"},
};

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

static void die(const char *what, const char *name) {
  fprintf(stderr, "run-tests: %s %s\n", what, name);
  exit(2);
}

/* Runs a program; its output goes to the end of a file. Its exit status, or 128 and the signal that ended it. */
static int run(char *const words[], const char *to) {
  int status;
  pid_t child = fork();
  if (child < 0) die("cannot start", words[0]);
  if (child == 0) {
    int file = open(to, O_WRONLY | O_CREAT | O_APPEND, 0666);
    if (file < 0 || dup2(file, 1) < 0 || dup2(file, 2) < 0) _exit(126);
    close(file);
    execv(words[0], words);
    _exit(127);
  }
  if (waitpid(child, &status, 0) < 0) die("lost", words[0]);
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* The text of a file, to be freed. */
static char *read_file(const char *name) {
  FILE *file = fopen(name, "r");
  char *text = malloc(LARGEST_OUTPUT);
  size_t size;
  if (!file || !text) die("cannot read", name);
  size = fread(text, 1, LARGEST_OUTPUT - 1, file);
  fclose(file);
  text[size] = 0;
  return text;
}

static void append(const char *name, const char *text) {
  FILE *file = fopen(name, "a");
  if (!file || fputs(text, file) < 0 || fclose(file) < 0) die("cannot write", name);
}

/* Compiles a test, `option` being one more word for the compiler, or null; appends its messages to the output. */
static int compile(const char *source, const char *option) {
  const char *words[] = {compiler, "-static", "-o", program, source, option, NULL};
  int status;
  char *text, *no_main;
  unlink(program);
  unlink(messages);
  status = run((char *const *)words, messages);
  text = read_file(messages);
  /* A snippet without main is only compiled; here, the linker finds it missing. */
  no_main = strstr(text, "tcc: error: undefined symbol 'main'\n");
  if (no_main) *no_main = 0;
  append(output, text);
  free(text);
  return status;
}

static void run_test(const char *test, const char *source) {
  const char *words[1 + MOST_ARGUMENTS + 1] = {program};
  const char *option = NULL;
  int i;
  for (i = 0; i < COUNT(options); i++)
    if (strcmp(options[i].test, test) == 0) option = options[i].option;
  if (compile(source, option) != 0) return;
  for (i = 0; i < COUNT(arguments); i++)
    if (strcmp(arguments[i].test, test) == 0) memcpy(words + 1, arguments[i].words, sizeof arguments[i].words);
  run((char *const *)words, output);
}

static void run_snippets(const char *source) {
  char *text = read_file(source), *at = text, *const words[] = {program, NULL};
  char seen[MOST_SNIPPETS][64], line[100];
  int count = 0, i, status;
  while ((at = strstr(at, "defined test_")) != NULL) {
    char name[64] = "-D";
    sscanf(at, "defined %60[a-z0-9_]", name + 2);
    at += 8;
    for (i = 0; i < count && strcmp(seen[i], name) != 0; i++) {}
    if (i < count || count == MOST_SNIPPETS) continue;
    strcpy(seen[count++], name);
    sprintf(line, "%s[%s]\n", count > 1 ? "\n" : "", name + 2);
    append(output, line);
    if (compile(source, name) == 0 && (status = run(words, output)) != 0) {
      sprintf(line, "[returns %d]\n", status);
      append(output, line);
    }
  }
  free(text);
}

/* Makes every run of blanks one, and leaves out those at the end of a line, and line feeds at the end. */
static void squeeze(char *text) {
  char *start = text, *to = text;
  for (; *text; text++) {
    if (*text == ' ' || *text == '\t') {
      while (text[1] == ' ' || text[1] == '\t') text++;
      if (text[1] != '\n' && text[1] != 0) *to++ = ' ';
    } else {
      *to++ = *text;
    }
  }
  do {
    *to = 0;
  } while (to > start && *--to == '\n');
}

/* Whether the output is as expected; if not, shows where they part. */
static int matches(const char *expect) {
  char *wanted = read_file(expect), *found = read_file(output);
  int i = 0, start = 0, line = 1, same;
  squeeze(wanted);
  squeeze(found);
  same = strcmp(wanted, found) == 0;
  if (!same) {
    for (; wanted[i] == found[i]; i++)
      if (wanted[i] == '\n') {
        start = i + 1;
        line++;
      }
    printf("%s:%d: expected \"%.*s\", found \"%.*s\"\n", expect, line, (int)strcspn(wanted + start, "\n"),
           wanted + start, (int)strcspn(found + start, "\n"), found + start);
  }
  free(wanted);
  free(found);
  return same;
}

static const char *reason_to_skip(const char *test) {
  int i;
  for (i = 0; i < COUNT(skipped); i++)
    if (strcmp(skipped[i].test, test) == 0) return skipped[i].reason;
  return NULL;
}

static int has_snippets(const char *test) {
  int i;
  for (i = 0; i < COUNT(snippets); i++)
    if (strcmp(snippets[i], test) == 0) return 1;
  return 0;
}

int main(int count, char **names) {
  int passed = 0, failed = 0, left_out = 0, i;
  for (i = 1; i < count; i++) {
    char test[64], source[64];
    sprintf(test, "%.*s", (int)strcspn(names[i], "."), names[i]);
    sprintf(source, "%s.c", test);
    if (reason_to_skip(test)) {
      printf("skipped %s: %s\n", test, reason_to_skip(test));
      left_out++;
      continue;
    }
    fflush(stdout); /* before a child could write it once more */
    unlink(output);
    append(output, "");
    if (has_snippets(test)) run_snippets(source);
    else run_test(test, source);
    if (matches(names[i])) {
      printf("passed %s\n", test);
      passed++;
    } else {
      printf("FAILED %s\n", test);
      failed++;
    }
  }
  unlink(program);
  unlink(messages);
  unlink(output);
  printf("rootseed: tests %d %d %d\n", passed, failed, left_out);
  return failed > 0;
}
