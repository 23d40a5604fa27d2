// Which step made which artifacts, where several share a stage's folder: what is new when a step ends is its own.
import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { compareText } from "../common/files.js";
import type { Step } from "../steps/steps.js";

export class ArtifactTracker {
  private readonly byStep = new Map<string, string[]>();
  private readonly known = new Set<string>();

  /** @param outFolder holds STAGE/PATH; what is there already is nobody's. */
  constructor(private readonly steps: Step[], private readonly outFolder: string) {
    new Set(steps.map(({ stage }) => stage)).forEach((stage) => this.takeNew(stage));
  }

  /** The paths STAGE/PATH that a step made, sorted. */
  producedBy(step: string): string[] {
    return this.byStep.get(step) ?? [];
  }

  /** To be called when a step ends: looks at once, because the next one begins. */
  stepEnded(name: string): void {
    const step = this.steps.find((candidate) => candidate.name === name);
    if (step !== undefined) {
      this.byStep.set(name, [...this.producedBy(name), ...this.takeNew(step.stage)].sort(compareText));
    }
  }

  /** The artifacts of a stage that were not there before. */
  private takeNew(stage: string): string[] {
    const folder = join(this.outFolder, stage);
    if (!existsSync(folder)) {
      return [];
    }
    const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
      .map((entry) => relative(this.outFolder, join(entry.parentPath ?? entry.path, entry.name)))
      .filter((path) => !this.known.has(path));
    paths.forEach((path) => this.known.add(path));
    return paths;
  }

  /** To be called at the end: what an emulated machine delivers may arrive after the end of its step. */
  finish(): void {
    [...this.byStep.keys()].forEach((name) => this.stepEnded(name));
  }
}
