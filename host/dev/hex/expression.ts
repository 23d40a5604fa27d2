// Expressions of the assembly column: numbers, characters, names, arithmetic, and two functions of the compiler of T:
// hash("name"), by which it knows a name, and token("+="), by which it knows an operator. Values are JavaScript
// numbers; cutting them to a size, and refusing what does not fit, is the encoder's work.

/** Gives the value of a name; undefined as long as it is not known. */
export type Lookup = (name: string) => number | undefined;

/** A name without a value: in the first pass it may come later, in the last it is an error. */
export class UnknownName extends Error {
  constructor(name: string) {
    super(`unknown name: ${name}`);
    this.name = "UnknownName";
  }
}

const TOKEN = /\s*(0x[0-9A-Fa-f]+|\d+|'[^']+'|"[^"]*"|[A-Za-z_.$][\w.]*|<<|>>|[-+*/()|&~^])/y;

/** A name as the compiler of T knows it: h = h * 101 + character, over all characters, in 32 bits. */
export function hash(name: string): number {
  let value = 0;
  for (const character of name) value = (Math.imul(value, 101) + character.charCodeAt(0)) | 0;
  return value >>> 0;
}

/** An operator as the compiler of T knows it: one byte, t = t * 18 + character. */
export function token(operator: string): number {
  let value = 0;
  for (const character of operator) value = (value * 18 + character.charCodeAt(0)) & 255;
  return value;
}

function split(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new Error(`not an expression: ${text.slice(at).trim()}`);
    tokens.push(match[1]);
  }
  return tokens;
}

/** The characters of a literal as one number, the first one lowest, as they lie in memory. */
function characters(literal: string): number {
  let value = 0;
  for (let at = literal.length - 2; at >= 1; at--) value = value * 256 + literal.charCodeAt(at);
  return value;
}

const BINARY: { [operator: string]: { level: number; apply: (left: number, right: number) => number } } = {
  "|": { level: 1, apply: (left, right) => (left | right) >>> 0 },
  "^": { level: 1, apply: (left, right) => (left ^ right) >>> 0 },
  "&": { level: 2, apply: (left, right) => (left & right) >>> 0 },
  "<<": { level: 3, apply: (left, right) => (left << right) >>> 0 },
  ">>": { level: 3, apply: (left, right) => left >>> right },
  "+": { level: 4, apply: (left, right) => left + right },
  "-": { level: 4, apply: (left, right) => left - right },
  "*": { level: 5, apply: (left, right) => left * right },
  "/": { level: 5, apply: (left, right) => Math.trunc(left / right) },
};

/** Evaluates an expression; throws UnknownName, or an Error that says what is wrong. */
export function evaluate(text: string, lookup: Lookup): number {
  const tokens = split(text);
  let at = 0;

  function expect(wanted: string): void {
    if (tokens[at] !== wanted) throw new Error(`${wanted} expected in: ${text.trim()}`);
    at++;
  }

  function primary(): number {
    const word = tokens[at];
    at++;
    if (word === undefined) throw new Error(`an expression ends too soon: ${text.trim()}`);
    if (word === "(") {
      const value = binary(1);
      expect(")");
      return value;
    }
    if (word === "-") return -primary();
    if (word === "~") return ~primary();
    if (word.startsWith("'")) return characters(word);
    if (/^\d/.test(word)) return Number(word);
    if ((word === "hash" || word === "token") && tokens[at] === "(") {
      const literal = tokens[at + 1] ?? "";
      at += 2;
      expect(")");
      return (word === "hash" ? hash : token)(literal.slice(1, -1));
    }
    if (!/^[A-Za-z_.$]/.test(word)) throw new Error(`unexpected ${word} in: ${text.trim()}`);
    const value = lookup(word);
    if (value === undefined) throw new UnknownName(word);
    return value;
  }

  function binary(level: number): number {
    let left = primary();
    for (;;) {
      const operator = BINARY[tokens[at] ?? ""];
      if (operator === undefined || operator.level < level) return left;
      at++;
      left = operator.apply(left, binary(operator.level + 1));
    }
  }

  const value = binary(1);
  if (at < tokens.length) throw new Error(`unexpected ${tokens[at]} in: ${text.trim()}`);
  return value;
}
