// Pipes: 64 KiB between writers and readers, kept in the content pages of the pipe's inode, used as a ring. Writes of
// up to 4 KiB are never mixed with others. A process that must wait sleeps on the inode.
import { EAGAIN, ENOSPC, EPIPE, ERESTART, O_NONBLOCK, SIGPIPE } from "../1-machine/index.js";
import { Inode, OpenFile, readContent, writeContent } from "../2-memory/index.js";
import { current, hasSignal, inodeChannel, sendSignal, sleep, wake, writableUser } from "../3-processes/index.js";

export const PIPE_BYTES = 65536, ATOMIC_BYTES = 4096;

/** One end less: the other end may now see the end of the pipe. */
export function closePipeEnd(inode: Inode): void {
  if (inode.readers === 0 || inode.writers === 0) wake(inodeChannel(inode));
  if (inode.readers === 0 && inode.writers === 0) inode.count = 0;
}

export function readPipe(file: OpenFile, to: number, n: number): number {
  const inode = file.inode!;
  if (n === 0) return 0;
  while (inode.count === 0) {
    if (inode.writers === 0) return 0;
    if ((file.flags & O_NONBLOCK) !== 0) return -EAGAIN;
    if (hasSignal()) return -ERESTART;
    sleep(inodeChannel(inode), 0);
  }
  const total = writableUser(to, inode.count < n ? inode.count : n);
  if (total < 0) return total;
  let done = 0;
  while (done < total) {
    const untilEnd = PIPE_BYTES - inode.start;
    const count = untilEnd < total - done ? untilEnd : total - done;
    readContent(inode, inode.start, to + done, count);
    inode.start = inode.start + count & PIPE_BYTES - 1;
    done += count;
  }
  inode.count -= total;
  if (inode.count === 0) inode.start = 0;
  wake(inodeChannel(inode));
  return total;
}

/** Puts up to n bytes into the ring; how many, or a negated error. */
function fillPipe(inode: Inode, from: number, n: number): number {
  let done = 0;
  while (done < n) {
    const end = inode.start + inode.count & PIPE_BYTES - 1;
    const count = PIPE_BYTES - end < n - done ? PIPE_BYTES - end : n - done;
    const written = writeContent(inode, end, from + done, count);
    if (written === 0) return done > 0 ? done : -ENOSPC;
    inode.count += written;
    done += written;
  }
  return done;
}

export function writePipe(file: OpenFile, from: number, n: number): number {
  const inode = file.inode!;
  let done = 0;
  while (done < n) {
    if (inode.readers === 0) {
      sendSignal(current, SIGPIPE);
      return done > 0 ? done : -EPIPE;
    }
    const room = PIPE_BYTES - inode.count;
    if (room === 0 || n <= ATOMIC_BYTES && room < n) {
      if ((file.flags & O_NONBLOCK) !== 0) return done > 0 ? done : -EAGAIN;
      if (hasSignal()) return done > 0 ? done : -ERESTART;
      sleep(inodeChannel(inode), 0);
    } else {
      const count = fillPipe(inode, from + done, room < n - done ? room : n - done);
      if (count < 0) return done > 0 ? done : count;
      done += count;
      wake(inodeChannel(inode));
    }
  }
  return done;
}
