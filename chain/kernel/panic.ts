// The function that the compiler calls for an index out of range, in the kernel.
import { b } from "../runtime/node.js";
import { print, printNumber, stopMachine } from "./console.js";

/** The line is that of the whole kernel's text, as the tape has it. */
export function fail(line: number): void {
  print(b("rootseed: kernel stopped: index out of range, line "));
  printNumber(line);
  print(b("\n"));
  stopMachine(125);
}
