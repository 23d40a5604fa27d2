/* System calls of Linux on i386. The kernel answers -1 .. -4095 for an error; here that becomes -1 and errno.
   There is no clock: what this library builds must not depend on the time of day, so it is always 1970. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

enum {
  SYS_READ = 3, SYS_WRITE = 4, SYS_OPEN = 5, SYS_CLOSE = 6, SYS_UNLINK = 10, SYS_EXECVE = 11, SYS_LSEEK = 19,
  SYS_MPROTECT = 125, SYS_GETCWD = 183, SYS_EXIT_GROUP = 252
};

int __syscall(int number, int a, int b, int c, int d, int e, int f);

int errno;

static int call(int number, int a, int b, int c) {
  int result = __syscall(number, a, b, c, 0, 0, 0);
  if (result >= 0 || result <= -4096) return result;
  errno = -result;
  return -1;
}

ssize_t read(int descriptor, void *to, size_t n) {
  return call(SYS_READ, descriptor, (int)to, n);
}

ssize_t write(int descriptor, const void *from, size_t n) {
  return call(SYS_WRITE, descriptor, (int)from, n);
}

int open(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  return call(SYS_OPEN, (int)path, flags, flags & O_CREAT ? va_arg(list, int) : 0);
}

int close(int descriptor) {
  return call(SYS_CLOSE, descriptor, 0, 0);
}

off_t lseek(int descriptor, off_t offset, int whence) {
  return call(SYS_LSEEK, descriptor, offset, whence);
}

int unlink(const char *path) {
  return call(SYS_UNLINK, (int)path, 0, 0);
}

int remove(const char *path) {
  return unlink(path);
}

char *getcwd(char *to, size_t size) {
  return call(SYS_GETCWD, (int)to, size, 0) < 0 ? NULL : to;
}

int mprotect(void *start, size_t bytes, int protection) {
  int first = (int)start & -4096;
  return call(SYS_MPROTECT, first, (int)start + bytes - first, protection);
}

/* Without a search in PATH: the program is named by its path. */
int execvp(const char *program, char *const arguments[]) {
  return call(SYS_EXECVE, (int)program, (int)arguments, (int)environ);
}

void _exit(int status) {
  for (;;) call(SYS_EXIT_GROUP, status, 0, 0);
}

int gettimeofday(struct timeval *to, void *zone) {
  to->tv_sec = to->tv_usec = 0;
  return 0;
}

time_t time(time_t *to) {
  return to ? *to = 0 : 0;
}

struct tm *localtime(const time_t *moment) {
  static struct tm start_of_1970 = {0, 0, 0, 1, 0, 70, 4, 0, 0};
  return &start_of_1970;
}
