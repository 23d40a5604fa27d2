// The terminal: one for the whole machine, with input from the first serial port and the keyboard, and output to the
// console. Edits lines (erase, kill, end of file), echoes, and turns Ctrl-C into a signal, as the termios flags say.
import { ch, copyMemory, load32, load8, store16, store32, store8 } from "../../2-runtime/node.js";
import {
  BACKSPACE, CARRIAGE_RETURN, COM1, EAGAIN, EFAULT, EINVAL, ENOTTY, ERESTART, inb, O_NONBLOCK, putConsole, SIGINT,
  SIGQUIT, writeConsole,
} from "../1-machine/index.js";
import { alloc, OpenFile } from "../2-memory/index.js";
import {
  current, hasSignal, mayReadUser, mayWriteUser, signalGroup, sleep, TERMINAL_CHANNEL, wake, writableUser,
} from "../3-processes/index.js";

/** struct termios: four words of flags (input, output, control, local), a byte, 19 control characters. */
const TERMIOS_BYTES = 36, INPUT_FLAGS = 0, OUTPUT_FLAGS = 4, CONTROL_FLAGS = 8, LOCAL_FLAGS = 12, CHARACTERS = 17;
const ICRNL = 0x100, OPOST = 1, ONLCR = 4, ISIG = 1, ICANON = 2, ECHO = 8, ECHOE = 0x10, ECHOK = 0x20;
const VINTR = 0, VQUIT = 1, VERASE = 2, VKILL = 3, VEOF = 4, VMIN = 6;

const QUEUE_BYTES = 4096;

/** The address of the settings. */
let termios = 0;
/** A ring: bytes for readers, then those of the line that is being edited. */
let queue = 0;
let queueStart = 0;
let readyCount = 0;
let lineCount = 0;
/** Ends of file waiting to be read as a read of nothing. */
let endsOfFile = 0;
/** How many processes wait for input. */
let readers = 0;
let foregroundGroup = 0;

function takesLines(): boolean { return (load32(termios + LOCAL_FLAGS) & ICANON) !== 0; }

export function terminalGroup(): number { return foregroundGroup; }
export function setTerminalGroup(group: number): void { foregroundGroup = group; }
export function terminalReady(): boolean { return readyCount > 0 || endsOfFile > 0; }

function discardInput(): void {
  readyCount = 0;
  lineCount = 0;
  endsOfFile = 0;
}

function character(which: number): number { return load8(termios + CHARACTERS + which); }

export function startTerminal(): void {
  termios = alloc(TERMIOS_BYTES);
  queue = alloc(QUEUE_BYTES);
  store32(termios + INPUT_FLAGS, ICRNL);
  store32(termios + OUTPUT_FLAGS, OPOST);
  // 115,200 bits a second, 8 bits, receiver on
  store32(termios + CONTROL_FLAGS, 0x10b2 | 0x80);
  store32(termios + LOCAL_FLAGS, ISIG | ICANON | ECHO | ECHOE | ECHOK);
  store8(termios + CHARACTERS + VINTR, 3);
  store8(termios + CHARACTERS + VQUIT, 28);
  store8(termios + CHARACTERS + VERASE, 127);
  store8(termios + CHARACTERS + VKILL, 21);
  store8(termios + CHARACTERS + VEOF, 4);
  store8(termios + CHARACTERS + VMIN, 1);
}

function echo(byte: number): void {
  if ((load32(termios + LOCAL_FLAGS) & ECHO) === 0) return;
  if (byte === ch('\n')) putConsole(CARRIAGE_RETURN);
  putConsole(byte);
}

function eraseOne(): void {
  if (lineCount === 0) return;
  lineCount--;
  echo(BACKSPACE);
  echo(ch(' '));
  echo(BACKSPACE);
}

function addToLine(byte: number): void {
  if (readyCount + lineCount >= QUEUE_BYTES) return;
  store8(queue + (queueStart + readyCount + lineCount & QUEUE_BYTES - 1), byte);
  lineCount++;
}

function lineIsReady(): void {
  readyCount += lineCount;
  lineCount = 0;
  wake(TERMINAL_CHANNEL);
}

/** A byte that was typed. */
export function typeByte(typed: number): void {
  const local = load32(termios + LOCAL_FLAGS);
  const byte = typed === CARRIAGE_RETURN && (load32(termios + INPUT_FLAGS) & ICRNL) !== 0 ? ch('\n') : typed;
  if ((local & ISIG) !== 0 && (byte === character(VINTR) || byte === character(VQUIT))) {
    lineCount = 0;
    echo(ch('\n'));
    signalGroup(foregroundGroup, byte === character(VINTR) ? SIGINT : SIGQUIT);
  } else if (!takesLines()) {
    echo(byte);
    addToLine(byte);
    lineIsReady();
  } else if (byte === character(VERASE) || byte === BACKSPACE) {
    eraseOne();
  } else if (byte === character(VKILL)) {
    while (lineCount > 0) eraseOne();
  } else if (byte === character(VEOF)) {
    if (lineCount === 0) endsOfFile++;
    lineIsReady();
  } else {
    echo(byte);
    addToLine(byte);
    if (byte === ch('\n')) lineIsReady();
  }
}

/** Whether a byte more can be kept, or must be lost, because a reader waits for the end of a line that is too long. */
function hasRoom(): boolean { return readyCount + lineCount < QUEUE_BYTES || readers > 0; }

/** Takes what the serial port has received and the queue can hold. A port that is not there answers FFh always. */
export function pollSerial(): void {
  let patience = 256;
  let status = inb(COM1 + 5);
  while ((status & 1) !== 0 && status !== 0xff && patience > 0 && hasRoom()) {
    typeByte(inb(COM1));
    status = inb(COM1 + 5);
    patience--;
  }
}

export function readTerminal(file: OpenFile, to: number, n: number): number {
  while (!terminalReady()) {
    if ((file.flags & O_NONBLOCK) !== 0) return -EAGAIN;
    if (!takesLines() && character(VMIN) === 0) return 0;
    if (hasSignal()) return -ERESTART;
    readers++;
    sleep(TERMINAL_CHANNEL, 0);
    readers--;
  }
  if (readyCount === 0) {
    endsOfFile--;
    return 0;
  }
  const room = writableUser(to, readyCount < n ? readyCount : n);
  if (room < 0) return room;
  const byLines = takesLines();
  let count = 0;
  let byte = 0;
  while (count < room && !(byLines && byte === ch('\n'))) {
    byte = load8(queue + queueStart);
    queueStart = queueStart + 1 & QUEUE_BYTES - 1;
    readyCount--;
    store8(to + count, byte);
    count++;
  }
  return count;
}

export function writeTerminal(from: number, n: number): number {
  const output = load32(termios + OUTPUT_FLAGS);
  if ((output & OPOST) !== 0 && (output & ONLCR) !== 0) {
    for (let i = 0; i < n; i++) {
      const byte = load8(from + i);
      if (byte === ch('\n')) putConsole(CARRIAGE_RETURN);
      putConsole(byte);
    }
  } else {
    writeConsole(from, n);
  }
  return n;
}

const TCGETS = 0x5401, TCSETS = 0x5402, TCSETSW = 0x5403, TCSETSF = 0x5404, TCFLSH = 0x540b, TIOCSCTTY = 0x540e,
  TIOCGPGRP = 0x540f, TIOCSPGRP = 0x5410, TIOCGWINSZ = 0x5413, TIOCSWINSZ = 0x5414, FIONREAD = 0x541b,
  TIOCGSID = 0x5429;

function answerWord(to: number, value: number): number {
  if (!mayWriteUser(to, 4)) return -EFAULT;
  store32(to, value);
  return 0;
}

export function controlTerminal(request: number, argument: number): number {
  switch (request) {
    case TCGETS:
      if (!mayWriteUser(argument, TERMIOS_BYTES)) return -EFAULT;
      copyMemory(argument, termios, TERMIOS_BYTES);
      return 0;
    case TCSETS:
    case TCSETSW:
    case TCSETSF:
      if (!mayReadUser(argument, TERMIOS_BYTES)) return -EFAULT;
      copyMemory(termios, argument, TERMIOS_BYTES);
      if (request === TCSETSF) discardInput();
      // What was typed of a line counts at once where lines are no longer waited for.
      if (!takesLines()) lineIsReady();
      return 0;
    case TCFLSH:
      discardInput();
      return 0;
    case TIOCGWINSZ:
      if (!mayWriteUser(argument, 8)) return -EFAULT;
      store16(argument, 25);
      store16(argument + 2, 80);
      store32(argument + 4, 0);
      return 0;
    case TIOCSWINSZ:
    case TIOCSCTTY: return 0;
    case TIOCGPGRP: return answerWord(argument, terminalGroup());
    case TIOCSPGRP:
      if (!mayReadUser(argument, 4)) return -EFAULT;
      if (load32(argument) <= 0) return -EINVAL;
      setTerminalGroup(load32(argument));
      return 0;
    case FIONREAD: return answerWord(argument, readyCount);
    case TIOCGSID: return answerWord(argument, current.session);
    default: return -ENOTTY;
  }
}
