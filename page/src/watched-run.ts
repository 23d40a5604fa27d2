// What the command line does, as it tells this page: the steps and their times, the console, and the documents that
// come of it. Views look at `state`, and are told when it changes.
import type { WatchEvent } from "../../host/page/watched.js";
import { timeLeft, type BegunStep, type ExpectedStep } from "../../host/report/run-event.js";
import { withMore } from "./console-text.js";
import type { ShownDocument } from "./documents.js";
import type { Changing } from "./parts.js";

export interface WatchState {
  /** The command. */
  words: string;
  engine: string;
  steps: ExpectedStep[];
  startSeconds: number;
  /** In seconds since the run was planned, those that have begun, in order. */
  begun: BegunStep[];
  console: string;
  document: ShownDocument | undefined;
  hasEnded: boolean;
  /** The command does not answer any more, though it has not said that it has ended. */
  isLost: boolean;
}

export class WatchedRun implements Changing {
  state: WatchState = {
    words: "", engine: "", steps: [], startSeconds: 0, begun: [], console: "", document: undefined, hasEnded: false,
    isLost: false,
  };

  /** When the run was planned, by this page's clock. */
  private planned = performance.now();
  private readonly listeners = new Set<() => void>();

  constructor(address: string) {
    const source = new EventSource(address);
    source.onmessage = ({ data }: MessageEvent<string>) => this.take(JSON.parse(data) as WatchEvent);
    source.onerror = () => {
      source.close();
      this.change({ isLost: !this.state.hasEnded });
    };
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Seconds since the run was planned. */
  get seconds(): number {
    return (performance.now() - this.planned) / 1000;
  }

  /** The estimated seconds that are left; undefined where what runs takes longer than usual. */
  get secondsLeft(): number | undefined {
    const { steps, begun, startSeconds } = this.state;
    const usual = new Map(steps.map(({ name, seconds }) => [name, seconds]));
    const toRun = steps.filter(({ fromStore }) => !fromStore).map(({ name }) => name);
    return timeLeft({ toRun, expected: (step) => usual.get(step) ?? 0, start: startSeconds }, begun, 0, this.seconds);
  }

  private take(event: WatchEvent): void {
    switch (event.kind) {
      case "command":
        this.change({ words: event.words });
        break;
      case "clock":
        this.planned = performance.now() - event.seconds * 1000;
        break;
      case "planned":
        this.planned = performance.now();
        this.change({ engine: event.engine, steps: event.steps, startSeconds: event.startSeconds, begun: [] });
        break;
      case "step": {
        const others = this.state.begun.filter(({ name }) => name !== event.name);
        this.change({ begun: [...others, { name: event.name, begun: event.begun, ended: event.ended }] });
        break;
      }
      case "console":
        this.change({ console: withMore(this.state.console, event.text) });
        break;
      case "document":
        this.change({ document: event.document, hasEnded: event.isLast });
    }
  }

  private change(part: Partial<WatchState>): void {
    this.state = { ...this.state, ...part };
    this.listeners.forEach((listener) => listener());
  }
}
