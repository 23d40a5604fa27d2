// ioctl on the terminal: its flags, its size, its foreground group (include/uapi/asm-generic/ioctls.h).
import { copyMemory, load32, store16, store32 } from "../../runtime/node.js";
import { EFAULT, EINVAL, ENOTTY } from "../1-machine/numbers.js";
import {
  discardInput, setTerminalGroup, terminalBytes, terminalGroup, TERMIOS_BYTES, termiosAddress,
} from "./terminal.js";
import { mayReadUser, mayWriteUser } from "../3-processes/usermemory.js";
import { current } from "../3-processes/process.js";

const TCGETS = 0x5401;
const TCSETS = 0x5402;
const TCSETSW = 0x5403;
const TCSETSF = 0x5404;
const TCFLSH = 0x540b;
const TIOCSCTTY = 0x540e;
const TIOCGPGRP = 0x540f;
const TIOCSPGRP = 0x5410;
const TIOCGWINSZ = 0x5413;
const TIOCSWINSZ = 0x5414;
const FIONREAD = 0x541b;
const TIOCGSID = 0x5429;

function answerWord(to: number, value: number): number {
  if (!mayWriteUser(to, 4)) return -EFAULT;
  store32(to, value);
  return 0;
}

export function controlTerminal(request: number, argument: number): number {
  switch (request) {
    case TCGETS:
      if (!mayWriteUser(argument, TERMIOS_BYTES)) return -EFAULT;
      copyMemory(argument, termiosAddress(), TERMIOS_BYTES);
      return 0;
    case TCSETS:
    case TCSETSW:
    case TCSETSF:
      if (!mayReadUser(argument, TERMIOS_BYTES)) return -EFAULT;
      copyMemory(termiosAddress(), argument, TERMIOS_BYTES);
      if (request === TCSETSF) discardInput();
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
    case FIONREAD: return answerWord(argument, terminalBytes());
    case TIOCGSID: return answerWord(argument, current.session);
    default: return -ENOTTY;
  }
}
