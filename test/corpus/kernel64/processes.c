/* Processes: how a program begins, fork, vfork, spawn, waiting, and what each keeps over switches: fs, FPU, SSE. */
#include "print.h"
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

extern char **environ;
static __thread long own = 42;

static void began(int count, char **arguments) {
  printf("arguments %d, stack %ld\n", count, (long) &arguments[-1] & 15);
  for (int i = 1; i < count; i++) puts(arguments[i]);
  printf("X is %s\n", getenv("X"));
  printf("page %ld, clock %ld, header %ld, secure %ld, random %d\n", getauxval(AT_PAGESZ), getauxval(AT_CLKTCK),
    getauxval(AT_PHENT), getauxval(AT_SECURE), getauxval(AT_RANDOM) != 0);
}

static void show_end(const char *what, int status) {
  printf("%s: signal %d, status %d\n", what, WTERMSIG(status), WEXITSTATUS(status));
}

/* Each computes with its own thread-local storage and registers, while the others interrupt it. */
static void keep_own(int n) {
  double sum = 0;
  register double step __asm__("xmm13") = n;
  own = n * 1000;
  for (long i = 0; i < 3000000; i++) {
    sum += step;
    own++;
    __asm__ volatile("" : "+x"(step));
  }
  _exit(own == n * 1000 + 3000000 && sum == n * 3000000.0 ? n : 0);
}

static void waiting(void) {
  int status;
  struct rusage usage;
  siginfo_t info;
  memset(&usage, 255, sizeof usage);
  pid_t child = fork();
  if (child == 0) _exit(7);
  show("wait4", wait4(child, &status, 0, &usage) == child);
  show_end("it", status);
  show("usage", usage.ru_utime.tv_sec + usage.ru_maxrss * 0 + usage.ru_nivcsw * 0);
  child = fork();
  if (child == 0) _exit(9);
  memset(&info, 255, sizeof info);
  answer("waitid", waitid(P_PID, child, &info, WEXITED | WNOWAIT));
  printf("told %d %d %d %d\n", info.si_signo, info.si_code, info.si_pid == child, info.si_status);
  answer("waitid", waitid(P_ALL, 0, &info, WEXITED));
  answer("no child", waitpid(-1, &status, 0));
  child = fork();
  if (child == 0) pause();
  kill(child, SIGKILL);
  answer("waitid", waitid(P_PID, child, &info, WEXITED));
  printf("told %d %d %d\n", info.si_signo, info.si_code, info.si_status);
}

static void spawning(char *self) {
  int status;
  pid_t child;
  char *arguments[] = { self, "child", "second argument", 0 }, *environment[] = { "X=given", 0 };
  int error = posix_spawn(&child, self, 0, 0, arguments, environment);
  waitpid(child, &status, 0);
  answer("spawn", error);
  show_end("spawned", status);
  answer("spawn of nothing", posix_spawn(&child, "/missing", 0, 0, arguments, environment));
  child = vfork();
  if (child == 0) _exit(3);
  waitpid(child, &status, 0);
  show_end("vfork", status);
  answer("execve from above", syscall(SYS_execve, self, 0x700000001000, 0));
  char *bad[] = { self, (char *) 0x700000001000, 0 };
  answer("execve with an argument above", execve(self, bad, environ));
}

static void storage(void) {
  long base = 0;
  answer("get fs", syscall(SYS_arch_prctl, 0x1003, &base));
  show("its first word", base != 0 && *(long *) base == base);
  answer("set fs above", syscall(SYS_arch_prctl, 0x1002, 0x8000000000000000));
  answer("get fs to above", syscall(SYS_arch_prctl, 0x1003, 0x700000001000));
  answer("something else", syscall(SYS_arch_prctl, 0x7777, 0));
}

int main(int count, char **arguments) {
  start();
  if (count > 1) {
    began(count, arguments);
    return 5;
  }
  show("arguments", count);
  int status, sum = 0;
  pid_t child = fork();
  if (child == 0) {
    own = 7;
    _exit(own);
  }
  waitpid(child, &status, 0);
  show_end("child", status);
  show("own", own);
  waiting();
  spawning(arguments[0]);
  storage();
  for (int i = 1; i < 4; i++) if (fork() == 0) keep_own(i);
  for (int i = 1; i < 4; i++) {
    wait(&status);
    sum += WEXITSTATUS(status);
  }
  show("kept", sum);
  show("ids", getpid() > 1 && getppid() > 0 && getuid() == geteuid() && gettid() == getpid());
  cpu_set_t processors;
  show("sched_getaffinity", syscall(SYS_sched_getaffinity, 0, sizeof processors, &processors) % 8);
  return 0;
}
