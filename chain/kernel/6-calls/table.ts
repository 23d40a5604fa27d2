// The table of system calls, in the order of their numbers (arch/x86/entry/syscalls/syscall_32.tbl): what carries out
// each, and with which of the arguments a, c, d, e, f, g (ebx, ecx, edx, esi, edi, ebp). Functions without a comment
// have the call's own name. A call whose flags hold one that there is not is refused here, before it does anything; a
// call with an older form is its newer form with the rest filled in.
import { b, load32 } from "../../runtime/node.js";
import {
  EINVAL, ENOMEM, ENOSYS, O_CLOEXEC, O_CREAT, O_NONBLOCK, O_TRUNC, O_WRONLY, print, printNumber, TF_EBP, TF_EBX,
  TF_ECX, TF_EDI, TF_EDX, TF_ESI,
} from "../1-machine/index.js";
import { isRoomForObjects, moveBreak } from "../2-memory/index.js";
import { current, hasOnly } from "../3-processes/index.js";
import {
  AT_DESCRIPTOR, AT_EMPTY_PATH, AT_FDCWD, AT_SYMLINK_NOFOLLOW, closeDescriptor, readRandom,
} from "../4-files/index.js";
import {
  CLONE_VFORK, CLONE_VM, cloneProcess, execute, returnFromHandler, setThreadArea, WAIT_FLAGS, waitForChild,
  waitForInformation, WAITID_FLAGS,
} from "../5-programs/index.js";
import {
  F_DUPFD, sysDup3, sysFadvise, sysFallocate, sysFcntl, sysFlock, sysFsync, sysGetdents64, sysIoctl, sysLlseek,
  sysLseek, sysPipe2, sysPread, sysPwrite, sysRead, sysReadvWritev, sysWrite,
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
  MREMAP_MAYMOVE, PROT_ALL, PROT_SEM, sysMadvise, sysMincore, sysMlock, sysMmap2, sysMprotect, sysMremap, sysMsync,
  sysMunmap,
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
  sysGettimeofday, sysPoll, sysPpoll, sysPselect6, sysSelect, sysSetitimer, sysTimes, ticksAt,
} from "./time.js";
import {
  onlyRoot, RANDOM_FLAGS, sysFutex, sysGetrlimit, sysPrlimit64, sysSchedGetaffinity, sysSetrlimit, sysSysinfo,
  sysUname,
} from "./system.js";

const CALLS = 512;

/** Bytes of a word of the times that a call takes. */
const TIME32 = 4, TIME64 = 8;

/** Calls that make objects of the kernel: refused when it runs short. New names are refused before (nameError). */
const OBJECT_MAKERS = [2, 5, 8, 11, 38, 42, 120, 125, 163, 190, 192, 295, 302, 331, 353];

const wasNamed = new Uint8Array(CALLS);

function makesObjects(number: number): boolean {
  for (const maker of OBJECT_MAKERS) if (maker === number) return true;
  return false;
}

/** Says once that a program asks for what is not there. */
function refuseUnknown(number: number): number {
  if (wasNamed[number] !== 0) return -ENOSYS;
  wasNamed[number] = 1;
  print(b("rootseed: unknown system call "));
  printNumber(number);
  print(b("\n"));
  return -ENOSYS;
}

/** The calls up to 190, which have 16 bits for users and 32 for times and sizes. */
function earlyCall(number: number, a: number, c: number, d: number, e: number, f: number): number {
  switch (number) {
    case 1: return sysExit(a);
    case 2: return cloneProcess(0, 0, 0, 0, 0); // fork
    case 3: return sysRead(a, c, d);
    case 4: return sysWrite(a, c, d);
    case 5: return sysOpenat(AT_FDCWD, a, c, d); // open
    case 6: return closeDescriptor(a); // close
    case 7: return hasOnly(d, WAIT_FLAGS) ? waitForChild(a, c, d, 0) : -EINVAL; // waitpid
    case 8: return sysOpenat(AT_FDCWD, a, O_CREAT | O_WRONLY | O_TRUNC, c); // creat
    case 9: return sysLinkat(AT_FDCWD, a, AT_FDCWD, c, 0); // link
    case 10: return sysUnlinkat(AT_FDCWD, a, 0); // unlink
    case 11: return execute(AT_FDCWD, a, c, d); // execve
    case 12: return sysChdir(AT_FDCWD, a, 0);
    case 14: return sysMknodat(AT_FDCWD, a, c, d); // mknod
    case 15: return sysFchmodat2(AT_FDCWD, a, c, 0); // chmod
    case 19: return sysLseek(a, c, d);
    case 20: return current.id; // getpid
    case 27: return sysAlarm(a);
    case 29: return sysPause();
    case 33: return sysFaccessat2(AT_FDCWD, a, c, 0); // access
    case 34: return 0; // nice
    case 36: return 0; // sync
    case 37: return sysKill(a, c);
    case 38: return sysRenameat2(AT_FDCWD, a, AT_FDCWD, c, 0); // rename
    case 39: return sysMkdirat(AT_FDCWD, a, c); // mkdir
    case 40: return sysUnlinkat(AT_FDCWD, a, AT_REMOVEDIR); // rmdir
    case 41: return sysFcntl(a, F_DUPFD, 0); // dup
    case 42: return sysPipe2(a, 0); // pipe
    case 43: return sysTimes(a);
    case 45: return moveBreak(current.space!, a); // brk
    case 54: return sysIoctl(a, c, d);
    case 55: return sysFcntl(a, c, d);
    case 57: return sysSetpgid(a, c);
    case 60: return sysUmask(a);
    case 63: return sysDup3(a, c, 0, true); // dup2
    case 64: return sysGetppid();
    case 65: return current.group; // getpgrp
    case 66: return sysSetsid();
    case 74: return onlyRoot(); // sethostname
    case 75: return sysSetrlimit(a, c);
    case 77: return sysGetrusage(a, c);
    case 78: return sysGettimeofday(a);
    case 83: return sysSymlinkat(a, AT_FDCWD, c); // symlink
    case 85: return sysReadlinkat(AT_FDCWD, a, c, d); // readlink
    case 91: return sysMunmap(a, c);
    case 92: return sysTruncate64(a, c, c >> 31); // truncate
    case 93: return sysFtruncate64(a, c, c >> 31); // ftruncate
    case 94: return sysFchmodat2(a, 0, c, AT_DESCRIPTOR); // fchmod
    case 96: return sysGetpriority(a, c);
    case 97: return sysSetpriority(a, c);
    case 99: return sysStatfs(AT_FDCWD, a, 0, 4, c);
    case 100: return sysStatfs(a, 0, AT_DESCRIPTOR, 4, c); // fstatfs
    case 104: return sysSetitimer(a, c, d);
    case 105: return sysGetitimer(a, c);
    case 114: return hasOnly(d, WAIT_FLAGS) ? waitForChild(a, c, d, e) : -EINVAL; // wait4
    case 116: return sysSysinfo(a);
    case 118: return sysFsync(a);
    case 119: return returnFromHandler(current.trapFrame, 8); // sigreturn
    case 120: return cloneProcess(a, c, d, e, f); // clone
    case 122: return sysUname(a);
    case 125: return hasOnly(d, PROT_ALL | PROT_SEM) ? sysMprotect(a, c, d) : -EINVAL;
    case 132: return sysGetpgid(a);
    case 133: return sysChdir(a, 0, AT_DESCRIPTOR); // fchdir
    case 136: return 0; // personality
    case 140: return sysLlseek(a, c, d, e, f);
    case 142: return sysSelect(a, c, d, e, f);
    case 143: return sysFlock(a, c);
    case 144: return sysMsync(a, c);
    case 145: return sysReadvWritev(a, c, d, false); // readv
    case 146: return sysReadvWritev(a, c, d, true); // writev
    case 147: return sysGetsid(a);
    case 148: return sysFsync(a); // fdatasync
    case 150: return sysMlock(a, c);
    case 151: return sysMlock(a, c); // munlock
    case 155: return sysSchedGetparam(a, c);
    case 156: return sysSchedSetscheduler(a, c, d);
    case 158: return sysSchedYield();
    case 162: return sleepFor(ticksAt(a, TIME32), c, TIME32); // nanosleep
    case 163: return hasOnly(e, MREMAP_MAYMOVE) ? sysMremap(a, c, d) : -EINVAL;
    case 168: return sysPoll(a, c, d);
    case 172: return -ENOSYS; // prctl
    case 173: return returnFromHandler(current.trapFrame, 4); // rt_sigreturn
    case 174: return sysRtSigaction(a, c, d, e);
    case 175: return sysRtSigprocmask(a, c, d, e);
    case 176: return sysRtSigpending(a, c);
    case 177: return waitForSignal(a, c, endOfWait(d, TIME32), e); // rt_sigtimedwait
    case 179: return sysRtSigsuspend(a, c);
    case 180: return sysPread(a, c, d, e, f); // pread64
    case 181: return sysPwrite(a, c, d, e, f); // pwrite64
    case 183: return sysGetcwd(a, c);
    case 184: return sysCapget(a, c);
    case 186: return sysSigaltstack(a, c);
    case 187: return -ENOSYS; // sendfile
    case 190: return cloneProcess(CLONE_VM | CLONE_VFORK, 0, 0, 0, 0); // vfork
    default: return refuseUnknown(number);
  }
}

/** The calls from 191 on. */
function lateCall(number: number, a: number, c: number, d: number, e: number, f: number, g: number): number {
  switch (number) {
    case 191: return sysGetrlimit(a, c);
    case 192: return sysMmap2(a, c, d, e, f, g);
    case 193: return sysTruncate64(a, c, d);
    case 194: return sysFtruncate64(a, c, d);
    case 195: return sysFstatat64(AT_FDCWD, a, c, 0); // stat64
    case 196: return sysFstatat64(AT_FDCWD, a, c, AT_SYMLINK_NOFOLLOW); // lstat64
    case 197: return sysFstatat64(a, 0, c, AT_DESCRIPTOR); // fstat64
    case 198: return sysFchownat(AT_FDCWD, a, c, d, AT_SYMLINK_NOFOLLOW); // lchown
    case 199: return current.owner; // getuid
    case 200: return current.ownerGroup; // getgid
    case 201: return current.owner; // geteuid
    case 202: return current.ownerGroup; // getegid
    case 203: return sysSetreuid(a, c);
    case 204: return sysSetregid(a, c);
    case 205: return 0; // getgroups
    case 206: return onlyRoot(); // setgroups
    case 207: return sysFchownat(a, 0, c, d, AT_DESCRIPTOR); // fchown
    case 208: return sysSetreuid(a, c); // setresuid
    case 209: return storeIds(a, c, d, current.owner); // getresuid
    case 210: return sysSetregid(a, c); // setresgid
    case 211: return storeIds(a, c, d, current.ownerGroup); // getresgid
    case 212: return sysFchownat(AT_FDCWD, a, c, d, 0); // chown
    case 213: return sysSetreuid(a, a); // setuid
    case 214: return sysSetregid(a, a); // setgid
    case 218: return sysMincore(a, c, d);
    case 219: return sysMadvise(a, c, d);
    case 220: return sysGetdents64(a, c, d);
    case 221: return sysFcntl(a, c, d); // fcntl64
    case 224: return current.id; // gettid
    case 226: return sysXattr(AT_FDCWD, a, 0); // setxattr
    case 227: return sysXattr(AT_FDCWD, a, AT_SYMLINK_NOFOLLOW); // lsetxattr
    case 228: return sysXattr(a, 0, AT_DESCRIPTOR); // fsetxattr
    case 229: return sysXattr(AT_FDCWD, a, 0); // getxattr
    case 230: return sysXattr(AT_FDCWD, a, AT_SYMLINK_NOFOLLOW); // lgetxattr
    case 231: return sysXattr(a, 0, AT_DESCRIPTOR); // fgetxattr
    case 232: return sysXattr(AT_FDCWD, a, 0); // listxattr
    case 233: return sysXattr(AT_FDCWD, a, AT_SYMLINK_NOFOLLOW); // llistxattr
    case 234: return sysXattr(a, 0, AT_DESCRIPTOR); // flistxattr
    case 235: return sysXattr(AT_FDCWD, a, 0); // removexattr
    case 236: return sysXattr(AT_FDCWD, a, AT_SYMLINK_NOFOLLOW); // lremovexattr
    case 237: return sysXattr(a, 0, AT_DESCRIPTOR); // fremovexattr
    case 238: return sysTkill(a, c);
    case 239: return -ENOSYS; // sendfile64
    case 240: return sysFutex(c);
    case 242: return sysSchedGetaffinity(c, d);
    case 243: return setThreadArea(a); // set_thread_area
    case 250: return sysFadvise(a); // fadvise64
    case 252: return sysExit(a); // exit_group
    case 258: return current.id; // set_tid_address
    case 265: return sysClockGettime(TIME32, a, c);
    case 266: return sysClockGetres(TIME32, a, c);
    case 267: return sysClockNanosleep(TIME32, a, c, d, e);
    case 268: return c === STATFS64_BYTES ? sysStatfs(AT_FDCWD, a, 0, 8, d) : -EINVAL; // statfs64
    case 269: return c === STATFS64_BYTES ? sysStatfs(a, 0, AT_DESCRIPTOR, 8, d) : -EINVAL; // fstatfs64
    case 270: return sysTgkill(a, c, d);
    case 272: return sysFadvise(a); // fadvise64_64
    case 284: return hasOnly(e, WAIT_FLAGS | WAITID_FLAGS) ? waitForInformation(a, c, d, e, f) : -EINVAL; // waitid
    case 295: return sysOpenat(a, c, d, e);
    case 296: return sysMkdirat(a, c, d);
    case 297: return sysMknodat(a, c, d, e);
    case 298: return hasOnly(f, PATH_FLAGS) ? sysFchownat(a, c, d, e, f) : -EINVAL;
    case 300: return hasOnly(e, STAT_FLAGS) ? sysFstatat64(a, c, d, e) : -EINVAL;
    case 301: return hasOnly(d, AT_REMOVEDIR) ? sysUnlinkat(a, c, d) : -EINVAL;
    case 302: return sysRenameat2(a, c, d, e, 0); // renameat
    case 303: return hasOnly(f, AT_EMPTY_PATH | AT_SYMLINK_FOLLOW) ? sysLinkat(a, c, d, e, f) : -EINVAL;
    case 304: return sysSymlinkat(a, c, d);
    case 305: return sysReadlinkat(a, c, d, e);
    case 306: return sysFchmodat2(a, c, d, 0); // fchmodat
    case 307: return sysFaccessat2(a, c, d, 0); // faccessat
    case 308: return sysPselect6(a, c, d, e, endOfWait(f, TIME32), g);
    case 309: return sysPpoll(a, c, endOfWait(d, TIME32), e, f);
    case 311: return 0; // set_robust_list
    case 320: return hasOnly(e, PATH_FLAGS) ? sysUtimensat(TIME32, a, c, d, e) : -EINVAL;
    case 324: return sysFallocate(a, c, d, e, f, g);
    case 330: return hasOnly(d, O_CLOEXEC) ? sysDup3(a, c, d, false) : -EINVAL;
    case 331: return hasOnly(c, O_CLOEXEC | O_NONBLOCK) ? sysPipe2(a, c) : -EINVAL;
    case 340: return sysPrlimit64(a, c, d, e);
    case 353: return hasOnly(f, RENAME_NOREPLACE | RENAME_EXCHANGE) ? sysRenameat2(a, c, d, e, f) : -EINVAL;
    case 355: return hasOnly(d, RANDOM_FLAGS) ? readRandom(a, c) : -EINVAL; // getrandom
    case 377: return -ENOSYS; // copy_file_range
    case 383: return hasOnly(d, STAT_FLAGS) ? sysStatx(a, c, d, f) : -EINVAL;
    case 386: return -ENOSYS; // rseq
    case 403: return sysClockGettime(TIME64, a, c); // clock_gettime64
    case 406: return sysClockGetres(TIME64, a, c); // clock_getres_time64
    case 407: return sysClockNanosleep(TIME64, a, c, d, e); // clock_nanosleep_time64
    case 412: return hasOnly(e, PATH_FLAGS) ? sysUtimensat(TIME64, a, c, d, e) : -EINVAL; // utimensat_time64
    case 413: return sysPselect6(a, c, d, e, endOfWait(f, TIME64), g); // pselect6_time64
    case 414: return sysPpoll(a, c, endOfWait(d, TIME64), e, f); // ppoll_time64
    case 421: return waitForSignal(a, c, endOfWait(d, TIME64), e); // rt_sigtimedwait_time64
    case 422: return sysFutex(c); // futex_time64
    case 439: return hasOnly(e, ACCESS_FLAGS) ? sysFaccessat2(a, c, d, e) : -EINVAL;
    case 452: return hasOnly(e, PATH_FLAGS) ? sysFchmodat2(a, c, d, e) : -EINVAL;
    default: return refuseUnknown(number);
  }
}

/** Carries out the call that the registers of a trap frame ask for; its result. */
export function syscall(trapFrame: number, number: number): number {
  if (number < 0 || number >= CALLS) return -ENOSYS;
  if (!isRoomForObjects() && makesObjects(number)) return -ENOMEM;
  const a = load32(trapFrame + TF_EBX);
  const c = load32(trapFrame + TF_ECX);
  const d = load32(trapFrame + TF_EDX);
  const e = load32(trapFrame + TF_ESI);
  const f = load32(trapFrame + TF_EDI);
  return number < 191 ? earlyCall(number, a, c, d, e, f)
    : lateCall(number, a, c, d, e, f, load32(trapFrame + TF_EBP));
}
