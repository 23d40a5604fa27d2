/* Random system calls, frames, code and executable files. `fuzz SEED ROUNDS`: in each round processes of an ordinary user
   do them, and afterwards what is root's must be as it was: a file, memory, and that all processes end when killed. */
#include "print.h"
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <ucontext.h>

static unsigned long state;
static unsigned long any(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}
static unsigned long below(unsigned long n) { return any() % n; }

static char buffer[65536];
static char *const names[] = {
  "/tmp/f", "/tmp", "/dev/null", "/dev/zero", "", "/tmp/fuzz/kept", "/proc/self/exe", "f", "..", "/tmp/fuzz",
};

static long argument(void) {
  switch (below(14)) {
    case 0: return 0;
    case 1: return -1 - (long) below(120);
    case 2: return below(8);
    case 3: case 4: return (long) buffer + below(60000);
    case 5: case 6: return (long) names[below(10)];
    case 7: return any();
    case 8: return any() & 0xffffffff;
    case 9: return 0xbffff000 - below(64);
    case 10: return below(0x100000) << 12;
    case 11: return below(5000);
    case 12: return (long) buffer + 65536 - below(64);
    default: return 1L << below(64);
  }
}

/* Calls after which a process could not go on, or that only wait. */
static int is_left_out(long number) {
  return number == 60 || number == 231 || number == 34 || number == 56 || number == 57 || number == 58 || number == 15;
}

static void make_calls(void) {
  for (int i = 0; i < 100; i++) {
    long number = below(10) == 0 ? 300 + below(212) : below(336);
    if (is_left_out(number)) continue;
    long a = argument(), b = argument(), c = argument(), result;
    register long d __asm__("r10") = argument(), e __asm__("r8") = argument(), f __asm__("r9") = argument();
    /* to all but one: not to those that watch */
    if (number == 62 || number == 200 || number == 234) a = getpid();
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(d), "r"(e), "r"(f)
      : "rcx", "r11", "memory");
    if (i == 50 && syscall(SYS_fork) == 0) i = 51;
  }
}

/* A handler's frame with other bytes in it. */
static void on_signal(int signal, siginfo_t *info, void *context) {
  char *frame = context;
  for (int i = below(12); i > 0; i--) frame[below(920)] = any();
}
static void make_frames(void) {
  struct sigaction action = { 0 };
  action.sa_sigaction = on_signal;
  action.sa_flags = SA_SIGINFO | SA_NODEFER;
  sigaction(SIGUSR1, &action, 0);
  for (int i = 0; i < 20; i++) raise(SIGUSR1);
}

static void run_code(void) {
  for (int i = 0; i < 65536; i++) buffer[i] = any();
  /* instructions that lead into the kernel, or to other segments, among random ones */
  static const char *const parts[] = {
    "\x0f\x05", "\xcd\x80", "\x0f\x34", "\x48\xcf", "\x48\xcb", "\x9d", "\x8e\xd8", "\x8e\xe0", "\x8e\xe8",
    "\x0f\xae\x08", "\xcc", "\xcf",
  };
  for (int i = 0; i < 8000; i++) {
    const char *part = parts[below(12)];
    memcpy(buffer + below(65000), part, strlen(part));
  }
  mprotect((void *) ((long) buffer & -4096), 65536, PROT_READ | PROT_WRITE | PROT_EXEC);
  if (below(2) == 0) __asm__ volatile("push %0; popf" :: "r"(any() & 0x7fffff & ~0x100) : "memory", "cc");
  if (below(4) == 0) __asm__ volatile("mov %0, %%rsp" :: "r"(below(2) == 0 ? any() : below(0xc0001000)) : "memory");
  __asm__ volatile("jmp *%0" :: "r"(buffer + below(60000)));
}

static char image[65536 * 16];
static long image_bytes;
static void run_file(void) {
  char name[32];
  sprintf(name, "/tmp/e%d", getpid());
  long saved[64];
  memcpy(saved, image, sizeof saved);
  for (int i = 1 + below(4); i > 0; i--) {
    int at = below(3) == 0 ? below(64) : 64 + below(56 * 8);
    if (below(2) == 0) image[at] = any();
    else *(long *) (image + (at & -8)) = argument();
  }
  int file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0755);
  write(file, image, below(4) == 0 ? below(image_bytes) : image_bytes);
  close(file);
  memcpy(image, saved, sizeof saved);
  char *arguments[] = { name, 0 };
  execve(name, arguments, 0);
}

static void child(unsigned long seed) {
  state = seed * 0x9e3779b97f4a7c15 + 1;
  any();
  setsid();
  chdir("/tmp");
  if (below(4) != 0) setuid(1000);
  struct itimerval timer = { { 0, 50000 }, { 0, 300000 } };
  setitimer(ITIMER_REAL, &timer, 0);
  for (int i = 0; i < 65536; i += 7) buffer[i] = any();
  switch (below(6)) {
    case 0: make_frames(); break;
    case 1: run_code(); break;
    case 2: run_file(); break;
    default: make_calls();
  }
  _exit(0);
}

/* Removes the files of a process, so that the memory in the end is that of the start. */
static void clean(pid_t process) {
  char name[32];
  sprintf(name, "/tmp/e%d", process);
  unlink(name);
  unlink("/tmp/f");
  rmdir("/tmp/f");
}

/* Waits for a process, and kills those that do not end, and what it has started. */
static int end(pid_t process) {
  for (int i = 0; i < 400; i++) {
    int status;
    if (waitpid(process, &status, WNOHANG) == process) {
      kill(-process, SIGKILL);
      clean(process);
      return WIFSIGNALED(status);
    }
    if (i >= 20) kill(process, SIGKILL);
    usleep(10000);
  }
  printf("violation: process %d cannot be killed\n", process);
  exit(1);
}

int main(int count, char **arguments) {
  start();
  if (count < 3) return 0;
  long seed = atol(arguments[1]), rounds = atol(arguments[2]), killed = 0;
  struct sysinfo before, after;
  char text[8] = { 0 };
  mkdir("/tmp", 01777);
  mkdir("/tmp/fuzz", 0755);
  int kept = open("/tmp/fuzz/kept", O_RDWR | O_CREAT | O_TRUNC, 0600), own = open(arguments[0], O_RDONLY);
  write(kept, "kept", 4);
  image_bytes = read(own, image, sizeof image);
  sysinfo(&before);
  for (long round = 0; round < rounds; round++) {
    pid_t first = fork();
    if (first == 0) child(seed * 100000 + round * 2);
    pid_t second = fork();
    if (second == 0) child(seed * 100000 + round * 2 + 1);
    killed += end(first) + end(second);
    if (pread(kept, text, 7, 0) != 4 || strcmp(text, "kept") != 0) {
      printf("violation: round %ld, the file is %s\n", round, text);
    }
  }
  sysinfo(&after);
  printf("rounds %ld, some killed %d, some not %d\n", rounds, killed > 0, killed < rounds * 2);
  printf("free pages %ld, then %ld\n", (long) before.freeram, (long) after.freeram);
  return 0;
}
