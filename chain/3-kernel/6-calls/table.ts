// The table of system calls, in the order of their numbers for i386, with those for x86-64 beside them
// (arch/x86/entry/syscalls/syscall_32.tbl, syscall_64.tbl): what carries out each, and with which of the arguments
// a, c, d, e, f, g (ebx, ecx, edx, esi, edi, ebp; rdi, rsi, rdx, r10, r8, r9). Functions without a comment have the
// call's own name. A call whose flags hold one that there is not is refused here, before it does anything; a call with
// an older form is its newer form with the rest filled in. One function serves both kinds of programs: structures
// differ by the size of their words (callWord).
import { b, load32 } from "../../2-runtime/node.js";
import {
  EINVAL, ENOMEM, ENOSYS, frameWord, loadWord, O_CLOEXEC, O_CREAT, O_NONBLOCK, O_TRUNC, O_WRONLY, print, printNumber,
  TF_EBP, TF_EBX, TF_ECX, TF_EDI, TF_EDX, TF_ESI, TF_R10, TF_R8, TF_R9,
} from "../1-machine/index.js";
import { isRoomForObjects, moveBreak } from "../2-memory/index.js";
import { callWord, current, hasOnly } from "../3-processes/index.js";
import {
  AT_DESCRIPTOR, AT_EMPTY_PATH, AT_FDCWD, AT_SYMLINK_NOFOLLOW, closeDescriptor, readRandom,
} from "../4-files/index.js";
import {
  CLONE_VFORK, CLONE_VM, cloneProcess, execute, returnFromHandler, returnFromHandler64, setThreadArea, sysArchPrctl,
  WAIT_FLAGS, waitForChild, waitForInformation, WAITID_FLAGS,
} from "../5-programs/index.js";
import {
  F_DUPFD, sysDup3, sysFadvise, sysFallocate, sysFcntl, sysFlock, sysFsync, sysGetdents64, sysIoctl, sysLlseek,
  sysLseek, sysLseek64, sysPipe2, sysPread, sysPwrite, sysRead, sysReadvWritev, sysWrite,
} from "./files.js";
import {
  AT_REMOVEDIR, AT_SYMLINK_FOLLOW, RENAME_EXCHANGE, RENAME_NOREPLACE, sysChdir, sysGetcwd, sysLinkat, sysMkdirat,
  sysMknodat, sysOpenat, sysReadlinkat, sysRenameat2, sysSymlinkat, sysUmask, sysUnlinkat,
} from "./paths.js";
import {
  ACCESS_FLAGS, PATH_FLAGS, STAT_FLAGS, STATFS64_BYTES, sysFaccessat2, sysFchmodat2, sysFchownat, sysFstatat64,
  sysFtruncate64, sysStatfs, sysStatx, sysTruncate64, sysUtimensat, sysXattr,
} from "./attributes.js";
import {
  MREMAP_MAYMOVE, PROT_ALL, PROT_SEM, sysMadvise, sysMincore, sysMlock, sysMmap, sysMmap2, sysMprotect, sysMremap,
  sysMsync, sysMunmap,
} from "./memory.js";
import {
  storeIds, sysCapget, sysExit, sysGetpgid, sysGetppid, sysGetpriority, sysGetsid, sysSchedGetparam,
  sysSchedSetscheduler, sysSchedYield, sysSetpgid, sysSetpriority, sysSetregid, sysSetreuid, sysSetsid,
} from "./processes.js";
import {
  sysKill, sysPause, sysRtSigaction, sysRtSigpending, sysRtSigprocmask, sysRtSigsuspend, sysSigaltstack, sysTgkill,
  sysTkill, waitForSignal,
} from "./signals.js";
import {
  endOfWait, sleepFor, sysAlarm, sysClockGetres, sysClockGettime, sysClockNanosleep, sysGetitimer, sysGetrusage,
  sysGettimeofday, sysPoll, sysPpoll, sysPselect6, sysSelect, sysSetitimer, sysTime, sysTimes, ticksAt,
} from "./time.js";
import {
  onlyRoot, RANDOM_FLAGS, sysFutex, sysGetrlimit, sysPrlimit64, sysSchedGetaffinity, sysSetrlimit, sysSysinfo, sysUname,
} from "./system.js";

const CALLS = 512;
/** Added to a number for x86-64. */
const X64 = CALLS;

/** Bytes of a word of the times that newer calls of i386 take. */
const TIME64 = 8;

/** Calls that make objects of the kernel: refused when it runs short. New names are refused before (nameError). */
const OBJECT_MAKERS = [
  2, 5, 8, 11, 38, 42, 120, 125, 163, 190, 192, 295, 302, 331, 353,
  X64 + 2, X64 + 9, X64 + 10, X64 + 22, X64 + 25, X64 + 56, X64 + 57, X64 + 58, X64 + 59, X64 + 82, X64 + 85,
  X64 + 257, X64 + 264, X64 + 293, X64 + 316,
];

const wasNamed = new Uint8Array(CALLS * 2);

function makesObjects(number: number): boolean {
  for (const maker of OBJECT_MAKERS) if (maker === number) return true;
  return false;
}

/** Says once that a program asks for what is not there. */
function refuseUnknown(number: number): number {
  if (wasNamed[number] !== 0) return -ENOSYS;
  wasNamed[number] = 1;
  print(b("rootseed: unknown system call "));
  printNumber(number < X64 ? number : number - X64);
  print(number < X64 ? b("\n") : b(" (x86-64)\n"));
  return -ENOSYS;
}

/** The calls up to 190, which have 16 bits for users and 32 for times and sizes. */
function earlyCall(number: number, a: number, c: number, d: number, e: number, f: number, g: number): number {
  switch (number) {
    case 1: case X64 + 60: return sysExit(a);
    case 2: case X64 + 57: return cloneProcess(0, 0, 0, 0, 0); // fork
    case 3: case X64 + 0: return sysRead(a, c, d);
    case 4: case X64 + 1: return sysWrite(a, c, d);
    case 5: case X64 + 2: return sysOpenat(AT_FDCWD, a, c, d); // open
    case 6: case X64 + 3: return closeDescriptor(a); // close
    case 7: return hasOnly(d, WAIT_FLAGS) ? waitForChild(a, c, d, 0) : -EINVAL; // waitpid
    case 8: case X64 + 85: return sysOpenat(AT_FDCWD, a, O_CREAT | O_WRONLY | O_TRUNC, c); // creat
    case 9: case X64 + 86: return sysLinkat(AT_FDCWD, a, AT_FDCWD, c, 0); // link
    case 10: case X64 + 87: return sysUnlinkat(AT_FDCWD, a, 0); // unlink
    case 11: case X64 + 59: return execute(AT_FDCWD, a, c, d); // execve
    case 12: case X64 + 80: return sysChdir(AT_FDCWD, a, 0);
    case 14: case X64 + 133: return sysMknodat(AT_FDCWD, a, c, d); // mknod
    case 15: case X64 + 90: return sysFchmodat2(AT_FDCWD, a, c, 0); // chmod
    case 19: return sysLseek(a, c, d);
    case 20: case X64 + 39: return current.id; // getpid
    case 27: case X64 + 37: return sysAlarm(a);
    case 29: case X64 + 34: return sysPause();
    case 33: case X64 + 21: return sysFaccessat2(AT_FDCWD, a, c, 0); // access
    case 34: return 0; // nice
    case 36: case X64 + 162: return 0; // sync
    case 37: case X64 + 62: return sysKill(a, c);
    case 38: case X64 + 82: return sysRenameat2(AT_FDCWD, a, AT_FDCWD, c, 0); // rename
    case 39: case X64 + 83: return sysMkdirat(AT_FDCWD, a, c); // mkdir
    case 40: case X64 + 84: return sysUnlinkat(AT_FDCWD, a, AT_REMOVEDIR); // rmdir
    case 41: case X64 + 32: return sysFcntl(a, F_DUPFD, 0); // dup
    case 42: case X64 + 22: return sysPipe2(a, 0); // pipe
    case 43: case X64 + 100: return sysTimes(a);
    case 45: case X64 + 12: return moveBreak(current.space!, a); // brk
    case 54: case X64 + 16: return sysIoctl(a, c, d);
    case 55: return sysFcntl(a, c, d);
    case 57: case X64 + 109: return sysSetpgid(a, c);
    case 60: case X64 + 95: return sysUmask(a);
    case 63: case X64 + 33: return sysDup3(a, c, 0, true); // dup2
    case 64: case X64 + 110: return sysGetppid();
    case 65: case X64 + 111: return current.group; // getpgrp
    case 66: case X64 + 112: return sysSetsid();
    case 74: case X64 + 170: return onlyRoot(); // sethostname
    case 75: return sysSetrlimit(a, c);
    case 77: case X64 + 98: return sysGetrusage(a, c);
    case 78: case X64 + 96: return sysGettimeofday(a);
    case 83: case X64 + 88: return sysSymlinkat(a, AT_FDCWD, c); // symlink
    case 85: case X64 + 89: return sysReadlinkat(AT_FDCWD, a, c, d); // readlink
    case 91: case X64 + 11: return sysMunmap(a, c);
    case 92: return sysTruncate64(a, c, c >> 31); // truncate
    case 93: return sysFtruncate64(a, c, c >> 31); // ftruncate
    case 94: case X64 + 91: return sysFchmodat2(a, 0, c, AT_DESCRIPTOR); // fchmod
    case 96: case X64 + 140: return sysGetpriority(a, c);
    case 97: case X64 + 141: return sysSetpriority(a, c);
    case 99: case X64 + 137: return sysStatfs(AT_FDCWD, a, 0, callWord(), c);
    case 100: case X64 + 138: return sysStatfs(a, 0, AT_DESCRIPTOR, callWord(), c); // fstatfs
    case 104: case X64 + 38: return sysSetitimer(a, c, d);
    case 105: case X64 + 36: return sysGetitimer(a, c);
    case 114: case X64 + 61: return hasOnly(d, WAIT_FLAGS) ? waitForChild(a, c, d, e) : -EINVAL; // wait4
    case 116: case X64 + 99: return sysSysinfo(a);
    case 118: case X64 + 74: return sysFsync(a);
    case 119: return returnFromHandler(current.trapFrame, 8); // sigreturn
    case 120: return cloneProcess(a, c, d, e, f); // clone
    case 122: case X64 + 63: return sysUname(a);
    case 125: case X64 + 10: return hasOnly(d, PROT_ALL | PROT_SEM) ? sysMprotect(a, c, d) : -EINVAL;
    case 132: case X64 + 121: return sysGetpgid(a);
    case 133: case X64 + 81: return sysChdir(a, 0, AT_DESCRIPTOR); // fchdir
    case 136: case X64 + 135: return 0; // personality
    case 140: return sysLlseek(a, c, d, e, f);
    case 142: case X64 + 23: return sysSelect(a, c, d, e, f);
    case 143: case X64 + 73: return sysFlock(a, c);
    case 144: case X64 + 26: return sysMsync(a, c);
    case 145: case X64 + 19: return sysReadvWritev(a, c, d, false); // readv
    case 146: case X64 + 20: return sysReadvWritev(a, c, d, true); // writev
    case 147: case X64 + 124: return sysGetsid(a);
    case 148: case X64 + 75: return sysFsync(a); // fdatasync
    case 150: case X64 + 149: return sysMlock(a, c);
    case 151: case X64 + 150: return sysMlock(a, c); // munlock
    case 155: case X64 + 143: return sysSchedGetparam(a, c);
    case 156: case X64 + 144: return sysSchedSetscheduler(a, c, d);
    case 158: case X64 + 24: return sysSchedYield();
    case 162: case X64 + 35: return sleepFor(ticksAt(a, callWord()), c, callWord()); // nanosleep
    case 163: case X64 + 25: return hasOnly(e, MREMAP_MAYMOVE) ? sysMremap(a, c, d) : -EINVAL;
    case 168: case X64 + 7: return sysPoll(a, c, d);
    case 172: case X64 + 157: return -ENOSYS; // prctl
    case 173: return returnFromHandler(current.trapFrame, 4); // rt_sigreturn
    case 174: case X64 + 13: return sysRtSigaction(a, c, d, e);
    case 175: case X64 + 14: return sysRtSigprocmask(a, c, d, e);
    case 176: case X64 + 127: return sysRtSigpending(a, c);
    case 177: case X64 + 128: return waitForSignal(a, c, endOfWait(d, callWord()), e); // rt_sigtimedwait
    case 179: case X64 + 130: return sysRtSigsuspend(a, c);
    case 180: return sysPread(a, c, d, e, f); // pread64
    case 181: return sysPwrite(a, c, d, e, f); // pwrite64
    case 183: case X64 + 79: return sysGetcwd(a, c);
    case 184: case X64 + 125: return sysCapget(a, c);
    case 186: case X64 + 131: return sysSigaltstack(a, c);
    case 187: case X64 + 40: return -ENOSYS; // sendfile
    case 190: case X64 + 58: return cloneProcess(CLONE_VM | CLONE_VFORK, 0, 0, 0, 0); // vfork
    default: return number < X64 ? refuseUnknown(number) : lateCall(number, a, c, d, e, f, g);
  }
}

/** The calls from 191 on. */
function lateCall(number: number, a: number, c: number, d: number, e: number, f: number, g: number): number {
  switch (number) {
    case 191: return sysGetrlimit(a, c);
    case 192: return sysMmap2(a, c, d, e, f, g);
    case 193: return sysTruncate64(a, c, d);
    case 194: return sysFtruncate64(a, c, d);
    case 195: case X64 + 4: return sysFstatat64(AT_FDCWD, a, c, 0); // stat64
    case 196: case X64 + 6: return sysFstatat64(AT_FDCWD, a, c, AT_SYMLINK_NOFOLLOW); // lstat64
    case 197: case X64 + 5: return sysFstatat64(a, 0, c, AT_DESCRIPTOR); // fstat64
    case 198: case X64 + 94: return sysFchownat(AT_FDCWD, a, c, d, AT_SYMLINK_NOFOLLOW); // lchown
    case 199: case X64 + 102: return current.owner; // getuid
    case 200: case X64 + 104: return current.ownerGroup; // getgid
    case 201: case X64 + 107: return current.owner; // geteuid
    case 202: case X64 + 108: return current.ownerGroup; // getegid
    case 203: case X64 + 113: return sysSetreuid(a, c);
    case 204: case X64 + 114: return sysSetregid(a, c);
    case 205: case X64 + 115: return 0; // getgroups
    case 206: case X64 + 116: return onlyRoot(); // setgroups
    case 207: case X64 + 93: return sysFchownat(a, 0, c, d, AT_DESCRIPTOR); // fchown
    case 208: case X64 + 117: return sysSetreuid(a, c); // setresuid
    case 209: case X64 + 118: return storeIds(a, c, d, current.owner); // getresuid
    case 210: case X64 + 119: return sysSetregid(a, c); // setresgid
    case 211: case X64 + 120: return storeIds(a, c, d, current.ownerGroup); // getresgid
    case 212: case X64 + 92: return sysFchownat(AT_FDCWD, a, c, d, 0); // chown
    case 213: case X64 + 105: return sysSetreuid(a, a); // setuid
    case 214: case X64 + 106: return sysSetregid(a, a); // setgid
    case 218: case X64 + 27: return sysMincore(a, c, d);
    case 219: case X64 + 28: return sysMadvise(a, c, d);
    case 220: case X64 + 217: return sysGetdents64(a, c, d);
    case 221: case X64 + 72: return sysFcntl(a, c, d); // fcntl64
    case 224: case X64 + 186: return current.id; // gettid
    case 226: case X64 + 188: return sysXattr(AT_FDCWD, a, 0); // setxattr
    case 227: case X64 + 189: return sysXattr(AT_FDCWD, a, AT_SYMLINK_NOFOLLOW); // lsetxattr
    case 228: case X64 + 190: return sysXattr(a, 0, AT_DESCRIPTOR); // fsetxattr
    case 229: case X64 + 191: return sysXattr(AT_FDCWD, a, 0); // getxattr
    case 230: case X64 + 192: return sysXattr(AT_FDCWD, a, AT_SYMLINK_NOFOLLOW); // lgetxattr
    case 231: case X64 + 193: return sysXattr(a, 0, AT_DESCRIPTOR); // fgetxattr
    case 232: case X64 + 194: return sysXattr(AT_FDCWD, a, 0); // listxattr
    case 233: case X64 + 195: return sysXattr(AT_FDCWD, a, AT_SYMLINK_NOFOLLOW); // llistxattr
    case 234: case X64 + 196: return sysXattr(a, 0, AT_DESCRIPTOR); // flistxattr
    case 235: case X64 + 197: return sysXattr(AT_FDCWD, a, 0); // removexattr
    case 236: case X64 + 198: return sysXattr(AT_FDCWD, a, AT_SYMLINK_NOFOLLOW); // lremovexattr
    case 237: case X64 + 199: return sysXattr(a, 0, AT_DESCRIPTOR); // fremovexattr
    case 238: case X64 + 200: return sysTkill(a, c);
    case 239: return -ENOSYS; // sendfile64
    case 240: case X64 + 202: return sysFutex(c);
    case 242: case X64 + 204: return sysSchedGetaffinity(c, d);
    case 243: return setThreadArea(a); // set_thread_area
    case 250: case X64 + 221: return sysFadvise(a); // fadvise64
    case 252: case X64 + 231: return sysExit(a); // exit_group
    case 258: case X64 + 218: return current.id; // set_tid_address
    case 265: case X64 + 228: return sysClockGettime(callWord(), a, c);
    case 266: case X64 + 229: return sysClockGetres(callWord(), a, c);
    case 267: case X64 + 230: return sysClockNanosleep(callWord(), a, c, d, e);
    case 268: return c === STATFS64_BYTES ? sysStatfs(AT_FDCWD, a, 0, 8, d) : -EINVAL; // statfs64
    case 269: return c === STATFS64_BYTES ? sysStatfs(a, 0, AT_DESCRIPTOR, 8, d) : -EINVAL; // fstatfs64
    case 270: case X64 + 234: return sysTgkill(a, c, d);
    case 272: return sysFadvise(a); // fadvise64_64
    case 284: case X64 + 247: // waitid
      return hasOnly(e, WAIT_FLAGS | WAITID_FLAGS) ? waitForInformation(a, c, d, e, f) : -EINVAL;
    case 295: case X64 + 257: return sysOpenat(a, c, d, e);
    case 296: case X64 + 258: return sysMkdirat(a, c, d);
    case 297: case X64 + 259: return sysMknodat(a, c, d, e);
    case 298: case X64 + 260: return hasOnly(f, PATH_FLAGS) ? sysFchownat(a, c, d, e, f) : -EINVAL;
    case 300: case X64 + 262: return hasOnly(e, STAT_FLAGS) ? sysFstatat64(a, c, d, e) : -EINVAL;
    case 301: case X64 + 263: return hasOnly(d, AT_REMOVEDIR) ? sysUnlinkat(a, c, d) : -EINVAL;
    case 302: case X64 + 264: return sysRenameat2(a, c, d, e, 0); // renameat
    case 303: case X64 + 265: return hasOnly(f, AT_EMPTY_PATH | AT_SYMLINK_FOLLOW) ? sysLinkat(a, c, d, e, f) : -EINVAL;
    case 304: case X64 + 266: return sysSymlinkat(a, c, d);
    case 305: case X64 + 267: return sysReadlinkat(a, c, d, e);
    case 306: case X64 + 268: return sysFchmodat2(a, c, d, 0); // fchmodat
    case 307: case X64 + 269: return sysFaccessat2(a, c, d, 0); // faccessat
    case 308: case X64 + 270: return sysPselect6(a, c, d, e, endOfWait(f, callWord()), g);
    case 309: case X64 + 271: return sysPpoll(a, c, endOfWait(d, callWord()), e, f);
    case 311: case X64 + 273: return 0; // set_robust_list
    case 320: case X64 + 280: return hasOnly(e, PATH_FLAGS) ? sysUtimensat(callWord(), a, c, d, e) : -EINVAL;
    case 324: return sysFallocate(a, c, d, e, f, g);
    case 330: case X64 + 292: return hasOnly(d, O_CLOEXEC) ? sysDup3(a, c, d, false) : -EINVAL;
    case 331: case X64 + 293: return hasOnly(c, O_CLOEXEC | O_NONBLOCK) ? sysPipe2(a, c) : -EINVAL;
    case 340: case X64 + 302: return sysPrlimit64(a, c, d, e);
    case 353: case X64 + 316:
      return hasOnly(f, RENAME_NOREPLACE | RENAME_EXCHANGE) ? sysRenameat2(a, c, d, e, f) : -EINVAL;
    case 355: case X64 + 318: return hasOnly(d, RANDOM_FLAGS) ? readRandom(a, c) : -EINVAL; // getrandom
    case 377: case X64 + 326: return -ENOSYS; // copy_file_range
    case 383: case X64 + 332: return hasOnly(d, STAT_FLAGS) ? sysStatx(a, c, d, f) : -EINVAL;
    case 386: case X64 + 334: return -ENOSYS; // rseq
    case 403: return sysClockGettime(TIME64, a, c); // clock_gettime64
    case 406: return sysClockGetres(TIME64, a, c); // clock_getres_time64
    case 407: return sysClockNanosleep(TIME64, a, c, d, e); // clock_nanosleep_time64
    case 412: return hasOnly(e, PATH_FLAGS) ? sysUtimensat(TIME64, a, c, d, e) : -EINVAL; // utimensat_time64
    case 413: return sysPselect6(a, c, d, e, endOfWait(f, TIME64), g); // pselect6_time64
    case 414: return sysPpoll(a, c, endOfWait(d, TIME64), e, f); // ppoll_time64
    case 421: return waitForSignal(a, c, endOfWait(d, TIME64), e); // rt_sigtimedwait_time64
    case 422: return sysFutex(c); // futex_time64
    case 435: case X64 + 435: return -ENOSYS; // clone3
    case 439: case X64 + 439: return hasOnly(e, ACCESS_FLAGS) ? sysFaccessat2(a, c, d, e) : -EINVAL;
    case 452: case X64 + 452: return hasOnly(e, PATH_FLAGS) ? sysFchmodat2(a, c, d, e) : -EINVAL;
    default: return number < X64 ? refuseUnknown(number) : longCall(number, a, c, d, e, f);
  }
}

/** The lower, or upper, half of a register: of a number that may need 64 bits. */
function low(register: number): number { return load32(current.trapFrame + register * 8); }
function high(register: number): number { return load32(current.trapFrame + register * 8 + 4); }

/** What only x86-64 has, or has with arguments of 64 bits, or in another order. */
function longCall(number: number, a: number, c: number, d: number, e: number, f: number): number {
  switch (number) {
    case X64 + 8: return sysLseek64(a, low(TF_ESI), high(TF_ESI), d); // lseek
    case X64 + 9: return sysMmap(a, c, d, e, f, low(TF_R9), high(TF_R9));
    case X64 + 15: return returnFromHandler64(current.trapFrame); // rt_sigreturn
    case X64 + 17: return sysPread(a, c, d, low(TF_R10), high(TF_R10)); // pread64
    case X64 + 18: return sysPwrite(a, c, d, low(TF_R10), high(TF_R10)); // pwrite64
    case X64 + 56: return cloneProcess(a, c, d, f, e); // clone
    case X64 + 76: return sysTruncate64(a, low(TF_ESI), high(TF_ESI)); // truncate
    case X64 + 77: return sysFtruncate64(a, low(TF_ESI), high(TF_ESI)); // ftruncate
    case X64 + 97: return sysPrlimit64(0, a, 0, c); // getrlimit
    case X64 + 158: return sysArchPrctl(a, c);
    case X64 + 160: return sysPrlimit64(0, a, c, 0); // setrlimit
    case X64 + 201: return sysTime(a);
    case X64 + 285: return sysFallocate(a, c, low(TF_EDX), high(TF_EDX), low(TF_R10), high(TF_R10));
    default: return refuseUnknown(number);
  }
}

/** Carries out a call; its result. */
function carryOut(number: number, a: number, c: number, d: number, e: number, f: number, g: number): number {
  if (!isRoomForObjects() && makesObjects(number)) return -ENOMEM;
  return number >= 191 && number < X64 ? lateCall(number, a, c, d, e, f, g) : earlyCall(number, a, c, d, e, f, g);
}

function register32(n: number): number { return load32(current.trapFrame + n * frameWord); }
function register64(n: number): number { return loadWord(current.trapFrame, n, 8); }

/** Carries out the call of i386 that the registers of the running program ask for; its result. */
export function syscall(number: number): number {
  if (number < 0 || number >= CALLS) return -ENOSYS;
  return carryOut(number, register32(TF_EBX), register32(TF_ECX), register32(TF_EDX), register32(TF_ESI),
    register32(TF_EDI), register32(TF_EBP));
}

/** The same for x86-64. */
export function syscall64(number: number): number {
  if (number < 0 || number >= CALLS) return -ENOSYS;
  return carryOut(number + X64, register64(TF_EDI), register64(TF_ESI), register64(TF_EDX), register64(TF_R10),
    register64(TF_R8), register64(TF_R9));
}
