// The emulator's thread in a browser: starts the machine, passes on what comes out of its serial ports, types what it
// is told to, and says now and then how many instructions the processor has executed.
import { passOnOutput, startMachine, type MachineData, type MachineMessage } from "../../host/engines/v86-machine.js";
import { wakeByMessages } from "./wake.js";

export interface StartMessage extends MachineData {
  emulator: WebAssembly.Module;
}

export type WorkerMessage = MachineMessage | { kind: "instructions"; count: number } |
  { kind: "failed"; message: string };

const countEvery = 500;
const send = (message: WorkerMessage): void => self.postMessage(message);

let machine: ReturnType<typeof startMachine> | undefined;

self.onmessage = ({ data }: MessageEvent<StartMessage | string>) => {
  if (typeof data === "string") {
    machine?.serial0_send(data);
    return;
  }
  const { emulator, ...what } = data;
  wakeByMessages();
  const output = passOnOutput(send);
  const count = (): void => send({ kind: "instructions", count: machine?.get_instruction_counter() ?? 0 });
  const timer = setInterval(count, countEvery);
  machine = startMachine(what, {
    ...output,
    halted: () => {
      clearInterval(timer);
      count();
      output.halted();
    },
  }, {
    wasm_fn: async (imports) => (await WebAssembly.instantiate(emulator, imports)).exports,
  });
};
self.addEventListener("unhandledrejection", ({ reason }) => send({ kind: "failed", message: String(reason) }));
