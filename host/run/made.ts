// Which step made which artifacts, where several share a milestone's folder: what is new when a step ends is its own.
import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { compareText } from "../common/files.js";
import type { Step } from "../steps/steps.js";

export class Made {
  private readonly byStep = new Map<string, string[]>();
  private readonly known = new Set<string>();

  /** @param outFolder holds MILESTONE/PATH; what is there already is nobody's. */
  constructor(private readonly steps: Step[], private readonly outFolder: string) {
    new Set(steps.map(({ milestone }) => milestone)).forEach((milestone) => this.takeNew(milestone));
  }

  /** The paths MILESTONE/PATH that a step made, sorted. */
  of(step: string): string[] {
    return this.byStep.get(step) ?? [];
  }

  /** To be called when a step ends: looks at once, because the next one begins. */
  stepEnded(name: string): void {
    const step = this.steps.find((candidate) => candidate.name === name);
    if (step !== undefined) {
      this.byStep.set(name, [...this.of(name), ...this.takeNew(step.milestone)].sort(compareText));
    }
  }

  /** The artifacts of a milestone that were not there before. */
  private takeNew(milestone: string): string[] {
    const folder = join(this.outFolder, milestone);
    if (!existsSync(folder)) {
      return [];
    }
    const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
      .map((entry) => relative(this.outFolder, join(entry.parentPath ?? entry.path, entry.name)))
      .filter((path) => !this.known.has(path));
    paths.forEach((path) => this.known.add(path));
    return paths;
  }

  /** To be called at the end: what an emulated machine hands out may arrive behind the end of its step. */
  finish(): void {
    [...this.byStep.keys()].forEach((name) => this.stepEnded(name));
  }
}
