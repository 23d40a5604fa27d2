// Random programs of T for the comparison of the chain with Node: expressions over locals, globals, fields and
// elements, with every operator, in functions and methods that call each other until their common fuel is used up.
// Everything they do is defined in both languages; they print all their state at the end of each unit.
import type { Random } from "../support/random.js";

const PLACES = ["a", "c", "global", "object.x", "object.y", "words[1]", "words[i & 3]", "bytes[i & 7]"];
const LEAVES = [...PLACES, "bytes[2]", "Kind.Two", "CONSTANT"];

export class Generator {
  constructor(private readonly random: Random) {}

  private number(): string {
    const { random } = this;
    return random.of([
      () => String(random.below(300)), () => `-${1 + random.below(99)}`, () => String(random.below(0x7fffffff)),
    ])();
  }

  expression(depth: number): string {
    const { random } = this;
    if (depth <= 0) return random.below(3) === 0 ? this.number() : random.of(LEAVES);
    const x = (): string => this.expression(depth - 1 - random.below(2));
    const condition = (): string => this.condition(depth - 1);
    return random.of([
      () => `(${x()} + ${x()} | 0)`,
      () => `(${x()} - ${x()} | 0)`,
      () => `imul(${x()}, ${x()})`,
      () => `(${x()} ${random.of(["&", "|", "^"])} ${x()})`,
      () => `(${x()} ${random.of(["<<", ">>"])} (${x()} & 31))`,
      () => `(${x()} >>> (${x()} & 15 | 1))`,
      () => `(${x()} ${random.of(["<", ">", "<=", ">=", "===", "!=="])} ${x()} ? ${x()} : ${x()})`,
      () => `(${condition()} ${random.of(["&&", "||"])} ${condition()} ? ${x()} : ${x()})`,
      () => `(${random.of(["-", "~"])}(${x()}) | 0)`,
      () => `f${random.below(3)}(${x()}, ${x()})`,
      () => `object.method(${x()}, ${x()})`,
      () => `call(${random.of(["f0", "f1", "f2"])}, ${x()})`,
      () => `((${x()} / (${x()} & 255 | 1)) | 0)`,
      () => `(${x()} % (${x()} & 255 | 1))`,
      () => `udiv(${x()}, ${x()} | 1)`,
      () => `(${random.of(["a", "c", "global", "object.x", "words[2]", "words[i & 3]"])} = ${x()})`,
    ])();
  }

  condition(depth: number): string {
    const { random } = this;
    const x = (): string => this.expression(depth - 1);
    return random.of([
      () => `${x()} < ${x()}`, () => `${x()} !== ${x()}`, () => `!(${x()} > ${x()})`, () => `ult(${x()}, ${x()})`,
      () => `(${x()} <= ${x()} || ${x()} === ${x()})`,
    ])();
  }

  statement(depth: number): string {
    const { random } = this;
    const inner = (): string => this.statement(depth - 1);
    const plain = (): string => random.of([
      () => `${random.of(PLACES)} = ${this.expression(3)};`,
      () => `${random.of(PLACES)} ${random.of(["&", "|", "^"])}= ${this.expression(2)};`,
      () => `${random.of(["a", "c", "global", "object.x", "words[3]"])} ${random.of(["<<= 3", ">>= 2", ">>>= 1"])};`,
    ])();
    if (depth <= 0) return plain();
    return random.of([
      plain, plain,
      () => `if (${this.condition(3)}) { ${inner()} ${inner()} } else { ${inner()} }`,
      () => `for (let k = 0; k < ${1 + random.below(4)}; k++) `
        + `{ ${inner()} if (${this.condition(2)}) break; if (${this.condition(2)}) continue; ${inner()} }`,
      () => `switch (${this.expression(1)} & 3) { case 0: ${inner()} case 1: ${inner()} break; `
        + `case 2: { const d = ${this.expression(2)}; { let a = d; c = c ^ a; ${inner()} } break; } `
        + `default: ${inner()} }`,
      () => `for (const element of words) { c = c + element | 0; if (c > 1000) break; }`,
      () => `{ const d = ${this.expression(2)}; { let c = d; ${inner()} global = global ^ c; } }`,
    ])();
  }

  private func(name: string): string {
    return `${name}(a: number, c: number): number {
  const i = fuel & 7;
  fuel--;
  if (fuel < 0) return a ^ c;
  const r = ${this.expression(3)};
  return r ^ i;
}`;
  }

  /** One unit: a whole program but for the imports. */
  program(): string {
    const statements = Array.from({ length: 10 }, () => `    ${this.statement(2)}`).join("\n");
    return `enum Kind { One, Two = 77, Three }
const CONSTANT = ${this.random.below(2000) - 1000};
let fuel = 200;
let global = 5;
class Holder {
  x: number = 3;
  y: number = CONSTANT;
  ${this.func("method")}
  show(): void { hex(this.x); hex(this.y); }
}
const object = new Holder();
const words = new Int32Array(4);
const bytes = new Uint8Array(8);
function call(f: (a: number, c: number) => number, a: number): number { return f(a, a ^ global); }
function ${this.func("f0")}
function ${this.func("f1")}
function ${this.func("f2")}
function hex(n: number): void {
  const digits = new Uint8Array(9);
  for (let i = 0; i < 8; i++) {
    const digit = n >>> 28 - i * 4 & 15;
    digits[i] = digit < 10 ? 48 + digit : 87 + digit;
  }
  digits[8] = 10;
  write(1, digits, 9);
}
function main(): void {
  let a = 1;
  let c = 2;
  for (let i = 0; i < 4; i++) {
    fuel = 200;
${statements}
    hex(a | 0); hex(c | 0); hex(global | 0); object.show();
    for (const word of words) hex(word);
    for (const byte of bytes) hex(byte);
  }
}
main();
`;
  }
}

const OWN_NAMES = [
  "Kind", "CONSTANT", "fuel", "global", "Holder", "object", "words", "bytes", "call", "f0", "f1", "f2", "hex", "main",
];

/** Several units as one program: the names of each get its number. */
export function joinUnits(units: string[]): string {
  const renamed = units.map((unit, n) =>
    unit.replace(new RegExp(`\\b(${OWN_NAMES.join("|")})\\b`, "g"), (name) => `${name}_${n}`));
  return `import { exit, imul, udiv, ult, write } from "./node.js";\n${renamed.join("")}exit(0);\n`;
}
