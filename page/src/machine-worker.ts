// The emulator's thread in a browser: starts a machine, passes on what comes out of its serial ports, types what it is
// told to, and says now and then how many instructions the processor has executed. One thread serves all runs, one
// after the other, so that a page that has lost its network can start again.
import {
  passOnOutput, startMachine, type MachineData, type MachineMessage,
} from "../../host/engines/v86-machine.js";
import { wakeByMessages } from "./wake.js";

export type Order = { kind: "start"; run: number; emulator: WebAssembly.Module; machine: MachineData } |
  { kind: "type"; text: string } | { kind: "stop" };

export type WorkerMessage = { kind: "ready" } |
  { run: number } & (MachineMessage | { kind: "instructions"; count: number } | { kind: "failed"; message: string });

const countEvery = 500;
const post = (message: WorkerMessage): void => self.postMessage(message);

interface Running {
  run: number;
  machine: ReturnType<typeof startMachine>;
  timer: ReturnType<typeof setInterval>;
}

let running: Running | undefined;

function start({ run, emulator, machine: data }: Extract<Order, { kind: "start" }>): void {
  const output = passOnOutput((message) => post({ run, ...message }));
  const machine = startMachine(data, {
    ...output,
    halted: () => {
      count();
      output.halted();
    },
  }, { wasm_fn: async (imports) => (await WebAssembly.instantiate(emulator, imports)).exports });
  const count = (): void => post({ run, kind: "instructions", count: machine.get_instruction_counter() });
  running = { run, machine, timer: setInterval(() => running?.run === run && count(), countEvery) };
}

function stop(): void {
  if (running !== undefined) {
    clearInterval(running.timer);
    void running.machine.destroy();
    running = undefined;
  }
}

self.onmessage = ({ data }: MessageEvent<Order>) => {
  switch (data.kind) {
    case "start":
      stop();
      start(data);
      break;
    case "type":
      running?.machine.serial0_send(data.text);
      break;
    case "stop":
      stop();
  }
};
self.addEventListener("unhandledrejection", ({ reason }) =>
  post({ run: running?.run ?? 0, kind: "failed", message: String(reason) }));
wakeByMessages();
post({ kind: "ready" });
