// A run in this page: starts the machine in a thread of its own, follows its console and what it delivers, compares
// every artifact with its pin, and keeps the records of processes. Views look at `state`, and are told when it changes.
import { latin1 } from "../../host/common/bytes.js";
import { parseEvents } from "../../host/record/events.js";
import { recordFileOf } from "../../host/record/place.js";
import { gatherProcesses } from "../../host/record/processes.js";
import { formatRecord } from "../../host/record/text.js";
import type { RecordedStep } from "../../host/explain/provenance.js";
import { Journal } from "../../host/report/journal.js";
import { DeliveryStream, inMemory } from "../../host/tape/delivery-stream.js";
import { decodeHex } from "../../host/tape/hex.js";
import type { PageStep } from "../../host/page/model.js";
import { withMore } from "./console-text.js";
import { diskOf } from "./disk.js";
import { hashOf, loadArchives, stepsTo, textOf, type Site } from "./load.js";
import type { Order, WorkerMessage } from "./machine-worker.js";

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
  /** When the last step had ended, or the run has failed. */
  ended: number | undefined;
  made: MadeFile[];
  console: string;
  disk: { bytes: number; sha256: string; text: number } | undefined;
  instructions: number;
  error: string | undefined;
}

export class Run {
  state: RunState;
  readonly records: RecordedStep[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly journal = new Journal();
  private readonly delivery = new DeliveryStream(inMemory((path, content) => this.delivered(path, content)), true);
  private isStarted = false;
  private work: Promise<void> = Promise.resolve();
  private hasShell = false;

  /**
   * @param stage the one that is gone to
   * @param number tells messages of this run from those of others
   */
  constructor(private readonly site: Site, stage: string, readonly number: number) {
    this.state = {
      phase: "ready", stage, times: new Map(), begun: 0, ended: undefined, made: [], console: "", disk: undefined,
      instructions: 0, error: undefined,
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
    if (this.isStarted) {
      this.isStarted = false;
      this.site.worker.removeEventListener("message", this.onMessage);
      this.order({ kind: "stop" });
    }
  }

  /** Types on the console. */
  type(text: string): void {
    this.order({ kind: "type", text });
  }

  private order(order: Order): void {
    this.site.worker.postMessage(order);
  }

  private startMachine(disk: Uint8Array): void {
    this.journal.machineBegins("v86", false, true);
    this.isStarted = true;
    this.site.worker.addEventListener("message", this.onMessage);
    this.order({
      kind: "start", run: this.number, emulator: this.site.emulator,
      machine: {
        bios: decodeHex(textOf(this.site, "firmware/bios.hex")), disk,
        memoryBytes: Math.max(...this.steps.map(({ memory }) => memory)) * 1024 * 1024,
      },
    });
    this.change({ phase: "running" });
  }

  private readonly onMessage = ({ data }: MessageEvent<WorkerMessage>): void => {
    try {
      if (data.kind !== "ready" && data.run === this.number) {
        this.take(data);
      }
    } catch (error) {
      this.fail(error);
    }
  };

  private take(message: Exclude<WorkerMessage, { kind: "ready" }>): void {
    switch (message.kind) {
      case "console":
        this.said(message.bytes);
        break;
      case "delivery":
        this.delivery.push(message.bytes);
        break;
      case "instructions":
        this.change({ instructions: message.count });
        break;
      case "halted":
        this.halted();
        break;
      case "failed":
        this.fail(new Error(message.message));
    }
  }

  private said(bytes: Uint8Array): void {
    for (const { run } of this.journal.push(bytes)) {
      this.state.times.set(run.name, { begun: run.begun, ended: run.ended });
    }
    this.change({ console: withMore(this.state.console, latin1(bytes)) });
    if (this.journal.atConsole && !this.hasShell) {
      this.hasShell = true;
      const ended = performance.now();
      // What was delivered before is judged first.
      this.work = this.work.then(() => this.change(this.state.phase === "running" ? { phase: "shell", ended } : {}));
    }
  }

  private halted(): void {
    this.delivery.finish();
    this.stop();
    this.work = this.work.then(() => {
      const { exitCode, tail } = this.journal;
      if (this.state.phase === "shell" || exitCode === 0) {
        this.change({ phase: "ended" });
      } else {
        const last = tail.slice(-2).join(" / ");
        this.fail(new Error(`the machine ended with status ${exitCode ?? "unknown"}: ${last}`));
      }
    });
  }

  private delivered(path: string, content: Uint8Array): void {
    this.work = this.work.then(() => this.judge(path, content)).catch((error: unknown) => this.fail(error));
  }

  /** Compares a file with its pin; a record becomes what it tells of processes first. */
  private async judge(path: string, content: Uint8Array): Promise<void> {
    const [, recorded] = /^\.\.\/records\/(.+)$/.exec(path) ?? [];
    if (recorded !== undefined) {
      await this.judgeRecord(recorded, content);
      return;
    }
    const step = this.steps.find(({ stage, pins }) =>
      pins.some((pin) => pin.path === path) || path.startsWith(`${stage}/`));
    if (step !== undefined) {
      await this.compare(step, path, content, false);
    }
  }

  private async judgeRecord(name: string, content: Uint8Array): Promise<void> {
    const step = this.steps.find((one) => one.name === name);
    if (step !== undefined) {
      const processes = gatherProcesses(parseEvents(new TextDecoder().decode(content), `the record of ${name}`));
      this.records.push({ step, processes });
      const text = new TextEncoder().encode(formatRecord(name, processes));
      await this.compare(step, recordFileOf(step, "kernel"), text, true);
    }
  }

  private async compare(step: PageStep, path: string, content: Uint8Array, isRecord: boolean): Promise<void> {
    const pins = [...step.pins, ...step.record === undefined ? [] : [step.record]];
    const expected = pins.find((pin) => pin.path === path)?.sha256;
    const sha256 = await hashOf(content);
    const isPinned = expected === undefined ? undefined : expected === sha256;
    this.change({ made: [...this.state.made, { path, step, bytes: content.length, sha256, isRecord, isPinned }] });
    if (isPinned === false) {
      throw new Error(`${path}: expected SHA-256 ${expected}, found ${sha256}`);
    }
  }

  private fail(error: unknown): void {
    this.stop();
    const message = error instanceof Error ? error.message : String(error);
    this.change({ phase: "failed", ended: performance.now(), error: message });
  }

  private change(part: Partial<RunState>): void {
    this.state = { ...this.state, ...part };
    this.listeners.forEach((listener) => listener());
  }
}
