// What could be done with an open file without waiting, for poll and select.
import { S_IFCHR, S_IFIFO } from "../1-machine/numbers.js";
import { fileType } from "../2-memory/inode.js";
import { mayRead, mayWrite, OpenFile } from "./openfile.js";
import { PIPE_BYTES } from "./pipe.js";
import { isTerminal } from "./devices.js";
import { terminalReady } from "./terminal.js";

export const POLL_IN = 1, POLL_OUT = 4, POLL_ERROR = 8, POLL_HANGUP = 0x10, POLL_INVALID = 0x20;
const NORMAL_READ = 0x40;
const NORMAL_WRITE = 0x100;

/** The bits of struct pollfd that are true of a file. */
export function readiness(file: OpenFile): number {
  const inode = file.inode!;
  const type = fileType(inode);
  let bits = 0;
  if (mayRead(file)) bits |= POLL_IN | NORMAL_READ;
  if (mayWrite(file)) bits |= POLL_OUT | NORMAL_WRITE;
  if (type === S_IFCHR && isTerminal(inode.device) && !terminalReady()) bits &= ~(POLL_IN | NORMAL_READ);
  if (type === S_IFIFO) {
    if (inode.count === 0) bits &= ~(POLL_IN | NORMAL_READ);
    if (PIPE_BYTES - inode.count < 4096) bits &= ~(POLL_OUT | NORMAL_WRITE);
    if (mayRead(file) && inode.writers === 0) bits |= POLL_HANGUP;
    if (mayWrite(file) && inode.readers === 0) bits |= POLL_ERROR;
  }
  return bits;
}
