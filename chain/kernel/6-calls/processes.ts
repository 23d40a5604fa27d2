// System calls on processes: making, replacing, ending and waiting for them; their ids, groups and owners.
import { fillMemory, load32, store32, ult } from "../../runtime/node.js";
import { EFAULT, EINVAL, EPERM, ESRCH } from "../1-machine/numbers.js";
import { TF_EDX, TF_ESI } from "../1-machine/trapframe.js";
import { setTerminalGroup, terminalGroup } from "../4-files/terminal.js";
import { mayReadUser, mayWriteUser } from "../3-processes/usermemory.js";
import { current, firstProcess, processOf, yieldProcessor } from "../3-processes/process.js";
import { modifyLocalTable, setThreadArea } from "../5-programs/threadarea.js";
import { CLONE_VFORK, CLONE_VM, cloneProcess } from "../5-programs/fork.js";
import { execute } from "../5-programs/exec.js";
import { exitProcess, WAIT_FLAGS, waitForChild, waitForInformation, WAITID_FLAGS } from "../5-programs/exit.js";
import { AT_FDCWD } from "../4-files/path.js";
import { answer0, answer1, answer2, answer3, answer4, answer5, limitFlags } from "./table.js";

function sysExit(code: number): number {
  exitProcess((code & 255) << 8);
  return 0;
}

function sysFork(): number { return cloneProcess(0, 0, 0, 0, 0); }
function sysVfork(): number { return cloneProcess(CLONE_VM | CLONE_VFORK, 0, 0, 0, 0); }

/** After success the frame is the new program's, whose eax is 0 as well. */
function sysExecve(path: number, argumentList: number, environmentList: number): number {
  return execute(AT_FDCWD, path, argumentList, environmentList);
}

function sysWaitpid(id: number, status: number, options: number): number {
  return waitForChild(id, status, options, 0);
}

function sysGetpid(): number { return current.id; }
function sysGetppid(): number {
  if (current.parent !== null) return current.parent.id;
  return current.id === 1 ? 0 : 1;
}
function sysGetuid(): number { return current.owner; }
function sysGetgid(): number { return current.ownerGroup; }

/** One user and one group for each process: real, effective and saved are the same. -1: no change. */
function sysSetuid(owner: number): number {
  if (current.owner !== 0 && owner !== current.owner && owner !== -1) return -EPERM;
  if (owner !== -1) current.owner = owner;
  return 0;
}
function sysSetgid(group: number): number {
  if (current.owner !== 0 && group !== current.ownerGroup && group !== -1) return -EPERM;
  if (group !== -1) current.ownerGroup = group;
  return 0;
}
function sysSetresuid(real: number, effective: number, _saved: number): number {
  return sysSetuid(effective === -1 ? real : effective);
}
function sysSetresgid(real: number, effective: number, _saved: number): number {
  return sysSetgid(effective === -1 ? real : effective);
}
function sysSetreuid(real: number, effective: number): number { return sysSetresuid(real, effective, -1); }
function sysSetregid(real: number, effective: number): number { return sysSetresgid(real, effective, -1); }

function storeIds(real: number, effective: number, saved: number, id: number): number {
  if (!mayWriteUser(real, 4) || !mayWriteUser(effective, 4) || !mayWriteUser(saved, 4)) return -EFAULT;
  store32(real, id);
  store32(effective, id);
  store32(saved, id);
  return 0;
}
function sysGetresuid(real: number, effective: number, saved: number): number {
  return storeIds(real, effective, saved, current.owner);
}
function sysGetresgid(real: number, effective: number, saved: number): number {
  return storeIds(real, effective, saved, current.ownerGroup);
}

const CAPABILITY_1 = 0x19980330;
const CAPABILITY_2 = 0x20071026;
const CAPABILITY_3 = 0x20080522;
/** CAP_CHECKPOINT_RESTORE is the last one. */
const CAPABILITIES_HIGH = 0x1ff;

/** The super-user may do everything, others nothing. The header's version says how much of that is wanted. */
function sysCapget(header: number, data: number): number {
  if (!mayWriteUser(header, 8)) return -EFAULT;
  const version = load32(header);
  if (version !== CAPABILITY_1 && version !== CAPABILITY_2 && version !== CAPABILITY_3) {
    store32(header, CAPABILITY_3);
    return data === 0 ? 0 : -EINVAL;
  }
  const process = processOf(load32(header + 4));
  if (process === null) return load32(header + 4) < 0 ? -EINVAL : -ESRCH;
  const bytes = version === CAPABILITY_1 ? 12 : 24;
  if (!mayWriteUser(data, bytes)) return -EFAULT;
  fillMemory(data, 0, bytes);
  if (process.owner !== 0) return 0;
  store32(data, -1);
  store32(data + 4, -1);
  if (bytes === 12) return 0;
  store32(data + 12, CAPABILITIES_HIGH);
  store32(data + 16, CAPABILITIES_HIGH);
  return 0;
}

/** The session of a group; 0 when there is no such group. */
function sessionOf(group: number): number {
  let process = firstProcess();
  while (process !== null && process.group !== group) process = process.next;
  return process === null ? 0 : process.session;
}

function sysSetpgid(id: number, group: number): number {
  const process = processOf(id);
  if (group < 0) return -EINVAL;
  if (process === null || process !== current && process.parent !== current) return -ESRCH;
  const wanted = group === 0 ? process.id : group;
  if (process.session !== current.session || process.session === process.id
    || wanted !== process.id && sessionOf(wanted) !== current.session) return -EPERM;
  process.group = wanted;
  return 0;
}
function sysGetpgid(id: number): number {
  const process = processOf(id);
  return process === null ? -ESRCH : process.group;
}
function sysGetpgrp(): number { return current.group; }
function sysGetsid(id: number): number {
  const process = processOf(id);
  return process === null ? -ESRCH : process.session;
}
function sysSetsid(): number {
  if (current.group === current.id) return -EPERM;
  current.group = current.id;
  current.session = current.id;
  if (terminalGroup() === 0) setTerminalGroup(current.group);
  return current.id;
}

/** All processes have the ordinary policy, whose only priority is 0. */
function sysSchedGetparam(id: number, to: number): number {
  if (id < 0 || to === 0) return -EINVAL;
  if (processOf(id) === null) return -ESRCH;
  if (!mayWriteUser(to, 4)) return -EFAULT;
  store32(to, 0);
  return 0;
}
function sysSchedSetscheduler(id: number, policy: number, from: number): number {
  if (id < 0 || from === 0) return -EINVAL;
  if (!mayReadUser(from, 4)) return -EFAULT;
  if (processOf(id) === null) return -ESRCH;
  return policy === 0 && load32(from) === 0 ? 0 : -EINVAL;
}
/** Priorities are accepted, and stay what they are: 20 stands for 0. */
function sysGetpriority(which: number, who: number): number {
  if (!ult(which, 3)) return -EINVAL;
  return which === 0 && processOf(who) === null ? -ESRCH : 20;
}
function sysSetpriority(which: number, who: number): number {
  const priority = sysGetpriority(which, who);
  return priority < 0 ? priority : 0;
}

function sysSchedYield(): number {
  yieldProcessor();
  return 0;
}

function sysSetTidAddress(_address: number): number { return current.id; }

export function startProcessCalls(): void {
  for (const number of [1, 252]) answer1(number, sysExit);
  for (const number of [20, 224]) answer0(number, sysGetpid);
  for (const number of [199, 201]) answer0(number, sysGetuid);
  for (const number of [200, 202]) answer0(number, sysGetgid);
  answer0(2, sysFork);
  answer3(7, sysWaitpid);
  answer3(11, sysExecve);
  answer2(57, sysSetpgid);
  answer0(64, sysGetppid);
  answer0(65, sysGetpgrp);
  answer0(66, sysSetsid);
  answer2(96, sysGetpriority);
  answer2(97, sysSetpriority);
  answer4(114, waitForChild);
  answer5(120, cloneProcess);
  answer3(123, modifyLocalTable);
  answer1(132, sysGetpgid);
  answer1(147, sysGetsid);
  answer2(155, sysSchedGetparam);
  answer3(156, sysSchedSetscheduler);
  answer0(158, sysSchedYield);
  answer2(184, sysCapget);
  answer0(190, sysVfork);
  answer2(203, sysSetreuid);
  answer2(204, sysSetregid);
  answer3(208, sysSetresuid);
  answer3(209, sysGetresuid);
  answer3(210, sysSetresgid);
  answer3(211, sysGetresgid);
  answer1(213, sysSetuid);
  answer1(214, sysSetgid);
  answer1(243, setThreadArea);
  answer1(258, sysSetTidAddress);
  answer5(284, waitForInformation);
  limitFlags(7, TF_EDX, WAIT_FLAGS);
  limitFlags(114, TF_EDX, WAIT_FLAGS);
  limitFlags(284, TF_ESI, WAIT_FLAGS | WAITID_FLAGS);
}
