// New processes: fork (memory copied at the first write), vfork and clone in the form that posix_spawn uses it (the
// parent's memory, the parent waits). Threads are not offered.
import { ch, copyBytes, copyMemory } from "../../2-runtime/node.js";
import {
  EAGAIN, EFAULT, EINVAL, ENOMEM, enterUser, fpuStateBytes, getGs, saveFpuState, setRegister, TF_EAX, TF_ESP,
  THREAD_DESCRIPTORS, trapFrameBytes,
} from "../1-machine/index.js";
import { AddressSpace, copySpace, holdInode, storeInSpace } from "../2-memory/index.js";
import {
  callWord, current, makeProcess, makeReady, mayMakeProcess, mayWriteUser, prepareStack, Process, PROCESS_NAME_BYTES,
  processChannel, setExecutable, sleep, yieldProcessor,
} from "../3-processes/index.js";
import { recordOpenFiles, recordProcess } from "../4-files/index.js";
import { fillDescriptor, fsBaseError, threadPlace } from "./threadarea.js";

export const CLONE_VM = 0x100, CLONE_VFORK = 0x4000;
const CLONE_FS = 0x200, CLONE_FILES = 0x400, CLONE_SIGHAND = 0x800, CLONE_THREAD = 0x10000, CLONE_SETTLS = 0x80000,
  CLONE_PARENT_SETTID = 0x100000, CLONE_CHILD_SETTID = 0x1000000;

/** Where a new process begins: with its trap frame, as if it came back from the call. */
function startInProgram(): void { enterUser(current.trapFrame); }

function inherit(child: Process, parent: Process): void {
  child.parent = parent;
  child.owner = parent.owner;
  child.ownerGroup = parent.ownerGroup;
  child.creationMask = parent.creationMask;
  child.group = parent.group;
  child.session = parent.session;
  child.blocked = parent.blocked;
  child.blockedHigh = parent.blockedHigh;
  child.alternateStack = parent.alternateStack;
  child.alternateStackBytes = parent.alternateStackBytes;
  child.gs = getGs(0) & 0xffff;
  child.is64Bit = parent.is64Bit;
  child.fsBase = parent.fsBase;
  for (let i = 0; i < THREAD_DESCRIPTORS * 2; i++) child.threadDescriptors[i] = parent.threadDescriptors[i];
  for (let i = 0; i < child.actions.length; i++) child.actions[i] = parent.actions[i];
  copyMemory(child.name, parent.name, PROCESS_NAME_BYTES);
  saveFpuState(parent.fpuState);
  copyMemory(child.fpuState, parent.fpuState, fpuStateBytes());
  child.directory = parent.directory;
  holdInode(child.directory!);
  setExecutable(child, parent.executable);
  for (let i = 0; i < parent.fileEnd; i++) {
    const file = parent.files[i];
    child.files[i] = file;
    if (file !== null) file.references++;
  }
  copyBytes(child.closeOnExec, 0, parent.closeOnExec, 0, parent.fileEnd);
  child.fileEnd = parent.fileEnd;
}

/**
 * clone: the child's id, or a negated error. stack 0: the same as the parent's. Where thread-local storage is: a struct
 * user_desc, for a 64-bit call an address.
 */
export function cloneProcess(
  flags: number, stack: number, parentIdAddress: number, threadArea: number, childIdAddress: number,
): number {
  const shares = (flags & CLONE_VM) !== 0;
  if ((flags & (CLONE_THREAD | CLONE_SIGHAND | CLONE_FILES | CLONE_FS)) !== 0) return -EINVAL;
  if (shares && (flags & CLONE_VFORK) === 0) return -EINVAL;
  if ((flags & CLONE_PARENT_SETTID) !== 0 && !mayWriteUser(parentIdAddress, 4)) return -EFAULT;
  const hasThreadArea = (flags & CLONE_SETTLS) !== 0;
  const isBase = callWord() === 8;
  let place = 0;
  if (hasThreadArea) place = isBase ? fsBaseError(threadArea) : threadPlace(threadArea);
  if (place < 0) return place;
  if (!mayMakeProcess()) return -EAGAIN;
  let space: AddressSpace | null = current.space;
  if (shares) {
    space!.users++;
  } else {
    space = copySpace(space!);
    if (space === null) return -ENOMEM;
  }
  const child = makeProcess();
  child.space = space;
  inherit(child, current);
  recordProcess(ch('f'), child.id);
  recordOpenFiles(child);
  copyMemory(child.trapFrame, current.trapFrame, trapFrameBytes());
  setRegister(child.trapFrame, TF_EAX, 0);
  if (stack !== 0) setRegister(child.trapFrame, TF_ESP, stack);
  if (hasThreadArea && isBase) child.fsBase = threadArea;
  if (hasThreadArea && !isBase) fillDescriptor(child, place, threadArea);
  if ((flags & CLONE_PARENT_SETTID) !== 0) storeInSpace(current.space!, parentIdAddress, child.id);
  if ((flags & CLONE_CHILD_SETTID) !== 0) storeInSpace(space!, childIdAddress, child.id);
  prepareStack(child, startInProgram);
  const id = child.id;
  makeReady(child);
  if ((flags & CLONE_VFORK) !== 0) {
    child.borrowsSpace = true;
    while (child.borrowsSpace && child.id === id) sleep(processChannel(child), 0);
  } else {
    // The child usually execs at once: running it first avoids copy-on-write faults in the parent.
    yieldProcessor();
  }
  return id;
}
