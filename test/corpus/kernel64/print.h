/* What the programs of this folder share: a line for each answer. Nothing is buffered, so that children repeat nothing. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static void show(const char *what, long value) { printf("%s %ld\n", what, value); }

/* The result of a system call, or its negated error. */
static void answer(const char *what, long result) { show(what, result == -1 ? -errno : result); }

static void start(void) { setvbuf(stdout, 0, _IONBF, 0); }
