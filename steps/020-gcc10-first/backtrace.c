/* In place of libbacktrace, which shows where a compiler fails: gcc asks for a state first, and goes without. */
#include <stddef.h>
#include "backtrace.h"

struct backtrace_state *backtrace_create_state(const char *file, int threaded, backtrace_error_callback failed,
                                               void *data) {
  return NULL;
}

int backtrace_full(struct backtrace_state *state, int skip, backtrace_full_callback each,
                   backtrace_error_callback failed, void *data) {
  return 0;
}
