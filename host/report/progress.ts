// Shows how far a run is: a live line on a terminal, with the last line that the machine has said; a line for the begin
// and end of each step elsewhere; with the time that has passed and an estimate of the rest.
import { formatSeconds, roughly } from "../common/text.js";
import type { Reporter } from "../common/reporter.js";
import type { Journal, StepRun } from "./journal.js";
import { timeLeft } from "./run-event.js";

/** A machine that says nothing for so long is worth a line, in milliseconds; and again after the same time. */
const stallAfter = 5 * 60_000;

const tickEvery = 200;

export class Progress {
  private readonly started: number;
  private readonly timer: NodeJS.Timeout;
  private nextStall = stallAfter;

  /**
   * @param toRun the names of the steps to come, in order
   * @param expected the seconds that each usually takes; "start" for what comes before the first
   * @param all those that an earlier run has made, too
   * @param now the journal's clock, in milliseconds
   */
  constructor(
    private readonly report: Reporter,
    private readonly journal: Journal,
    private readonly toRun: string[],
    private readonly expected: (step: string) => number,
    private readonly all = toRun,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.started = now();
    this.timer = setInterval(() => this.show(), tickEvery);
  }

  /** To be called when a step begins or ends. */
  changed(run: StepRun, ended: boolean): void {
    if (!ended) {
      if (!this.report.isLive) {
        this.report.note(`${this.place(run.name)}: begun, usually takes ${roughly(this.expected(run.name))}`);
      }
      return;
    }
    const seconds = ((run.ended as number) - run.begun) / 1000;
    const now = this.now();
    const left = this.left(now);
    this.report.note(`${this.place(run.name)}: done in ${formatSeconds(seconds)}` +
      (run.tests === undefined ? "" : `, tests: ${run.tests.passed} passed, ${run.tests.failed} failed, ` +
        `${run.tests.skipped} skipped`) +
      `; ${formatSeconds((now - this.started) / 1000)} so far` +
      (left === undefined || left === 0 ? "" : `, ${roughly(left)} left`));
  }

  stop(): void {
    clearInterval(this.timer);
    this.report.clear();
  }

  /** Which step of how many: those that an earlier run has made count. */
  private place(name: string): string {
    return `step ${this.all.indexOf(name) + 1} of ${this.all.length}, ${name}`;
  }

  /** The estimated seconds that are left; undefined when what runs now takes longer than expected. */
  private left(now: number): number | undefined {
    const milliseconds = timeLeft({
      toRun: this.toRun, expected: (step) => this.expected(step) * 1000, start: this.expected("start") * 1000,
    }, this.journal.runs, this.started, now);
    return milliseconds === undefined ? undefined : milliseconds / 1000;
  }

  /** Shows how far it is now; happens by itself, too. */
  show(): void {
    const now = this.now();
    const { journal } = this;
    const current = journal.current;
    const name = current === undefined ? (journal.runs.length === 0 ? "starting" : "next step")
      : this.place(current.name);
    const inStep = (now - (current?.begun ?? this.started)) / 1000;
    const left = this.left(now);
    const rest = left === undefined ? "longer than expected" : `${roughly(left)} left`;
    this.report.live(`${name}: ${formatSeconds(inStep)} | ${formatSeconds((now - this.started) / 1000)} so far, ` +
      `${rest} | ${readable(journal.tail.at(-1) ?? "")}`);
    const silent = now - journal.lastOutput;
    if (silent < stallAfter) {
      this.nextStall = stallAfter;
    } else if (silent >= this.nextStall) {
      this.nextStall += stallAfter;
      this.report.note(`${name}: no output for ${formatSeconds(silent / 1000)}; ` +
        "it may still be working (Ctrl-C stops it)");
    }
  }
}

/** A line of the machine as one that cannot do anything to a terminal. */
function readable(line: string): string {
  return line.replace(/\s+/g, " ").replace(/[^\x20-\x7e]/g, "?").trim();
}
