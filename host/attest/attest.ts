// Makes the statements on some steps: one a step, each on what the step was made of and what came out, signed or not.
import type { Origin } from "../steps/origins.js";
import type { Pin } from "../steps/pins.js";
import type { Step } from "../steps/steps.js";
import { seal } from "./dsse.js";
import type { SigningKey } from "./keys.js";
import { fileNameOf, makeStatement, writeStatement, type Builder, type Evidence } from "./statement.js";

/** A file with a statement. */
export interface StatementFile {
  name: string;
  step: string;
  content: Buffer;
}

function artifactsIn(evidence: Evidence[], { name }: Step): Pin[] {
  const found = evidence.find(({ step }) => step.name === name);
  if (found === undefined) {
    throw new Error(`there is no evidence of the step ${name}, which others come from`);
  }
  return found.artifacts;
}

/**
 * The statements on steps.
 * @param evidence a step's only after those of the steps that it comes from
 * @param key who signs; without one they are bare, for another program to sign
 */
export function attestSteps(
  evidence: Evidence[], origins: Map<string, Origin>, builder: Builder, key: SigningKey | undefined,
): StatementFile[] {
  return evidence.map((own) => {
    const here = origins.get(own.step.name) as Origin;
    const made = here.earlier.flatMap((step) => artifactsIn(evidence, step));
    const payload = writeStatement(makeStatement(own, here, made, builder));
    const content = key === undefined ? payload : Buffer.from(JSON.stringify(seal(payload, key)));
    const name = fileNameOf(own.step);
    return {
      name: key === undefined ? name.replace(/\.dsse\.json$/, ".json") : name, step: own.step.name,
      content: Buffer.concat([content, Buffer.from("\n")]),
    };
  });
}
