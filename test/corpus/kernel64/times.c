/* Time and waiting: clocks, sleeping, select and poll, usage and limits, the system. */
#include "print.h"
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <time.h>

static long milliseconds(struct timespec *from, struct timespec *to) {
  return (to->tv_sec - from->tv_sec) * 1000 + (to->tv_nsec - from->tv_nsec) / 1000000;
}

static void clocks(void) {
  struct timeval now;
  struct timespec before, after, rest = { 0, 20000000 };
  long seconds;
  answer("gettimeofday", gettimeofday(&now, 0));
  answer("clock_gettime", clock_gettime(CLOCK_MONOTONIC, &before));
  answer("nanosleep", nanosleep(&rest, 0));
  clock_gettime(CLOCK_MONOTONIC, &after);
  show("passed", milliseconds(&before, &after) >= 19);
  show("time", syscall(SYS_time, &seconds) == seconds && seconds >= now.tv_sec);
  answer("clock_getres", clock_getres(CLOCK_REALTIME, &rest));
  show("seconds", rest.tv_sec);
  answer("no such clock", clock_gettime(77, &rest));
  rest.tv_nsec = 1000000000;
  answer("too many nanoseconds", nanosleep(&rest, 0));
  rest.tv_sec = -1;
  answer("below 0", nanosleep(&rest, 0));
  /* the start itself: a second ago would be before it where a fast computer has just started */
  struct timespec past = { 0, 1 };
  show("until what has been", clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &past, 0));
  answer("from above", syscall(SYS_nanosleep, 0x700000001000, 0));
}

static void waiting(void) {
  int ends[2];
  fd_set set;
  struct timeval moment = { 0, 50000 };
  struct timespec short_moment = { 0, 1000 };
  sigset_t none;
  sigemptyset(&none);
  pipe(ends);
  FD_ZERO(&set);
  FD_SET(ends[0], &set);
  answer("select", select(ends[0] + 1, &set, 0, 0, &moment));
  show("in it", FD_ISSET(ends[0], &set));
  write(ends[1], "x", 1);
  FD_SET(ends[0], &set);
  answer("select", select(ends[0] + 1, &set, 0, 0, 0));
  answer("pselect", pselect(ends[0] + 1, &set, 0, 0, &short_moment, &none));
  dup2(ends[0], 70);
  FD_SET(70, &set);
  answer("select of 71", select(71, &set, 0, 0, 0));
  FD_SET(71, &set);
  answer("select of a closed one", select(72, &set, 0, 0, 0));
  answer("select above", syscall(SYS_select, 5, 0x700000001000, 0, 0, 0));
  struct pollfd entries[] = { { ends[0], POLLIN, 0 }, { ends[1], POLLOUT, 0 }, { 99, POLLIN, 0 }, { -1, POLLIN, 0 } };
  answer("poll", poll(entries, 4, 100));
  printf("%x %x %x %x\n", entries[0].revents, entries[1].revents, entries[2].revents, entries[3].revents);
  answer("ppoll", ppoll(entries, 1, &short_moment, &none));
}

int main(void) {
  struct tms ticks;
  struct rusage usage;
  struct rlimit limit;
  struct sysinfo info;
  struct utsname name;
  start();
  clocks();
  waiting();
  memset(&ticks, 255, sizeof ticks);
  show("times", times(&ticks) > 0 && ticks.tms_utime >= 0 && ticks.tms_utime < 1000000 && ticks.tms_cstime < 1000000);
  memset(&usage, 255, sizeof usage);
  answer("getrusage", getrusage(RUSAGE_SELF, &usage));
  show("usage", usage.ru_utime.tv_sec < 10000 && usage.ru_nsignals == 0);
  answer("getrusage of whom", getrusage(77, &usage));
  answer("getrlimit", getrlimit(RLIMIT_NOFILE, &limit));
  show("descriptors", limit.rlim_cur >= 1024);
  answer("getrlimit", getrlimit(RLIMIT_FSIZE, &limit));
  show("size of files", limit.rlim_cur == RLIM_INFINITY);
  answer("no such limit", getrlimit(77, &limit));
  answer("sysinfo", sysinfo(&info));
  show("memory", info.totalram * info.mem_unit > 1 << 20 && info.freeram <= info.totalram && info.procs > 0);
  uname(&name);
  printf("%s %s\n", name.sysname, name.machine);
  char bytes[16];
  answer("getrandom", syscall(SYS_getrandom, bytes, 16, 0));
  answer("getpriority of whom", syscall(SYS_getpriority, 77, 0));
  return 0;
}
