// The numbers of the Linux i386 interface that several files need: errors, file types, open flags, signals, and the
// kernel's memory map. No code.

// Memory. Addresses from USER_END on are the kernel's: physical memory from 0 shows there (the direct map).
export const DIRECT_MAP = 0xc0000000 | 0, USER_END = 0xc0000000 | 0, PAGE = 4096, USER_PAGES = 0xc0000;

// Errors (include/uapi/asm-generic/errno-base.h, errno.h); calls return them negated.
export const EPERM = 1, ENOENT = 2, ESRCH = 3, EINTR = 4, ENXIO = 6, E2BIG = 7, ENOEXEC = 8, EBADF = 9, ECHILD = 10,
  EAGAIN = 11, ENOMEM = 12, EACCES = 13, EFAULT = 14, EBUSY = 16, EEXIST = 17, ENODEV = 19, ENOTDIR = 20, EISDIR = 21,
  EINVAL = 22, EMFILE = 24, ENOTTY = 25, ETXTBSY = 26, EFBIG = 27, ENOSPC = 28, ESPIPE = 29, EPIPE = 32, ERANGE = 34,
  ENAMETOOLONG = 36, ENOSYS = 38, ENOTEMPTY = 39, ELOOP = 40, EOVERFLOW = 75, EOPNOTSUPP = 95;
/** Kernel only: interrupted by a signal; becomes EINTR, or the call is made again (SA_RESTART). */
export const ERESTART = 512;
/** Kernel only, in the place of a result: the call has put its result where it belongs. */
export const RESULT_STORED = -513;

// File types and mode bits (include/uapi/linux/stat.h).
export const S_IFMT = 0xf000, S_IFIFO = 0x1000, S_IFCHR = 0x2000, S_IFDIR = 0x4000, S_IFBLK = 0x6000,
  S_IFREG = 0x8000, S_IFLNK = 0xa000, S_IFSOCK = 0xc000;

// Permissions, named by their octal digits, which T cannot write.
export const MODE_022 = 0x12, MODE_111 = 0x49, MODE_444 = 0x124, MODE_600 = 0x180, MODE_666 = 0x1b6, MODE_755 = 0x1ed,
  MODE_777 = 0x1ff, MODE_1000 = 0x200, MODE_1777 = 0x3ff, MODE_7777 = 0xfff;

// Flags of open (include/uapi/asm-generic/fcntl.h).
export const O_WRONLY = 1, O_RDWR = 2, O_ACCMODE = 3, O_CREAT = 0x40, O_EXCL = 0x80, O_TRUNC = 0x200,
  O_APPEND = 0x400, O_NONBLOCK = 0x800, O_DIRECTORY = 0x10000, O_NOFOLLOW = 0x20000, O_CLOEXEC = 0x80000,
  O_PATH = 0x200000;

// Signals (arch/x86/include/uapi/asm/signal.h).
export const SIGINT = 2, SIGQUIT = 3, SIGILL = 4, SIGTRAP = 5, SIGBUS = 7, SIGFPE = 8, SIGKILL = 9, SIGSEGV = 11,
  SIGPIPE = 13, SIGALRM = 14, SIGCHLD = 17, SIGCONT = 18, SIGSTOP = 19, SIGTSTP = 20, SIGTTIN = 21, SIGTTOU = 22,
  SIGURG = 23, SIGWINCH = 28;

// Protection of memory (mmap), as Linux has it.
export const PROT_READ = 1, PROT_WRITE = 2, PROT_EXEC = 4;
