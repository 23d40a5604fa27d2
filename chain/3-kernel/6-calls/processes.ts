// System calls on processes: making, replacing, ending and waiting for them; their ids, groups and owners.
import { fillMemory, load32, store32, ult } from "../../2-runtime/node.js";
import { EFAULT, EINVAL, EPERM, ESRCH } from "../1-machine/index.js";
import { setOrdinaryUser } from "../2-memory/index.js";
import { current, firstProcess, mayReadUser, mayWriteUser, processOf, yieldProcessor } from "../3-processes/index.js";
import { setTerminalGroup, terminalGroup } from "../4-files/index.js";
import { exitProcess } from "../5-programs/index.js";

export function sysExit(code: number): number {
  exitProcess((code & 255) << 8);
  return 0;
}

export function sysGetppid(): number {
  if (current.parent !== null) return current.parent.id;
  return current.id === 1 ? 0 : 1;
}

/** One user and one group for each process: real, effective and saved are the same. -1: no change. */
export function sysSetreuid(real: number, effective: number): number {
  const owner = effective === -1 ? real : effective;
  if (current.owner !== 0 && owner !== current.owner && owner !== -1) return -EPERM;
  if (owner !== -1) current.owner = owner;
  setOrdinaryUser(current.owner !== 0);
  return 0;
}
export function sysSetregid(real: number, effective: number): number {
  const group = effective === -1 ? real : effective;
  if (current.owner !== 0 && group !== current.ownerGroup && group !== -1) return -EPERM;
  if (group !== -1) current.ownerGroup = group;
  return 0;
}

/** getresuid, getresgid. */
export function storeIds(real: number, effective: number, saved: number, id: number): number {
  if (!mayWriteUser(real, 4) || !mayWriteUser(effective, 4) || !mayWriteUser(saved, 4)) return -EFAULT;
  store32(real, id);
  store32(effective, id);
  store32(saved, id);
  return 0;
}

const CAPABILITY_1 = 0x19980330, CAPABILITY_2 = 0x20071026, CAPABILITY_3 = 0x20080522;
/** CAP_CHECKPOINT_RESTORE is the last one. */
const CAPABILITIES_HIGH = 0x1ff;

/** The super-user may do everything, others nothing. The header's version says how much of that is wanted. */
export function sysCapget(header: number, data: number): number {
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

export function sysSetpgid(id: number, group: number): number {
  const process = processOf(id);
  if (group < 0) return -EINVAL;
  if (process === null || process !== current && process.parent !== current) return -ESRCH;
  const wanted = group === 0 ? process.id : group;
  if (process.session !== current.session || process.session === process.id
    || wanted !== process.id && sessionOf(wanted) !== current.session) return -EPERM;
  process.group = wanted;
  return 0;
}
export function sysGetpgid(id: number): number {
  const process = processOf(id);
  return process === null ? -ESRCH : process.group;
}
export function sysGetsid(id: number): number {
  const process = processOf(id);
  return process === null ? -ESRCH : process.session;
}
export function sysSetsid(): number {
  if (current.group === current.id) return -EPERM;
  current.group = current.id;
  current.session = current.id;
  if (terminalGroup() === 0) setTerminalGroup(current.group);
  return current.id;
}

/** All processes have the ordinary policy, whose only priority is 0. */
export function sysSchedGetparam(id: number, to: number): number {
  if (id < 0 || to === 0) return -EINVAL;
  if (processOf(id) === null) return -ESRCH;
  if (!mayWriteUser(to, 4)) return -EFAULT;
  store32(to, 0);
  return 0;
}
export function sysSchedSetscheduler(id: number, policy: number, from: number): number {
  if (id < 0 || from === 0) return -EINVAL;
  if (!mayReadUser(from, 4)) return -EFAULT;
  if (processOf(id) === null) return -ESRCH;
  return policy === 0 && load32(from) === 0 ? 0 : -EINVAL;
}
/** Priorities are accepted, and stay what they are: 20 means 0. */
export function sysGetpriority(which: number, who: number): number {
  if (!ult(which, 3)) return -EINVAL;
  return which === 0 && processOf(who) === null ? -ESRCH : 20;
}
export function sysSetpriority(which: number, who: number): number {
  const priority = sysGetpriority(which, who);
  return priority < 0 ? priority : 0;
}

export function sysSchedYield(): number {
  yieldProcessor();
  return 0;
}

