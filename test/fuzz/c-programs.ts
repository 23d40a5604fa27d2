// Random C programs for the comparison of chain/5-cc with gcc -m32: the language of docs/cc.md, in programs that print
// checksums of all they compute.
//
// How it thinks: nothing a program does may be undefined or left to the compiler. The expressions (c-expressions.ts)
// have no effect on what has a name; overflow of signed integers wraps (gcc gets -fwrapv); floating values are bounded
// before they are stored. A fuel bounds the calls.
//
// It must not use what docs/cc.md says is refused: a refused program tests nothing.
import {
  CExpressions, FLOATS, INTEGERS, arrayName, isFloat, type Member, type Place, type Struct,
} from "./c-expressions.js";

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

export class CGenerator extends CExpressions {
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

  /** A pointer that goes over an array of eight from its middle, at most three steps. */
  private pointerWalk(): string {
    const { random } = this;
    const place = random.of(this.globals.filter((one) => /^a_\w+\[#\]$/.test(one.text)));
    const value = (): string => isFloat(place.type) ? `bound(${this.floating(2)})` : this.integer(2);
    const array = place.text.replace("[#]", "");
    const steps = [`*w++ = ${value()};`, `*++w = ${value()};`, `w[-1] = ${value()};`, `--w; ++*w;`, `w += 2; *w-- = 3;`,
      `mix(w - ${array});`, `if (w > ${array} + (${this.index(2)})) w = ${array} + 3;`];
    const order = Array.from({ length: 3 }, () => random.of(steps));
    return `{ ${place.type} *w = ${array} + 3; ${order.join(" ")} }`;
  }

  private structAssignment(): string {
    const { name, isUnion } = this.random.of(this.structs);
    const kind = isUnion ? "union" : "struct";
    const index = this.random.below(3);
    const objects = [`g_${name}`, `a_${name}[${index}]`, `*p_${name}`, `a_${name}[${this.index(2)} & 1]`];
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
      () => {
        const i = loopVariable();
        return `for (${i} = 0; ${i} < ${1 + random.below(4)}; ${i}++) ${inner(true)}`;
      },
      () => { const i = loopVariable(); return `${i} = ${random.below(4)};\nwhile (${i}-- > 0) ${inner(true)}`; },
      () => { const i = loopVariable(); return `${i} = 0;\ndo ${inner(true)} while (++${i} < ${random.below(4)});`; },
      () => this.switchStatement(depth),
      () => inLoop ? `if (${this.condition()}) ${random.of(["break", "continue"])};` : this.assignment(2),
      () => {
        const label = `out${this.labels++}`;
        return `if (${this.condition()}) goto ${label};\n${inner()}\n${label}:;`;
      },
      () => { const type = this.scalarType(); return this.blockLocal(type, depth); },
      () => this.structs.length > 0 ? this.structAssignment() : this.assignment(2),
      () => `mix(various("iqdiL", (int)(${this.integer(2)}), (long long)(${this.integer(2)}),
        (double)bound(${this.floating(2)}), (short)(${this.integer(1)}), (long double)bound(${this.floating(1)})));`,
      () => this.pointerWalk(),
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
    const otherwise = `default: ${this.statement(depth - 1, false)} break;`;
    if (this.chance(60)) cases.splice(random.below(cases.length + 1), 0, otherwise);
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
      else if (member.count === undefined) parts.push(this.staticValue(member.type));
      else parts.push(`{ ${this.staticValue(member.type)}, ${this.staticValue(member.type)}, }`);
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
        const address = random.of([`&${array}[4]`, `${array} + 2`, array, `3 + ${array}`]);
        lines.push(`${storage()}${type} *p_${array} = ${address};`);
        this.globals.push({ text: `${array}[#]`, type });
      }
    }
    if (!this.globals.some((place) => place.text === "a_int[#]")) {
      lines.push("int a_int[8] = { 1, -2, 3 }, *p_a_int = a_int + 1;");
      this.globals.push({ text: "a_int[#]", type: "int" });
    }
    const rows = `{ { 1, ${this.staticValue("int")} }, { ${this.staticValue("int")}, 2, 3 } }`;
    lines.push(`static ${random.of(["int", "short", "long long"])} matrix[2][4] = ${rows};`);
    lines.push("static const char *words[4] = { \"zero\", \"o\" \"ne\", &\"atwo\"[1], \"\\tthree\\x41\" };");
    const text = random.of(["\"text\"", "{ 't', 'e' }", "\"\\377\\0x\"", "\"eightcha\"", "{ \"in\" }"]);
    lines.push(`static char text[8] = ${text};`);
    this.globals.push({ text: "text[#]", type: "char" }, { text: "matrix[1][#]", type: "int" });
    for (const struct of this.structs) {
      const kind = `${struct.isUnion ? "union" : "struct"} ${struct.name}`;
      const values = [this.structValue(struct), this.structValue(struct)];
      lines.push(`static ${kind} g_${struct.name} = ${this.structValue(struct)};`);
      lines.push(`static ${kind} a_${struct.name}[3] = { ${values.join(", ")} };`);
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
    const constant = (type: string): string => isFloat(type) ? this.floatConstant() : this.integerConstant();
    const call = (): string => `mix(work${index}(${parameters.map(constant).join(", ")}));`;
    return `static ${result} work${index}(${list === "" ? "void" : list}) {
${[...locals, ...this.fresh].join(" ")}
if (fuel-- < 0) return 3;
${statements.join("\n")}
return ${value};
}
static int call${index}(void) { ${call()} ${call()} return (int)sum & 0xffff; }`;
  }

  /** A whole program. */
  program(): string {
    const parts: string[] = [PRELUDE];
    parts.push(`#define SET ${this.random.below(50)}`);
    for (let i = 0; i < 3; i++) {
      parts.push(`#if ${this.conditionConstant(3)}`, `#define CHOICE${i} ${this.random.below(99)}`);
      parts.push(`#elif ${this.conditionConstant(2)}`, `#define CHOICE${i} -1`);
      parts.push("#else", `#define CHOICE${i} -2`, "#endif");
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

