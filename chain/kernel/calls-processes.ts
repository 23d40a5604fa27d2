// System calls on processes: making, replacing, ending and waiting for them; their ids, groups and owners.
import { answer0, answer1, answer2, answer3, answer4, answer5 } from "./calls.js";
import { execute } from "./exec.js";
import { exitProcess, waitForChild } from "./exit.js";
import { CLONE_VFORK, CLONE_VM, cloneProcess } from "./fork.js";
import { EINVAL, EPERM, ESRCH } from "./numbers.js";
import { AT_CURRENT } from "./path.js";
import { current, findProcess, firstProcess, yieldProcessor } from "./process.js";
import { setTerminalGroup, terminalGroup } from "./terminal.js";
import { modifyLocalTable, setThreadArea } from "./threadarea.js";

function callExit(code: number): number {
  exitProcess((code & 255) << 8);
  return 0;
}

function callFork(): number { return cloneProcess(0, 0, 0, 0, 0); }
function callVfork(): number { return cloneProcess(CLONE_VM | CLONE_VFORK, 0, 0, 0, 0); }

/** After success the frame is the new program's, whose eax is 0 as well. */
function callExecve(path: number, argumentList: number, environmentList: number): number {
  return execute(AT_CURRENT, path, argumentList, environmentList);
}

function callWaitpid(id: number, status: number, options: number): number {
  return waitForChild(id, status, options, 0);
}

function callGetpid(): number { return current.id; }
function callGetppid(): number {
  if (current.parent !== null) return current.parent.id;
  return current.id === 1 ? 0 : 1;
}
function callGetuid(): number { return current.owner; }
function callGetgid(): number { return current.ownerGroup; }

/** One user and one group for each process: real, effective and saved are the same. -1: no change. */
function callSetuid(owner: number): number {
  if (current.owner !== 0 && owner !== current.owner && owner !== -1) return -EPERM;
  if (owner !== -1) current.owner = owner;
  return 0;
}
function callSetgid(group: number): number {
  if (current.owner !== 0 && group !== current.ownerGroup && group !== -1) return -EPERM;
  if (group !== -1) current.ownerGroup = group;
  return 0;
}
function callSetresuid(real: number, effective: number, _saved: number): number {
  return callSetuid(effective === -1 ? real : effective);
}
function callSetresgid(real: number, effective: number, _saved: number): number {
  return callSetgid(effective === -1 ? real : effective);
}
function callSetreuid(real: number, effective: number): number { return callSetresuid(real, effective, -1); }
function callSetregid(real: number, effective: number): number { return callSetresgid(real, effective, -1); }

/** The session of a group; 0 when there is no such group. */
function sessionOf(group: number): number {
  let process = firstProcess();
  while (process !== null && process.group !== group) process = process.next;
  return process === null ? 0 : process.session;
}

function callSetpgid(id: number, group: number): number {
  const process = id === 0 ? current : findProcess(id);
  if (group < 0) return -EINVAL;
  if (process === null || process !== current && process.parent !== current) return -ESRCH;
  const wanted = group === 0 ? process.id : group;
  if (process.session !== current.session || process.session === process.id
    || wanted !== process.id && sessionOf(wanted) !== current.session) return -EPERM;
  process.group = wanted;
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

function callSetTidAddress(_address: number): number { return current.id; }

export function startProcessCalls(): void {
  for (const number of [1, 252]) answer1(number, callExit);
  for (const number of [20, 224]) answer0(number, callGetpid);
  for (const number of [199, 201]) answer0(number, callGetuid);
  for (const number of [200, 202]) answer0(number, callGetgid);
  answer0(2, callFork);
  answer3(7, callWaitpid);
  answer3(11, callExecve);
  answer2(57, callSetpgid);
  answer0(64, callGetppid);
  answer0(65, callGetpgrp);
  answer0(66, callSetsid);
  answer4(114, waitForChild);
  answer5(120, cloneProcess);
  answer3(123, modifyLocalTable);
  answer1(132, callGetpgid);
  answer1(147, callGetsid);
  answer0(158, callSchedYield);
  answer0(190, callVfork);
  answer2(203, callSetreuid);
  answer2(204, callSetregid);
  answer3(208, callSetresuid);
  answer3(210, callSetresgid);
  answer1(213, callSetuid);
  answer1(214, callSetgid);
  answer1(243, setThreadArea);
  answer1(258, callSetTidAddress);
}
