// The expressions of random C programs (see c-programs.ts): constants, and values of all integer and floating types.
//
// A side effect inside an expression only changes a fresh local that nothing else names; functions called inside
// expressions change nothing. Divisors are made nonzero, counts of shifts and indices are masked. What becomes an
// integer is a floating value in its range; floating constants are exact.
import type { Random } from "../support/random.js";

export const INTEGERS = [
  "char", "signed char", "unsigned char", "short", "unsigned short", "int", "unsigned", "long", "unsigned long",
  "long long", "unsigned long long", "enum color",
];
export const FLOATS = ["float", "double", "long double"];
export const COMPARISONS = ["<", ">", "<=", ">=", "==", "!="];

/** An object that expressions can name; `count` is that of its elements, always 8 or 0 for no array. */
export interface Place { text: string; type: string }
export interface Member { name: string; type: string; width?: number; count?: number }
export interface Struct { name: string; isUnion: boolean; members: Member[] }

export const isFloat = (type: string): boolean => FLOATS.includes(type);
export const arrayName = (type: string): string => `a_${type.replaceAll(" ", "_")}`;

/** What expressions are made of, and the state of a program that they look at. */
export class CExpressions {
  /** Structs whose definitions have been written. */
  protected structs: Struct[] = [];
  protected globals: Place[] = [];
  /** What can be named in the function at hand: globals, parameters, locals, members of objects. */
  protected places: Place[] = [];
  protected pure: { name: string; parameters: string[]; result: string }[] = [];
  protected freshCount = 0;
  /** Declarations of the fresh locals of the function at hand. */
  protected fresh: string[] = [];
  protected loops = 0;
  protected labels = 0;

  constructor(protected readonly random: Random) {}

  protected chance(percent: number): boolean { return this.random.below(100) < percent; }

  protected integerType(): string { return this.random.of(INTEGERS); }
  protected scalarType(): string { return this.chance(22) ? this.random.of(FLOATS) : this.integerType(); }

  // ---- constants ----

  protected integerConstant(): string {
    const { random } = this;
    const suffix = (): string => random.of(["", "", "", "u", "l", "ul", "ll", "ull", "LL", "U"]);
    return random.of([
      () => String(random.below(10)),
      () => String(random.below(300)),
      () => `${random.below(70000)}${suffix()}`,
      () => `0x${random.below(0x7fffffff).toString(16)}${suffix()}`,
      () => random.of(["2147483647", "2147483648", "4294967295u", "0x80000000", "0xffffffff", "0x7fffffff"]),
      () => random.of(["0x7fffffffffffffff", "0x8000000000000000", "0xffffffffffffffffull", "0x100000000", "1ll << 40",
      ]),
      () => random.of(["'a'", "'\\n'", "'\\377'", "'\\x80'", "'\\0'", "RED", "BLUE", "LAST", "GREEN"]),
      () => `0${random.below(512).toString(8)}${suffix()}`,
      () => random.of(["sizeof(int)", "sizeof(long double)", "sizeof sum", "sizeof \"four\"", "sizeof(short[7])"]),
    ])();
  }

  protected floatConstant(): string {
    const { random } = this;
    const suffix = random.of(["", "", "f", "L"]);
    return random.of([
      () => `${random.below(1000)}.${random.of(["0", "5", "25", "125", "75"])}${suffix}`,
      () => `${random.below(64)}e${random.below(4)}${suffix}`,
      () => `0x${random.below(4096).toString(16)}p-${random.below(6)}${suffix}`,
    ])();
  }

  /** An integer constant expression, for initializers of static objects. */
  protected constantExpression(depth: number): string {
    const { random } = this;
    if (depth === 0) return `(${this.integerConstant()})`;
    const x = (): string => this.constantExpression(depth - 1);
    return random.of([
      () => `(${x()} ${random.of(["+", "-", "*", "&", "|", "^"])} ${x()})`,
      () => `(${x()} ${random.of(["/", "%"])} ((${x()} & 63) + 2))`,
      () => `(${x()} ${random.of(["<<", ">>"])} (${x()} & 31))`,
      () => `(${x()} ${random.of(COMPARISONS)} ${x()})`,
      () => `(${random.of(["-", "~", "!"])}${x()})`,
      () => `((${this.integerType()})${x()})`,
      () => `(${x()} ${random.of(["&&", "||"])} ${x()})`,
      () => `(${x()} ? ${x()} : ${x()})`,
      x,
    ])();
  }

  protected conditionConstant(depth: number): string {
    const { random } = this;
    const x = (): string => this.conditionConstant(depth - 1);
    if (depth === 0) {
      return random.of([String(random.below(200)), `${random.below(99)}u`, `0x${random.below(1e9).toString(16)}`, "'a'",
        "SET", "UNSET", "defined SET"]);
    }
    return random.of([
      () => `(${x()} ${random.of(["+", "-", "*", "&", "|", "^", ...COMPARISONS, "&&", "||"])} ${x()})`,
      () => `(${x()} ${random.of(["/", "%"])} ((${x()} & 7) + 1))`,
      () => `(${x()} ${random.of(["<<", ">>"])} (${x()} & 15))`,
      () => `(${random.of(["-", "~", "!"])}${x()})`,
      () => `(${x()} ? ${x()} : ${x()})`,
    ])();
  }

  protected staticValue(type: string): string {
    if (!isFloat(type)) return this.constantExpression(this.random.below(3));
    return `${this.chance(30) ? "-" : ""}${this.floatConstant()}`;
  }

  // ---- expressions ----

  protected freshLocal(type: string): string {
    const name = `k${this.freshCount++}`;
    this.fresh.push(`${type} ${name} = ${this.random.below(100)};`);
    return name;
  }

  protected placeOf(test: (type: string) => boolean): Place | undefined {
    const found = this.places.filter((place) => test(place.type));
    return found.length === 0 ? undefined : this.random.of(found);
  }

  /** Fills the holes (#) of a place's text with indices. */
  protected named(place: Place, depth: number): string {
    return place.text.replaceAll("#", () => this.index(depth));
  }

  protected index(depth: number): string {
    return depth <= 0 || this.chance(60) ? String(this.random.below(4)) : `(${this.integer(depth - 2)}) & 3`;
  }

  /** An expression of any integer type, without an effect on what has a name. */
  integer(depth: number): string {
    const { random } = this;
    if (depth <= 0) {
      const place = this.chance(70) ? this.placeOf((type) => !isFloat(type)) : undefined;
      return place === undefined ? `(${this.integerConstant()})` : this.named(place, depth);
    }
    const x = (): string => this.integer(depth - 1 - random.below(2));
    const f = (): string => this.floating(depth - 2);
    return random.of([
      () => `(${x()} ${random.of(["+", "-", "*", "&", "|", "^"])} ${x()})`,
      () => `(${x()} ${random.of(["+", "-", "*", "&", "|", "^"])} ${this.integerConstant()})`,
      () => `(${x()} ${random.of(["/", "%"])} ((${x()} & ${random.of(["63", "255ll", "7u"])}) + 2))`,
      () => `(${x()} ${random.of(["/", "%"])} ${random.of(["3", "8", "-7", "16u", "10ll", "-4ll", "1", "1000ull"])})`,
      () => `(${x()} ${random.of(["<<", ">>"])} (${x()} & ${random.of(["31", "15", "7ll", "3u"])}))`,
      () => `((${random.of(["long long", "unsigned long long"])})${x()} ${random.of(["<<", ">>"])} (${x()} & 63))`,
      () => `(${x()} ${random.of(["<<", ">>"])} ${random.below(32)})`,
      () => `(${x()} ${random.of(COMPARISONS)} ${x()})`,
      () => `(${f()} ${random.of(COMPARISONS)} ${this.chance(50) ? f() : x()})`,
      () => `(${random.of(["-", "~", "!", "!!"])}${x()})`,
      () => `(!(${this.integerType()})(${x()} ${random.of(COMPARISONS)} ${x()}))`,
      // not !f: gcc itself gets that wrong where floating values have excess precision
      () => `(${f()} ? 0 : 1)`,
      () => `((${this.integerType()})${x()})`,
      () => `((${this.integerType()})${x()})`,
      () => this.truncated(this.integerType(), f(), 100),
      () => `(${this.truncated(random.of(["int", "unsigned", "long long", "unsigned long long"]), f(), 1e6)} + ${x()})`,
      () => `(${x()} ${random.of(["&&", "||"])} ${this.chance(20) ? f() : x()})`,
      () => `(${this.chance(20) ? f() : x()} ? ${x()} : ${x()})`,
      () => `(${x()}, ${x()})`,
      () => this.withEffect(depth),
      () => this.pureCall(depth, false),
      () => this.addressed(depth),
      x,
    ])();
  }

  /** A floating value as an integer of a type in whose range it is. */
  protected truncated(type: string, value: string, most: number): string {
    const isUnsigned = type.startsWith("unsigned") || type.startsWith("enum");
    return `((${type})${isUnsigned ? "positive" : "within"}(${value}, ${most}))`;
  }

  floating(depth: number): string {
    const { random } = this;
    if (depth <= 0) {
      const place = this.chance(70) ? this.placeOf(isFloat) : undefined;
      return place === undefined ? this.floatConstant() : this.named(place, depth);
    }
    const f = (): string => this.floating(depth - 1 - random.below(2));
    const x = (): string => this.integer(depth - 2);
    return random.of([
      () => `(${f()} ${random.of(["+", "-", "*"])} ${f()})`,
      () => `(${f()} ${random.of(["+", "-", "*"])} ${x()})`,
      () => `(${x()} ${random.of(["+", "-", "*"])} ${f()})`,
      () => `(${f()} / ${random.of(["4", "0.5f", "8.0L", "16ll"])})`,
      () => `(-${f()})`,
      () => `((${random.of(FLOATS)})${this.chance(50) ? f() : x()})`,
      () => `(${x()} ? ${f()} : ${this.chance(50) ? f() : x()})`,
      () => `(${x()}, ${f()})`,
      () => this.pureCall(depth, true),
      f,
    ])();
  }

  /** Assignment and counting as values: of a fresh local, or of a member of a fresh struct. */
  protected withEffect(depth: number): string {
    const { random } = this;
    const x = (): string => this.integer(depth - 2);
    const struct = this.chance(40) ? this.structs.filter((one) => !one.isUnion) : [];
    let target = "";
    let counts = true;
    if (struct.length > 0) {
      const chosen = random.of(struct);
      const members = chosen.members.filter((one) => one.count === undefined && INTEGERS.includes(one.type));
      if (members.length > 0) {
        const member = random.of(members);
        const name = `k${this.freshCount++}`;
        this.fresh.push(`struct ${chosen.name} ${name} = g_${chosen.name};`);
        target = `${name}.${member.name}`;
        counts = member.width === undefined;
      }
    }
    if (target === "") target = this.freshLocal(this.integerType());
    const change = random.of([
      () => `${target} = ${x()}`,
      () => `${target} ${random.of(["+", "-", "*", "&", "|", "^"])}= ${x()}`,
      () => `${target} ${random.of(["<<", ">>"])}= ${x()} & 7`,
      () => `${target} ${random.of(["/", "%"])}= (${x()} & 31) + 1`,
      () => `${random.of(["++", "--"])}${target}`,
      () => counts ? `${target}${random.of(["++", "--"])}` : `--${target}`,
    ])();
    return random.of([`(${change})`, `(${change}, ${target})`, `(${x()} ${random.of(["&&", "||"])} (${change}))`]);
  }

  protected pureCall(depth: number, wantsFloat: boolean): string {
    const fit = this.pure.filter((one) => isFloat(one.result) === wantsFloat);
    if (fit.length === 0) return wantsFloat ? this.floatConstant() : this.integerConstant();
    const chosen = this.random.of(fit);
    const words = chosen.parameters.map((type) => this.argument(type, depth - 2));
    if (chosen.name.startsWith("table")) return `${chosen.name}[${this.index(depth - 2)} & 1](${words.join(", ")})`;
    return `${chosen.name}(${words.join(", ")})`;
  }

  protected argument(type: string, depth: number): string {
    return isFloat(type) ? `bound(${this.floating(depth)})` : this.integer(depth);
  }

  /** Values made of addresses: of elements, strings, differences, comparisons. */
  protected addressed(depth: number): string {
    const { random } = this;
    const isArray = (type: string): boolean => this.globals.some((place) => place.text === `${arrayName(type)}[#]`);
    const type = random.of(INTEGERS.filter(isArray));
    const array = arrayName(type), index = (): string => this.index(depth - 1);
    return random.of([
      () => `*(${array} + (${index()}))`,
      () => `p_${array}[${index()}]`,
      () => `*(p_${array} - (${index()}) + 3)`,
      () => `(p_${array} - ${array})`,
      () => `(&${array}[${index()}] ${random.of(COMPARISONS)} p_${array})`,
      () => `*(${this.integer(depth - 2)} ? &${array}[${index()}] : p_${array})`,
      () => `"a string"[(${index()})]`,
      () => `((char *)&${array}[${index()}] - (char *)${array})`,
      () => `(*(${type} *)(void *)(${array} + (${index()})))`,
      () => `matrix[${index()} & 1][${index()}]`,
      () => `(!p_${array})`,
      () => `words[${index()}][0]`,
    ])();
  }
}
