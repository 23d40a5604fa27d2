// Reads `steps/costs`: what each step has taken where it was measured. For estimates alone, never for artifacts.
import { parseRows, wrongRow } from "./columns.js";

/** What a step usually takes. */
export interface Cost {
  /** On a host's kernel, with two processes at a time. */
  seconds: number;
  /** On emulated PCs, by engine, where it was measured. */
  emulated: Record<string, number>;
  /** MB: the largest that the folder becomes in which the step builds. */
  building: number;
  /** MB: what is kept of it afterwards. */
  result: number;
  /** MB: its largest process, on a host's kernel. */
  process: number;
  /** MB: the memory of an emulated PC, which has its files there. */
  machine: number;
}

/** A guess for a step that was never measured. */
export const unknownCost: Cost = { seconds: 10, emulated: {}, building: 1, result: 1, process: 20, machine: 256 };

const titles = ["step", "host", "v86", "qemu", "building", "result", "process", "machine"];

/** Parses the table, by the names of the steps; `path` is for the messages. */
export function parseCosts(text: string, path: string): Map<string, Cost> {
  const costs = new Map<string, Cost>();
  for (const row of parseRows(text, path, titles)) {
    const [name, ...fields] = row.fields as [string, ...string[]];
    if (costs.has(name)) {
      throw wrongRow(row, `${name} is there twice`);
    }
    const [seconds, v86, qemu, building, result, process, machine] = fields.map((field, index) => {
      if (!/^(-|[0-9]{1,6}(\.[0-9]{1,2})?)$/.test(field) || (field === "-" && index !== 1 && index !== 2)) {
        throw wrongRow(row, `${titles[index + 1]}: expected a number, found ${JSON.stringify(field)}`);
      }
      return Number(field.replace("-", "NaN"));
    }) as [number, number, number, number, number, number, number];
    const emulated = Object.fromEntries(Object.entries({ v86, qemu }).filter(([, value]) => !Number.isNaN(value)));
    costs.set(name, { seconds, emulated, building, result, process, machine });
  }
  return costs;
}
