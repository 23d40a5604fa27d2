// Random C programs for the comparison of chain/cc with gcc -m32: the language of docs/cc.md, in programs that print
// checksums of all they compute.
//
// How it thinks: nothing a program does may be undefined or left to the compiler. Divisors are made nonzero, counts of
// shifts are masked, indices too; overflow of signed integers wraps (gcc gets -fwrapv). A side effect inside an
// expression only changes a fresh local that nothing else names; functions called inside expressions change nothing.
// Floating values are bounded before they are stored or become integers; their constants are exact.
//
// It must not use what docs/cc.md says is refused: a refused program tests nothing.
import type { Random } from "./t-support.js";

const INTEGERS = [
  "char", "signed char", "unsigned char", "short", "unsigned short", "int", "unsigned", "long", "unsigned long",
  "long long", "unsigned long long", "enum color",
];
const FLOATS = ["float", "double", "long double"];
const COMPARISONS = ["<", ">", "<=", ">=", "==", "!="];

/** An object that expressions can name; `count` is that of its elements, always 8 or 0 for no array. */
interface Place { text: string; type: string }
interface Member { name: string; type: string; width?: number; count?: number }
interface Struct { name: string; isUnion: boolean; members: Member[] }

const isFloat = (type: string): boolean => FLOATS.includes(type);

const PRELUDE = `int printf(const char *format, ...);
enum color { RED, GREEN = 7, BLUE = GREEN * 3, LAST };
static unsigned sum = 1;
static int fuel = 3000;
static void mix(unsigned long long v) { sum = (sum ^ (unsigned)v) * 16777619u + (unsigned)(v >> 32); }
static long double bound(long double x) { return x > -1e6L && x < 1e6L ? x : 1.5L; }
static long double within(long double x, int most) { return x > -most && x < most ? x : most; }
static long double positive(long double x, int most) { return x > 0 && x < most ? x : most; }
static void mixf(long double x) {
  union { double d; unsigned w[2]; } u;
  u.d = x;
  mix(u.w[0]); mix(u.w[1]);
}
static long long various(const char *format, ...) {
  __builtin_va_list list;
  long long total = 0;
  __builtin_va_start(list, format);
  for (; *format; format++) switch (*format) {
    case 'i': total = total * 3 + __builtin_va_arg(list, int); break;
    case 'q': total = total * 5 + __builtin_va_arg(list, long long); break;
    case 'd': total += (long long)within(__builtin_va_arg(list, double), 9999); break;
    default: total ^= (long long)within(__builtin_va_arg(list, long double), 9999);
  }
  __builtin_va_end(list);
  return total;
}
`;

export class CGenerator {
  /** Structs whose definitions have been written. */
  private structs: Struct[] = [];
  private globals: Place[] = [];
  /** What can be named in the function at hand: globals, parameters, locals, members of objects. */
  private places: Place[] = [];
  private pure: { name: string; parameters: string[]; result: string }[] = [];
  private freshCount = 0;
  /** Declarations of the fresh locals of the function at hand. */
  private fresh: string[] = [];
  private loops = 0;
  private labels = 0;

  constructor(private readonly random: Random) {}

  private chance(percent: number): boolean { return this.random.below(100) < percent; }

  private integerType(): string { return this.random.of(INTEGERS); }
  private scalarType(): string { return this.chance(22) ? this.random.of(FLOATS) : this.integerType(); }

  // ---- constants ----

  private integerConstant(): string {
    const { random } = this;
    const suffix = (): string => random.of(["", "", "", "u", "l", "ul", "ll", "ull", "LL", "U"]);
    return random.of([
      () => String(random.below(10)),
      () => String(random.below(300)),
      () => `${random.below(70000)}${suffix()}`,
      () => `0x${random.below(0x7fffffff).toString(16)}${suffix()}`,
      () => random.of(["2147483647", "2147483648", "4294967295u", "0x80000000", "0xffffffff", "0x7fffffff"]),
      () => random.of(["0x7fffffffffffffff", "0x8000000000000000", "0xffffffffffffffffull", "0x100000000", "1ll << 40"]),
      () => random.of(["'a'", "'\\n'", "'\\377'", "'\\x80'", "'\\0'", "RED", "BLUE", "LAST", "GREEN"]),
      () => `0${random.below(512).toString(8)}${suffix()}`,
      () => random.of(["sizeof(int)", "sizeof(long double)", "sizeof sum", "sizeof \"four\"", "sizeof(short[7])"]),
    ])();
  }

  private floatConstant(): string {
    const { random } = this;
    const suffix = random.of(["", "", "f", "L"]);
    return random.of([
      () => `${random.below(1000)}.${random.of(["0", "5", "25", "125", "75"])}${suffix}`,
      () => `${random.below(64)}e${random.below(4)}${suffix}`,
      () => `0x${random.below(4096).toString(16)}p-${random.below(6)}${suffix}`,
    ])();
  }

  /** An integer constant expression, for initializers of static objects. */
  private constantExpression(depth: number): string {
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

  private conditionConstant(depth: number): string {
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

  private staticValue(type: string): string {
    if (!isFloat(type)) return this.constantExpression(this.random.below(3));
    return `${this.chance(30) ? "-" : ""}${this.floatConstant()}`;
  }

  // ---- expressions ----

  private freshLocal(type: string): string {
    const name = `k${this.freshCount++}`;
    this.fresh.push(`${type} ${name} = ${this.random.below(100)};`);
    return name;
  }

  private placeOf(test: (type: string) => boolean): Place | undefined {
    const found = this.places.filter((place) => test(place.type));
    return found.length === 0 ? undefined : this.random.of(found);
  }

  /** Fills the holes (#) of a place's text with indices. */
  private named(place: Place, depth: number): string {
    return place.text.replaceAll("#", () => this.index(depth));
  }

  private index(depth: number): string {
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
      () => `((int)(!${f()}))`,
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
  private truncated(type: string, value: string, most: number): string {
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
  private withEffect(depth: number): string {
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

  private pureCall(depth: number, wantsFloat: boolean): string {
    const fit = this.pure.filter((one) => isFloat(one.result) === wantsFloat);
    if (fit.length === 0) return wantsFloat ? this.floatConstant() : this.integerConstant();
    const chosen = this.random.of(fit);
    const words = chosen.parameters.map((type) => this.argument(type, depth - 2));
    if (chosen.name.startsWith("table")) return `${chosen.name}[${this.index(depth - 2)} & 1](${words.join(", ")})`;
    return `${chosen.name}(${words.join(", ")})`;
  }

  private argument(type: string, depth: number): string {
    return isFloat(type) ? `bound(${this.floating(depth)})` : this.integer(depth);
  }

  /** Values made of addresses: of elements, strings, differences, comparisons. */
  private addressed(depth: number): string {
    const { random } = this;
    const type = random.of(INTEGERS.filter((one) => this.globals.some((place) => place.text === `${arrayName(one)}[#]`)));
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

  // ---- statements ----

  private assignment(depth: number): string {
    const { random } = this;
    const place = random.of(this.places);
    const name = this.named(place, depth - 1);
    if (isFloat(place.type)) {
      return random.of([
        () => `${name} = bound(${this.floating(depth)});`,
        () => `${name} ${random.of(["+", "-", "*"])}= ${this.floating(depth - 1)}; ${name} = bound(${name});`,
        () => `${name} = ${this.integer(depth - 1)}; ${name} = bound(${name});`,
      ])();
    }
    const isBits = place.type.includes(":");
    const x = this.integer(depth);
    return random.of([
      () => `${name} = ${x};`,
      () => `${name} ${random.of(["+", "-", "*", "&", "|", "^"])}= ${x};`,
      () => `${name} ${random.of(["<<", ">>"])}= ${x} & 7;`,
      () => `${name} ${random.of(["/", "%"])}= ((${x}) & 31) + 1;`,
      () => isBits ? `++${name};` : `${name}${random.of(["++", "--"])};`,
      () => `${random.of(["++", "--"])}${name};`,
      () => `${name} *= ${random.of(["0.5", "0.25f", "0.125L"])};`,
    ])();
  }

  private structAssignment(): string {
    const { name, isUnion } = this.random.of(this.structs);
    const kind = isUnion ? "union" : "struct";
    const objects = [`g_${name}`, `a_${name}[${this.random.below(3)}]`, `*p_${name}`, `a_${name}[${this.index(2)} & 1]`];
    const local = `k${this.freshCount++}`;
    this.fresh.push(`${kind} ${name} ${local} = g_${name};`);
    return this.random.of([
      `${objects[0]} = ${this.random.of(objects.slice(1))};`,
      `${this.random.of(objects.slice(1))} = ${local};`,
      `p_${name} = &a_${name}[${this.index(2)} & 1];`,
      `${local} = a_${name}[0] = ${objects[0]};`,
    ]);
  }

  private block(depth: number, inLoop: boolean): string {
    const count = 1 + this.random.below(3);
    return `{ ${Array.from({ length: count }, () => this.statement(depth, inLoop)).join("\n")} }`;
  }

  statement(depth: number, inLoop: boolean): string {
    const { random } = this;
    if (depth <= 0 || this.chance(45)) return this.assignment(3);
    const inner = (loop = inLoop): string => this.block(depth - 1, loop);
    const loopVariable = (): string => {
      const name = `i${this.loops++}`;
      this.fresh.push(`${random.of(["int", "unsigned", "short", "long long"])} ${name} = 0;`);
      return name;
    };
    return random.of([
      () => `if (${this.condition()}) ${inner()}`,
      () => `if (${this.condition()}) ${inner()} else ${inner()}`,
      () => { const i = loopVariable(); return `for (${i} = 0; ${i} < ${1 + random.below(4)}; ${i}++) ${inner(true)}`; },
      () => { const i = loopVariable(); return `${i} = ${random.below(4)};\nwhile (${i}-- > 0) ${inner(true)}`; },
      () => { const i = loopVariable(); return `${i} = 0;\ndo ${inner(true)} while (++${i} < ${random.below(4)});`; },
      () => this.switchStatement(depth),
      () => inLoop ? `if (${this.condition()}) ${random.of(["break", "continue"])};` : this.assignment(2),
      () => { const label = `out${this.labels++}`; return `if (${this.condition()}) goto ${label};\n${inner()}\n${label}:;`; },
      () => { const type = this.scalarType(); return this.blockLocal(type, depth); },
      () => this.structs.length > 0 ? this.structAssignment() : this.assignment(2),
      () => `mix(various("iqdiL", (int)(${this.integer(2)}), (long long)(${this.integer(2)}), (double)bound(${this.floating(2)}),
        (short)(${this.integer(1)}), (long double)bound(${this.floating(1)})));`,
      () => `mix(${this.integer(4)});`,
      () => `mixf(bound(${this.floating(4)}));`,
    ])();
  }

  private blockLocal(type: string, depth: number): string {
    const name = `b${this.loops++}`;
    const value = isFloat(type) ? `bound(${this.floating(2)})` : this.integer(2);
    const mark = this.places.length;
    const storage = this.random.of(["", "", "register ", "const "]);
    if (storage !== "const ") this.places.push({ text: name, type });
    const isList = this.chance(30) && !isFloat(type);
    const list = `${this.integerType()} l${name}[4] = { ${value}, ${this.integer(1)} };`;
    if (isList) this.places.push({ text: `l${name}[#]`, type: "int" });
    const text = `{ ${storage}${type} ${name} = ${value}; ${isList ? list : ""}\n${this.statement(depth - 1, false)}
      ${isFloat(type) ? "mixf" : "mix"}(${name}); ${isList ? `mix(l${name}[1] + l${name}[3]);` : ""} }`;
    this.places.length = mark;
    return text;
  }

  private condition(): string { return this.chance(15) ? this.floating(2) : this.integer(2); }

  private switchStatement(depth: number): string {
    const { random } = this;
    const values = random.of([
      ["0", "1", "2", "3", "5", "6", "7"], ["-1", "0", "100", "1000", "70000", "2147483647"], ["GREEN", "'a'", "3"],
      ["0x100000005ll", "5", "-5ll", "0"],
    ]);
    const value = this.chance(50) ? `(${this.integer(2)}) & 7` : this.integer(2);
    const cases = values.slice(0, 2 + random.below(values.length - 1)).map((one) =>
      `case ${one}: ${this.assignment(2)} ${this.chance(70) ? "break;" : ""}`);
    if (this.chance(60)) cases.splice(random.below(cases.length + 1), 0, `default: ${this.statement(depth - 1, false)} break;`);
    // the type of the value decides which of the constants can be equal to each other: not these
    const type = random.of(["int", "long long", "long"]);
    const narrow = type !== "long long" && values.some((one) => one.includes("ll"));
    return `switch ((${narrow ? "long long" : type})(${value})) { ${cases.join("\n")} }`;
  }

  // ---- declarations ----

  private structDefinition(index: number): string {
    const { random } = this;
    const isUnion = this.chance(20);
    const name = `s${index}`;
    const members: Member[] = [];
    const lines: string[] = [];
    const count = 2 + random.below(6);
    for (let i = 0; i < count; i++) {
      const type = isUnion ? this.integerType() : this.scalarType();
      const member: Member = { name: `m${i}`, type };
      const bitTypes = ["int", "unsigned", "unsigned char", "short", "unsigned short", "long", "signed char"];
      const kind = random.below(10);
      if (kind < 4) {
        member.type = random.of(bitTypes);
        const most = member.type.includes("char") ? 8 : member.type.includes("short") ? 16 : 32;
        member.width = 1 + random.below(most);
      } else if (kind === 4) member.count = 4;
      members.push(member);
      lines.push(`${member.type} ${member.name}${member.width === undefined ? "" : ` : ${member.width}`}` +
        `${member.count === undefined ? "" : "[4]"};`);
    }
    const before = this.structs.filter((one) => !one.isUnion);
    if (before.length > 0 && this.chance(40)) {
      const inner = random.of(before);
      members.push({ name: "inner", type: `struct ${inner.name}` });
      lines.push(`struct ${inner.name} inner;`);
    }
    if (this.chance(25) && !isUnion) {
      members.push({ name: "x0", type: "short" }, { name: "x1", type: "unsigned char" });
      lines.push("struct { short x0; unsigned char x1; };");
    }
    this.structs.push({ name, isUnion, members });
    return `${isUnion ? "union" : "struct"} ${name} { ${lines.join(" ")} };`;
  }

  /** A braced initializer of a struct, some of it left out. */
  private structValue(struct: Struct): string {
    const parts: string[] = [];
    const all = struct.isUnion ? struct.members.slice(0, 1) : struct.members;
    const given = 1 + this.random.below(all.length);
    for (const member of all.slice(0, given)) {
      const inner = this.structs.find((one) => `struct ${one.name}` === member.type);
      if (inner !== undefined) parts.push(this.structValue(inner));
      else if (member.name === "x1") continue;
      else if (member.name === "x0") parts.push(`{ ${this.staticValue("int")}, ${this.staticValue("int")} }`);
      else if (member.count !== undefined) parts.push(`{ ${this.staticValue(member.type)}, ${this.staticValue(member.type)}, }`);
      else parts.push(this.staticValue(member.type));
    }
    return `{ ${parts.join(", ")} }`;
  }

  /** All scalars inside an object of a struct type. */
  private placesIn(struct: Struct, object: string): Place[] {
    return struct.members.flatMap((member): Place[] => {
      const text = `${object}${member.name}`;
      const inner = this.structs.find((one) => `struct ${one.name}` === member.type);
      if (inner !== undefined) return this.placesIn(inner, `${text}.`);
      if (member.count !== undefined) return [{ text: `${text}[#]`, type: member.type }];
      return [{ text, type: member.width === undefined ? member.type : `${member.type}:${member.width}` }];
    });
  }

  private globalDeclarations(): string[] {
    const { random } = this;
    const lines: string[] = [];
    const storage = (): string => random.of(["", "static "]);
    for (const type of [...INTEGERS, ...FLOATS]) {
      const name = `v_${arrayName(type)}`;
      lines.push(`${storage()}${type} ${name} = ${this.staticValue(type)};`);
      this.globals.push({ text: name, type });
      if (this.chance(50)) {
        const array = arrayName(type);
        const values = Array.from({ length: 1 + random.below(8) }, () => this.staticValue(type));
        lines.push(`${storage()}${type} ${array}[8] = { ${values.join(", ")} };`);
        lines.push(`${storage()}${type} *p_${array} = ${random.of([`&${array}[4]`, `${array} + 2`, `${array}`, `3 + ${array}`])};`);
        this.globals.push({ text: `${array}[#]`, type });
      }
    }
    if (!this.globals.some((place) => place.text === "a_int[#]")) {
      lines.push("int a_int[8] = { 1, -2, 3 }, *p_a_int = a_int + 1;");
      this.globals.push({ text: "a_int[#]", type: "int" });
    }
    lines.push(`static ${random.of(["int", "short", "long long"])} matrix[2][4] = { { 1, ${this.staticValue("int")} }, { ${this.staticValue("int")}, 2, 3 } };`);
    lines.push("static const char *words[4] = { \"zero\", \"o\" \"ne\", &\"atwo\"[1], \"\\tthree\\x41\" };");
    lines.push(`static char text[8] = ${random.of(["\"text\"", "{ 't', 'e' }", "\"\\377\\0x\"", "\"eightcha\"", "{ \"in\" }"])};`);
    this.globals.push({ text: "text[#]", type: "char" }, { text: "matrix[1][#]", type: "int" });
    for (const struct of this.structs) {
      const kind = `${struct.isUnion ? "union" : "struct"} ${struct.name}`;
      const values = [this.structValue(struct), this.structValue(struct)];
      lines.push(`static ${kind} g_${struct.name} = ${this.structValue(struct)}, a_${struct.name}[3] = { ${values.join(", ")} };`);
      lines.push(`${kind} *p_${struct.name} = &a_${struct.name}[1];`);
      this.globals.push(...this.placesIn(struct, `g_${struct.name}.`), ...this.placesIn(struct, `p_${struct.name}->`),
        ...this.placesIn(struct, `a_${struct.name}[# & 1].`));
    }
    return lines;
  }

  /** Two functions of a kind that only read, and the table that holds both. */
  private pureFunction(index: number): string {
    const parameters = Array.from({ length: 1 + this.random.below(4) }, () => this.scalarType());
    const result = this.scalarType();
    const list = parameters.map((type, i) => `${type} x${i}`).join(", ");
    const local = this.scalarType();
    const body = (): string => {
      this.fresh = [];
      this.places = parameters.map((type, i) => ({ text: `x${i}`, type }));
      const first = isFloat(local) ? `bound(${this.floating(2)})` : this.integer(2);
      this.places.push({ text: "y", type: local });
      const statements = `y = ${isFloat(local) ? `bound(${this.floating(3)})` : this.integer(3)};
  if (${this.condition()}) return ${isFloat(result) ? `bound(${this.floating(2)})` : this.integer(2)};`;
      const value = isFloat(result) ? `bound(${this.floating(3)})` : this.integer(3);
      return `{\n  ${local} y = 0; ${this.fresh.join(" ")}\n  y = ${first};\n  ${statements}\n  return ${value};\n}`;
    };
    const name = `pure${index}`;
    const one = `static ${result} ${name}(${list}) ${body()}`;
    const other = `static ${result} ${name}b(${list}) ${body()}`;
    this.pure.push({ name: this.chance(50) ? name : `table${index}`, parameters, result });
    return `${one}\n${other}\nstatic ${result} (*table${index}[2])(${parameters.join(", ")}) = { ${name}, &${name}b };`;
  }

  private impureFunction(index: number): string {
    const parameters = Array.from({ length: this.random.below(5) }, () => this.scalarType());
    const result = this.integerType();
    this.fresh = [];
    this.places = [...this.globals, ...parameters.map((type, i) => ({ text: `x${i}`, type }))];
    const locals = Array.from({ length: 1 + this.random.below(5) }, (_, i) => {
      const type = this.scalarType();
      const line = `${this.chance(20) ? "static " : ""}${type} y${i} = ${this.staticValue(type)};`;
      // counted more often than others: these are candidates for registers
      for (let k = 0; k < 4; k++) this.places.push({ text: `y${i}`, type });
      return line;
    });
    const statements = Array.from({ length: 4 + this.random.below(6) }, () => this.statement(3, false));
    if (index > 0 && this.chance(80)) {
      const callee = this.random.below(index);
      statements.splice(this.random.below(statements.length), 0, `y0 = call${callee}();`);
    }
    const value = this.integer(3);
    const list = parameters.map((type, i) => `${type} x${i}`).join(", ");
    const args = (): string => parameters.map((type) => isFloat(type) ? this.floatConstant() : this.integerConstant()).join(", ");
    return `static ${result} work${index}(${list === "" ? "void" : list}) {
${[...locals, ...this.fresh].join(" ")}
if (fuel-- < 0) return 3;
${statements.join("\n")}
return ${value};
}
static int call${index}(void) { mix(work${index}(${args()})); mix(work${index}(${args()})); return (int)sum & 0xffff; }`;
  }

  /** A whole program. */
  program(): string {
    const parts: string[] = [PRELUDE];
    parts.push(`#define SET ${this.random.below(50)}`);
    for (let i = 0; i < 3; i++) {
      parts.push(`#if ${this.conditionConstant(3)}\n#define CHOICE${i} ${this.random.below(99)}\n#elif ${this.conditionConstant(2)}
#define CHOICE${i} -1\n#else\n#define CHOICE${i} -2\n#endif`);
    }
    const structs = 1 + this.random.below(3);
    for (let i = 0; i < structs; i++) parts.push(this.structDefinition(i));
    parts.push(...this.globalDeclarations());
    for (let i = 0; i < 3; i++) parts.push(this.pureFunction(i));
    const count = 2 + this.random.below(3);
    for (let i = 0; i < count; i++) parts.push(this.impureFunction(i));
    const shown = this.globals.map((place) =>
      `${isFloat(place.type) ? "mixf" : "mix"}(${place.text.replaceAll("#", () => String(this.random.below(4)))});`);
    const sizes = this.structs.map((one) => `mix(sizeof(${one.isUnion ? "union" : "struct"} ${one.name}));`);
    parts.push(`int main(void) {\n  int i;\n  mix(CHOICE0); mix(CHOICE1); mix(CHOICE2); ${sizes.join(" ")}`);
    for (let i = 0; i < count; i++) parts.push(`  for (i = 0; i < 2; i++) call${i}();\n  printf("%u\\n", sum);`);
    parts.push(`  ${shown.join("\n  ")}\n  printf("%u %d\\n", sum, fuel);\n  return 0;\n}`);
    return `${parts.join("\n")}\n`;
  }
}

function arrayName(type: string): string { return `a_${type.replaceAll(" ", "_")}`; }
