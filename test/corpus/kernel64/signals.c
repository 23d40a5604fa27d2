/* Signals: what a handler is told, the registers around it, stacks, masks, and what sigreturn takes. */
#include "print.h"
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <ucontext.h>

static sigjmp_buf back;
static volatile long seen;

static void on_fault(int signal, siginfo_t *info, void *context) {
  greg_t *registers = ((ucontext_t *) context)->uc_mcontext.gregs;
  printf("fault %d at %lx, cr2 %lx, trap %lld, error %lld\n", signal, (long) info->si_addr, (long) registers[REG_CR2],
    registers[REG_TRAPNO], registers[REG_ERR] & 7);
  siglongjmp(back, 1);
}

static void spoil_registers(void) {
  __asm__ volatile("pcmpeqd %%xmm12, %%xmm12; pcmpeqd %%xmm3, %%xmm3; fldpi; fstp %%st(0)" ::: "xmm12", "xmm3");
}

static void on_user(int signal, siginfo_t *info, void *context) {
  ucontext_t *user = context;
  double product = seen * 1.5 + 3;
  seen = (long) product;
  spoil_registers();
  printf("handler of %d, told %d, stack %ld, FPU %d, ring %lld, link %p, stack flags %d, blocked %d\n", signal,
    info->si_signo, (long) __builtin_frame_address(0) & 15, user->uc_mcontext.fpregs != 0,
    user->uc_mcontext.gregs[REG_CSGSFS] & 3, (void *) user->uc_link, user->uc_stack.ss_flags,
    sigismember(&user->uc_sigmask, SIGUSR2));
}

static void on_alarm(int signal) { seen++; }

static void handle(int signal, void (*handler)(int, siginfo_t *, void *), int flags) {
  struct sigaction action = { 0 };
  action.sa_sigaction = handler;
  action.sa_flags = SA_SIGINFO | flags;
  answer("sigaction", sigaction(signal, &action, 0));
}

/* All registers that a handler could spoil, over a kill of its own that has a handler. */
static void kept_registers(void) {
  register long r12 __asm__("r12") = 12, r13 __asm__("r13") = 13, r15 __asm__("r15") = 15;
  long r8, r9, xmm12, xmm3, pid = getpid();
  seen = 10;
  __asm__ volatile("mov $0x1122334455667788, %%r8; mov $0x99aabbccddeeff00, %%r9; movq %%r8, %%xmm12; movq %%r9, %%xmm3;"
    "mov $62, %%eax; mov %7, %%rdi; mov $10, %%esi; syscall;"
    "mov %%r8, %0; mov %%r9, %1; movq %%xmm12, %2; movq %%xmm3, %3"
    : "=&r"(r8), "=&r"(r9), "=&r"(xmm12), "=&r"(xmm3), "+r"(r12), "+r"(r13), "+r"(r15) : "r"(pid)
    : "rax", "rdi", "rsi", "rcx", "r11", "r8", "r9", "xmm12", "xmm3", "memory");
  printf("seen %ld, %ld %ld %ld %lx %lx %lx %lx\n", seen, r12, r13, r15, r8, r9, xmm12, xmm3);
}

static void alternate_stack(void) {
  stack_t stack = { 0 }, old;
  answer("none yet", sigaltstack(0, &old));
  show("flags", old.ss_flags);
  stack.ss_sp = malloc(65536);
  stack.ss_size = 65536;
  answer("sigaltstack", sigaltstack(&stack, 0));
  sigaltstack(0, &old);
  show("the same", old.ss_size == 65536 && old.ss_sp == stack.ss_sp);
  stack.ss_size = 100;
  answer("too small", sigaltstack(&stack, 0));
  handle(SIGUSR1, on_user, SA_ONSTACK);
  raise(SIGUSR1);
  if (sigsetjmp(back, 1) == 0) {
    handle(SIGSEGV, on_fault, SA_ONSTACK);
    __asm__ volatile("mov $0x1000, %%esp; push %%rax" ::: "memory");
  }
}

static void masks(void) {
  sigset_t set, old;
  sigemptyset(&set);
  sigaddset(&set, SIGALRM);
  sigaddset(&set, 40);
  answer("sigprocmask", sigprocmask(SIG_BLOCK, &set, 0));
  sigprocmask(SIG_BLOCK, 0, &old);
  show("blocked", sigismember(&old, 40) + sigismember(&old, SIGALRM));
  kill(getpid(), SIGALRM);
  sigpending(&old);
  show("pending", sigismember(&old, SIGALRM));
  seen = 0;
  sigdelset(&old, SIGALRM);
  sigemptyset(&old);
  answer("sigsuspend", sigsuspend(&old));
  show("handled", seen);
  struct timespec moment = { 0, 20000000 };
  answer("sigtimedwait", sigtimedwait(&set, 0, &moment));
  kill(getpid(), SIGALRM);
  siginfo_t info;
  answer("sigtimedwait of one that is there", sigtimedwait(&set, &info, &moment));
  show("told", info.si_signo);
  sigemptyset(&set);
  sigprocmask(SIG_SETMASK, &set, 0);
  answer("a set of another size", syscall(SYS_rt_sigprocmask, SIG_BLOCK, &set, 0, 4));
}

static void timers(void) {
  struct itimerval timer = { { 0, 20000 }, { 0, 20000 } }, old;
  seen = 0;
  answer("setitimer", setitimer(ITIMER_REAL, &timer, 0));
  while (seen < 4) continue;
  memset(&timer, 0, sizeof timer);
  answer("setitimer", setitimer(ITIMER_REAL, &timer, &old));
  printf("interval %ld %ld\n", old.it_interval.tv_sec, old.it_interval.tv_usec);
  timer.it_value.tv_usec = 1000000;
  answer("too many microseconds", setitimer(ITIMER_REAL, &timer, 0));
}

static void restart(void) {
  int ends[2];
  char text[8] = { 0 };
  struct sigaction action = { 0 };
  action.sa_handler = on_alarm;
  action.sa_flags = SA_RESTART;
  sigaction(SIGALRM, &action, 0);
  pipe(ends);
  if (fork() == 0) {
    usleep(300000);
    write(ends[1], "late", 4);
    _exit(0);
  }
  ualarm(100000, 0);
  answer("a read that goes on", read(ends[0], text, 8));
  puts(text);
  wait(0);
  action.sa_flags = 0;
  sigaction(SIGALRM, &action, 0);
  /* Again and again: the first one may come before the read has begun. */
  ualarm(50000, 50000);
  answer("a read that does not", read(ends[0], text, 8));
  ualarm(0, 0);
}

/* What a handler changes in its frame, before sigreturn takes it: the child's end. */
static long change;
static void on_change(int signal, siginfo_t *info, void *context) {
  mcontext_t *machine = &((ucontext_t *) context)->uc_mcontext;
  switch (change) {
    case 0: machine->fpregs = 0; break;
    case 1: machine->fpregs = (fpregset_t) 0x700000001000; break;
    case 2: machine->fpregs = (fpregset_t) 16; break;
    case 3: machine->gregs[REG_RIP] = 0x700000001000; break;
    case 4: machine->gregs[REG_RIP] = 0x8000000000000000; break;
    case 5: machine->gregs[REG_RIP] = 0xffffffff80000000; break;
    case 6: machine->gregs[REG_RSP] = 0x8000000000000000; break;
    case 7: machine->gregs[REG_EFL] |= 0x3000; break;
    default: machine->gregs[REG_RBX] = 0x123456789abcdef0;
  }
}

static void changed_frames(void) {
  handle(SIGUSR1, on_change, 0);
  for (change = 0; change < 9; change++) {
    int status;
    if (fork() == 0) {
      signal(SIGSEGV, SIG_DFL);
      signal(SIGBUS, SIG_DFL);
      long rbx = 0, flags = 0;
      __asm__ volatile("mov %2, %%rdi; mov $10, %%esi; mov $62, %%eax; syscall; mov %%rbx, %0; pushf; popq %1"
        : "=r"(rbx), "=r"(flags) : "r"((long) getpid()) : "rax", "rbx", "rcx", "rdi", "rsi", "r11", "memory");
      _exit((rbx == 0x123456789abcdef0) + (flags >> 12 & 3) * 2);
    }
    wait(&status);
    printf("change %ld: signal %d status %d\n", change, WTERMSIG(status) != 0, WEXITSTATUS(status));
  }
}

int main(void) {
  start();
  /* Above the heap, which Linux begins up to 1 GiB after the program. */
  char *page = mmap((void *) 0x60000000, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  handle(SIGSEGV, on_fault, 0);
  struct sigaction old;
  sigaction(SIGSEGV, 0, &old);
  show("what was set", old.sa_sigaction == on_fault && old.sa_flags == (int) (SA_SIGINFO | 0x4000000));
  answer("SIGKILL", syscall(SYS_rt_sigaction, SIGKILL, &old, 0, 8));
  answer("from above", syscall(SYS_rt_sigaction, SIGUSR1, 0x700000001000, 0, 8));
  if (sigsetjmp(back, 1) == 0) *(volatile char *) 8 = 1;
  if (sigsetjmp(back, 1) == 0) seen = *(volatile char *) 16;
  if (sigsetjmp(back, 1) == 0) page[0] = 1;
  if (sigsetjmp(back, 1) == 0) *(volatile char *) 0x123456789000 = 1;
  if (sigsetjmp(back, 1) == 0) ((void (*)(void)) 0x234567890)();
  handle(SIGFPE, on_fault, SA_NODEFER);
  handle(SIGUSR1, on_user, 0);
  kept_registers();
  alternate_stack();
  struct sigaction action = { 0 };
  action.sa_handler = on_alarm;
  sigaction(SIGALRM, &action, 0);
  masks();
  timers();
  restart();
  changed_frames();
  return 0;
}
