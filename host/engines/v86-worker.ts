// The emulator's thread: starts the machine, passes on what comes out of its serial ports in pieces, and says when the
// processor has halted for good.
import { parentPort, workerData } from "node:worker_threads";
import { passOnOutput, startMachine, type MachineData } from "./v86-machine.js";
import { emulatorInNode } from "./v86-node.js";

const output = passOnOutput((message) => parentPort?.postMessage(message));
const machine = startMachine(workerData as MachineData, output, emulatorInNode);
// What is typed on the console.
parentPort?.on("message", (typed: string) => machine.serial0_send(typed));
