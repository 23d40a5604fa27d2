// System calls on processes: making, replacing, ending and waiting for them; their ids, groups and owners.
import { load32 } from "../runtime/node.js";
import { answer0, answer1, answer2, answer3, answer4, answer5 } from "./calls.js";
import { execute } from "./exec.js";
import { exitProcess, waitForChild } from "./exit.js";
import { CLONE_VFORK, CLONE_VM, cloneProcess } from "./fork.js";
import { FRAME_EAX } from "./frame.js";
import { EINVAL, EPERM, ESRCH } from "./numbers.js";
import { AT_CURRENT } from "./path.js";
import { current, findProcess, yieldProcessor } from "./process.js";
import { setTerminalGroup, terminalGroup } from "./terminal.js";
import { modifyLocalTable, setThreadArea } from "./threadarea.js";


function callExit(code: number): number {
  exitProcess((code & 255) << 8);
  return 0;
}

function callFork(): number { return cloneProcess(0, 0, 0, 0, 0); }
function callVfork(): number { return cloneProcess(CLONE_VM | CLONE_VFORK, 0, 0, 0, 0); }

/** After success the frame is the new program's, and what it has in eax must stay. */
function callExecve(path: number, argumentList: number, environmentList: number): number {
  const error = execute(AT_CURRENT, path, argumentList, environmentList);
  return error < 0 ? error : load32(current.frame + FRAME_EAX);
}
function callExecveat(
  descriptor: number, path: number, argumentList: number, environmentList: number, _flags: number,
): number {
  const error = execute(descriptor, path, argumentList, environmentList);
  return error < 0 ? error : load32(current.frame + FRAME_EAX);
}

function callWait4(id: number, status: number, options: number, usage: number): number {
  return waitForChild(id, status, options, usage);
}
function callWaitpid(id: number, status: number, options: number): number {
  return waitForChild(id, status, options, 0);
}

function callGetpid(): number { return current.id; }
function callGetppid(): number { return current.parent === null ? 0 : current.parent.id; }
function callGetuid(): number { return current.owner; }
function callGetgid(): number { return current.ownerGroup; }

/** One user and one group for each process: real, effective and saved are the same. */
function callSetuid(owner: number): number {
  if (current.owner !== 0 && owner !== current.owner) return -EPERM;
  current.owner = owner;
  return 0;
}
function callSetgid(group: number): number {
  if (current.owner !== 0 && group !== current.ownerGroup) return -EPERM;
  current.ownerGroup = group;
  return 0;
}
function callSetreuid(real: number, effective: number): number {
  const owner = effective === -1 ? real : effective;
  return owner === -1 ? 0 : callSetuid(owner);
}
function callSetregid(real: number, effective: number): number {
  const group = effective === -1 ? real : effective;
  return group === -1 ? 0 : callSetgid(group);
}
function callSetresuid(real: number, effective: number, _saved: number): number { return callSetreuid(real, effective); }
function callSetresgid(real: number, effective: number, _saved: number): number { return callSetregid(real, effective); }
function callGetgroups(_count: number, _list: number): number { return 0; }
function callSetgroups(_count: number, _list: number): number { return current.owner === 0 ? 0 : -EPERM; }

function callSetpgid(id: number, group: number): number {
  const process = id === 0 ? current : findProcess(id);
  if (process === null) return -ESRCH;
  if (group < 0) return -EINVAL;
  process.group = group === 0 ? process.id : group;
  return 0;
}
function callGetpgid(id: number): number {
  const process = id === 0 ? current : findProcess(id);
  return process === null ? -ESRCH : process.group;
}
function callGetpgrp(): number { return current.group; }
function callGetsid(id: number): number {
  const process = id === 0 ? current : findProcess(id);
  return process === null ? -ESRCH : process.session;
}
function callSetsid(): number {
  if (current.group === current.id) return -EPERM;
  current.group = current.id;
  current.session = current.id;
  if (terminalGroup() === 0) setTerminalGroup(current.group);
  return current.id;
}

function callSchedYield(): number {
  yieldProcessor();
  return 0;
}

function callSetThreadArea(area: number): number { return setThreadArea(current, area); }
function callSetTidAddress(_address: number): number { return current.id; }
function callSetRobustList(_head: number, _bytes: number): number { return 0; }

export function startProcessCalls(): void {
  answer1(1, callExit);
  answer0(2, callFork);
  answer3(7, callWaitpid);
  answer3(11, callExecve);
  answer0(20, callGetpid);
  answer1(23, callSetuid);
  answer0(24, callGetuid);
  answer1(46, callSetgid);
  answer0(47, callGetgid);
  answer0(49, callGetuid);
  answer0(50, callGetgid);
  answer2(57, callSetpgid);
  answer0(64, callGetppid);
  answer0(65, callGetpgrp);
  answer0(66, callSetsid);
  answer2(80, callGetgroups);
  answer2(81, callSetgroups);
  answer4(114, callWait4);
  answer5(120, cloneProcess);
  answer3(123, modifyLocalTable);
  answer1(132, callGetpgid);
  answer1(147, callGetsid);
  answer0(158, callSchedYield);
  answer0(190, callVfork);
  answer0(199, callGetuid);
  answer0(200, callGetgid);
  answer0(201, callGetuid);
  answer0(202, callGetgid);
  answer2(203, callSetreuid);
  answer2(204, callSetregid);
  answer2(205, callGetgroups);
  answer2(206, callSetgroups);
  answer3(208, callSetresuid);
  answer3(210, callSetresgid);
  answer1(213, callSetuid);
  answer1(214, callSetgid);
  answer0(224, callGetpid);
  answer1(243, callSetThreadArea);
  answer1(252, callExit);
  answer1(258, callSetTidAddress);
  answer2(311, callSetRobustList);
  answer5(358, callExecveat);
}
