// What an instrumented program calls in place of plain operators (see instrument.ts): each function gives what
// JavaScript would give, or throws when a 32-bit word of T would be something else. Goes along into the output
// folder; must not import anything of the project.

export class WatchError extends Error {
  constructor(message: string) {
    super(`T check: ${message}`);
    this.name = "WatchError";
  }
}

function die(message: string): never {
  throw new WatchError(message);
}

/** A word with sign: what T compares, divides, indexes and branches with. Booleans, null and objects pass. */
export function int<T>(value: T): T {
  if (typeof value === "number" ? value !== (value | 0) : value === undefined) {
    die(`${String(value)} is not what T sees here: a 32-bit number with sign`);
  }
  return value;
}

/** Anything but undefined, which is null or 0 in T. */
export function known<T>(value: T): T {
  if (value === undefined) die("undefined: in T this is null or 0");
  return value;
}

/** A sum or product: exact, so that its lowest 32 bits are those of T. */
export function exact(value: number): number {
  if (!Number.isSafeInteger(value)) die(`${value} is not exact: use imul, or | 0 before`);
  return value;
}

function checkDivision(left: number, right: number): void {
  int(left);
  int(right);
  if (right === 0) die("division by zero");
  if (left === -0x80000000 && right === -1) die("-2147483648 / -1 stops the processor");
}

/** Still with its fraction: `| 0` follows. */
export function divide(left: number, right: number): number {
  checkDivision(left, right);
  return left / right;
}

export function remainder(left: number, right: number): number {
  checkDivision(left, right);
  return left % right | 0;
}

/** Checks the length of a new array. */
export function size(count: number): number {
  if (int(count) < 0) die(`an array of ${count} elements`);
  return count;
}

type AnyArray<T> = { length: number; [index: number]: T };

/** The index that `at` has checked last. */
export let index = 0;

/** For an assignment `at(array, i)[index] = value`: checks the index. */
export function at<T>(array: AnyArray<T>, i: number): AnyArray<T> {
  if (!(i >= 0 && i < array.length && i === (i | 0))) die(`index ${i} of an array of ${array.length}`);
  index = i;
  return array;
}

/** An element. */
export function get<T>(array: AnyArray<T>, i: number): T {
  if (!(i >= 0 && i < array.length && i === (i | 0))) die(`index ${i} of an array of ${array.length}`);
  const value = array[i];
  if (value === undefined) die(`element ${i} has no value yet: in T it is 0 or null`);
  return value;
}

/** object[key] op= value */
export function update(object: Record<string | number, number>, key: string | number, change: (old: number) => number):
number {
  const value = change(object[key]);
  object[key] = value;
  return value;
}

const literals = new Map<string, { shared: Uint8Array; original: Uint8Array }>();

/** The bytes of a b("text"): in T there is one array for each place in the source, however often it runs. */
export function literal(place: string, make: () => Uint8Array): Uint8Array {
  let entry = literals.get(place);
  if (entry === undefined) {
    const shared = make();
    entry = { shared, original: shared.slice() };
    literals.set(place, entry);
  }
  return entry.shared;
}

process.on("exit", () => {
  for (const [place, { shared, original }] of literals) {
    if (shared.every((byte, i) => byte === original[i])) continue;
    process.stderr.write(`T check: the text at ${place} was changed: in T it stays changed\n`);
    process.exitCode = 70;
  }
});
