// New processes: fork (memory copied at the first write), vfork and clone in the form that posix_spawn uses it (the
// parent's memory, the parent waits). Threads are not offered.
import { copyBytes, copyMemory, store32 } from "../../runtime/node.js";
import {
  EAGAIN, EFAULT, EINVAL, ENOMEM, enterUser, fpuStateBytes, getGs, saveFpuState, TF_BYTES, TF_EAX, TF_ESP,
  THREAD_DESCRIPTORS,
} from "../1-machine/index.js";
import { AddressSpace, copySpace, holdInode, storeInSpace } from "../2-memory/index.js";
import {
  current, makeProcess, makeReady, mayMakeProcess, mayWriteUser, prepareStack, Process, PROCESS_NAME_BYTES,
  processChannel, setExecutable, sleep, yieldProcessor,
} from "../3-processes/index.js";
import { fillDescriptor, threadPlace } from "./threadarea.js";

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

/** clone: the child's id, or a negated error. stack 0: the same as the parent's. */
export function cloneProcess(
  flags: number, stack: number, parentIdAddress: number, threadArea: number, childIdAddress: number,
): number {
  const shares = (flags & CLONE_VM) !== 0;
  if ((flags & (CLONE_THREAD | CLONE_SIGHAND | CLONE_FILES | CLONE_FS)) !== 0) return -EINVAL;
  if (shares && (flags & CLONE_VFORK) === 0) return -EINVAL;
  if ((flags & CLONE_PARENT_SETTID) !== 0 && !mayWriteUser(parentIdAddress, 4)) return -EFAULT;
  const place = (flags & CLONE_SETTLS) === 0 ? 0 : threadPlace(threadArea);
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
  copyMemory(child.trapFrame, current.trapFrame, TF_BYTES);
  store32(child.trapFrame + TF_EAX, 0);
  if (stack !== 0) store32(child.trapFrame + TF_ESP, stack);
  if ((flags & CLONE_SETTLS) !== 0) fillDescriptor(child, place, threadArea);
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
