// A run in this page: starts the machine in a thread of its own, follows its console and what it delivers, compares
// every artifact with its pin, and keeps the records of processes. Views look at `state`, and are told when it changes.
import { latin1 } from "../../host/common/bytes.js";
import { parseEvents } from "../../host/record/events.js";
import { gatherProcesses } from "../../host/record/processes.js";
import { formatRecord } from "../../host/record/text.js";
import type { RecordedStep } from "../../host/explain/provenance.js";
import { Journal } from "../../host/report/journal.js";
import { DeliveryStream, inMemory } from "../../host/tape/delivery-stream.js";
import { decodeHex } from "../../host/tape/hex.js";
import type { PageStep } from "../../host/page/model.js";
import { diskOf } from "./disk.js";
import { hashOf, loadArchives, stepsTo, textOf, type Site } from "./load.js";
import type { StartMessage, WorkerMessage } from "./machine-worker.js";

/** What the machine says to the host between the lines, and to a terminal. */
const notText = /\r|\x1b\][^\x07]*\x07|\x1b\[[0-9;]*[A-Za-z]/g;

/** Of the console so many characters are kept. */
const longestConsole = 100_000;

export interface MadeFile {
  path: string;
  step: PageStep;
  bytes: number;
  sha256: string;
  /** Whether it is as pinned; undefined where there is no pin. */
  isPinned: boolean | undefined;
  isRecord: boolean;
}

export type Phase = "ready" | "starting" | "running" | "shell" | "ended" | "failed";

export interface RunState {
  phase: Phase;
  /** The stage that is gone to. */
  stage: string;
  /** Milliseconds: when each step began, and ended. */
  times: Map<string, { begun: number; ended: number | undefined }>;
  begun: number;
  made: MadeFile[];
  console: string;
  disk: { bytes: number; sha256: string; text: number } | undefined;
  instructions: number;
  deliveredBytes: number;
  error: string | undefined;
}

export class Run {
  state: RunState;
  readonly records: RecordedStep[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly journal = new Journal();
  private worker: Worker | undefined;
  private work: Promise<void> = Promise.resolve();

  constructor(private readonly site: Site, stage: string) {
    this.state = {
      phase: "ready", stage, times: new Map(), begun: 0, made: [], console: "", disk: undefined, instructions: 0,
      deliveredBytes: 0, error: undefined,
    };
  }

  /** Calls back when the state changes, until the result is called. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The steps of this run. */
  get steps(): PageStep[] {
    return stepsTo(this.site.data, this.state.stage);
  }

  async start(): Promise<void> {
    this.change({ phase: "starting", begun: performance.now() });
    try {
      await loadArchives(this.site, this.steps);
      const disk = diskOf(this.site, this.steps, this.state.stage);
      const archived = this.steps.flatMap(({ archives }) => archives).reduce((sum, { bytes }) => sum + bytes, 0);
      this.change({ disk: { bytes: disk.length, sha256: await hashOf(disk), text: disk.length - archived } });
      this.startMachine(disk);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Ends the machine. */
  stop(): void {
    this.worker?.terminate();
    this.worker = undefined;
  }

  /** Types on the console. */
  type(text: string): void {
    this.worker?.postMessage(text);
  }

  private startMachine(disk: Uint8Array): void {
    const worker = new Worker(new URL("./machine-worker.ts", import.meta.url), { type: "module" });
    const delivery = new DeliveryStream(inMemory((path, content) => this.delivered(path, content)), true);
    this.journal.machineBegins("v86", false, true);
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      try {
        this.take(data, delivery);
      } catch (error) {
        this.fail(error);
      }
    };
    worker.onerror = (event) => this.fail(new Error(event.message === "" ? "the emulator's thread failed"
      : event.message));
    this.worker = worker;
    const start: StartMessage = {
      emulator: this.site.emulator, bios: decodeHex(textOf(this.site, "firmware/bios.hex")), disk,
      memoryBytes: Math.max(...this.steps.map(({ memory }) => memory)) * 1024 * 1024,
    };
    worker.postMessage(start);
    this.change({ phase: "running" });
  }

  private take(message: WorkerMessage, delivery: DeliveryStream): void {
    switch (message.kind) {
      case "console":
        this.said(message.bytes);
        break;
      case "delivery":
        delivery.push(message.bytes);
        this.change({ deliveredBytes: this.state.deliveredBytes + message.bytes.length });
        break;
      case "instructions":
        this.change({ instructions: message.count });
        break;
      case "halted":
        this.halted(delivery);
        break;
      case "failed":
        this.fail(new Error(message.message));
    }
  }

  private said(bytes: Uint8Array): void {
    for (const { run } of this.journal.push(bytes)) {
      this.state.times.set(run.name, { begun: run.begun, ended: run.ended });
    }
    const text = latin1(bytes).replace(notText, "");
    const phase = this.journal.atConsole && this.state.phase === "running" ? "shell" : this.state.phase;
    this.change({ console: (this.state.console + text).slice(-longestConsole), phase });
  }

  private halted(delivery: DeliveryStream): void {
    delivery.finish();
    this.stop();
    this.work = this.work.then(() => {
      const { exitCode, tail } = this.journal;
      if (this.state.phase === "shell" || exitCode === 0) {
        this.change({ phase: "ended" });
      } else {
        this.fail(new Error(`the machine ended with status ${exitCode ?? "unknown"}: ${tail.slice(-2).join(" / ")}`));
      }
    });
  }

  private delivered(path: string, content: Uint8Array): void {
    this.work = this.work.then(() => this.judge(path, content)).catch((error: unknown) => this.fail(error));
  }

  /** Compares a file with its pin; a record becomes what it tells of processes first. */
  private async judge(path: string, content: Uint8Array): Promise<void> {
    const [, recorded] = /^\.\.\/records\/(.+)$/.exec(path) ?? [];
    const step = this.steps.find(({ name, stage, pins }) => recorded === undefined
      ? pins.some((pin) => pin.path === path) || path.startsWith(`${stage}/`) : name === recorded);
    if (step === undefined) {
      return;
    }
    let made = { path, content };
    if (recorded !== undefined) {
      const processes = gatherProcesses(parseEvents(new TextDecoder().decode(content), `the record of ${step.name}`));
      this.records.push({ step, processes });
      made = {
        path: `${step.stage}/${step.name}.record`, content: new TextEncoder().encode(formatRecord(step.name, processes)),
      };
    }
    const pin = [...step.pins, ...step.record === undefined ? [] : [step.record]]
      .find((one) => one.path === made.path)?.sha256;
    const sha256 = await hashOf(made.content);
    const file: MadeFile = {
      path: made.path, step, bytes: made.content.length, sha256, isRecord: recorded !== undefined,
      isPinned: pin === undefined ? undefined : pin === sha256,
    };
    this.change({ made: [...this.state.made, file] });
    if (file.isPinned === false) {
      throw new Error(`${file.path}: expected SHA-256 ${pin}, found ${sha256}`);
    }
  }

  private fail(error: unknown): void {
    this.stop();
    this.change({ phase: "failed", error: error instanceof Error ? error.message : String(error) });
  }

  private change(part: Partial<RunState>): void {
    this.state = { ...this.state, ...part };
    this.listeners.forEach((listener) => listener());
  }
}
