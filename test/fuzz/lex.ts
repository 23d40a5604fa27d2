// Random specifications for lex, and a plain matcher that says what their scanners must find.
//
// How it thinks: a pattern is a tree; the matcher follows it with the set of all places that can be reached, without
// any automaton. Of the rules that match, the one with the longest match counts, of several the first. Texts are short
// and of few letters, so that rules compete.
import type { Random } from "../support/random.js";

type Tree =
  | { kind: "set"; text: string; has: (c: string) => boolean }
  | { kind: "sequence" | "choice"; parts: Tree[] }
  | { kind: "repeat"; part: Tree; least: number; most: number };

interface Rule {
  atLine: boolean;
  head: Tree;
  /** What follows a / or $, of a fixed length. */
  tail?: { tree: Tree; text: string };
  /** Of the conditions 0 (inclusive), 1 (inclusive) and 2 (exclusive); undefined: those that are not exclusive. */
  conditions?: number[];
  /** The condition after the rule. */
  next: number;
}

export interface Specification {
  text: string;
  rules: Rule[];
  /** Every rule gives its match back, so that all matches are found. */
  rejects: boolean;
}

const letters = ["a", "b", "A", "-", "\n", "é"];
const escapes = new Map([["\n", "\\n"], ["é", "\\xe9"]]);
const written = (c: string): string => escapes.get(c) ?? (/[A-Za-z]/.test(c) ? c : `\\${c}`);

function randomSet(random: Random, caseless: boolean): Tree {
  const same = (a: string, b: string): boolean => caseless ? a.toLowerCase() === b.toLowerCase() : a === b;
  const letter = random.of(letters);
  switch (random.below(6)) {
    case 0: return { kind: "set", text: ".", has: (c) => c !== "\n" };
    case 1: {
      const some = letters.filter(() => random.below(2) === 0);
      const members = some.length === 0 ? [letter] : some;
      const negated = random.below(3) === 0;
      return { kind: "set", text: `[${negated ? "^" : ""}${members.map(written).join("")}]`,
        has: (c) => members.some((member) => same(c, member)) !== negated };
    }
    case 2: return { kind: "set", text: "[a-b]", has: (c) => ["a", "b"].some((member) => same(c, member)) };
    case 3: return { kind: "set", text: "[[:alpha:]]{-}[b]", has: (c) => /[A-Za-z]/.test(c) && !same(c, "b") };
    case 4: return { kind: "set", text: `"${letter === "\n" || letter === "é" ? written(letter) : letter}"`,
      has: (c) => same(c, letter) };
    default: return { kind: "set", text: written(letter), has: (c) => same(c, letter) };
  }
}

function randomTree(random: Random, depth: number, caseless: boolean): Tree {
  const inner = (): Tree => randomTree(random, depth - 1, caseless);
  if (depth === 0) return randomSet(random, caseless);
  switch (random.below(5)) {
    case 0: return { kind: "choice", parts: [inner(), inner()] };
    case 1: case 2: return { kind: "sequence", parts: Array.from({ length: 1 + random.below(3) }, inner) };
    case 3: {
      const [least, most] = random.of([[0, Infinity], [1, Infinity], [0, 1], [2, 2], [1, 3], [2, Infinity]] as const);
      return { kind: "repeat", part: inner(), least, most };
    }
    default: return randomSet(random, caseless);
  }
}

/** The tree as lex reads it; everything that could be taken apart wrongly is in parentheses. */
function textOf(tree: Tree): string {
  const single = (part: Tree): string =>
    part.kind === "set" && !part.text.includes("{") ? part.text : `(${textOf(part)})`;
  switch (tree.kind) {
    case "set": return tree.text;
    case "choice": return tree.parts.map(textOf).join("|");
    case "sequence": return tree.parts.map(single).join("");
    case "repeat": {
      const { least, most } = tree;
      if (most === Infinity && least < 2) return `${single(tree.part)}${least === 0 ? "*" : "+"}`;
      if (least === 0 && most === 1) return `${single(tree.part)}?`;
      return `${single(tree.part)}{${least}${most === least ? "" : `,${most === Infinity ? "" : most}`}}`;
    }
  }
}

const newline: Tree = { kind: "set", text: "", has: (c) => c === "\n" };

/** Of a fixed length. */
function randomTail(random: Random): { tree: Tree; text: string } {
  if (random.below(3) === 0) return { tree: newline, text: "$" };
  const parts = Array.from({ length: 1 + random.below(2) }, () => randomSet(random, false));
  const tree: Tree = { kind: "sequence", parts };
  return { tree, text: `/${textOf(tree)}` };
}

export function randomSpecification(random: Random): Specification {
  const rejects = random.below(4) === 0;
  const caseless = random.below(4) === 0;
  const rules = Array.from({ length: 2 + random.below(5) }, (): Rule => ({
    atLine: random.below(5) === 0, head: randomTree(random, 1 + random.below(3), caseless),
    ...caseless || random.below(4) > 0 ? {} : { tail: randomTail(random) },
    ...random.below(2) === 0 ? {} : { conditions: [0, 1, 2].filter(() => random.below(2) === 0) },
    next: random.below(6) === 0 ? random.below(3) : -1,
  })).map((rule) => rule.conditions?.length === 0 ? { ...rule, conditions: [0, 1, 2] } : rule);
  const lines = rules.map(({ atLine, head, tail, conditions, next }, index) => {
    const where = conditions === undefined ? "" : conditions.length === 3 ? "<*>" :
      `<${conditions.map((condition) => ["INITIAL", "SOFT", "HARD"][condition]).join(",")}>`;
    const pattern = `${atLine ? "^" : ""}${tail === undefined ? textOf(head) : `(${textOf(head)})${tail.text}`}`;
    return `${where}${pattern}\t{ say(${index}); ${rejects ? "REJECT;" : next < 0 ? "" : `BEGIN(${next});`} }\n`;
  });
  return { rules, rejects, text: `%option noyywrap${caseless ? " caseless" : ""}\n%s SOFT\n%x HARD\n%{\n` +
    "#define say(rule) (printf(\"%d %d\", rule, yyleng), show(yytext, yyleng))\n" +
    "static void show(const char *text, int n) { while (n-- > 0) printf(\" %d\", *text++ & 255); printf(\"\\n\"); }\n" +
    "#define ECHO say(-1)\n%}\n%%\n" + lines.join("") +
    "%%\nint main(void) { yylex(); return 0; }\n" };
}

/** All places that a tree can have reached from one. */
function reach(tree: Tree, text: string, from: Set<number>): Set<number> {
  switch (tree.kind) {
    case "set": return new Set([...from].filter((at) => at < text.length && tree.has(text[at] as string))
      .map((at) => at + 1));
    case "choice": return new Set(tree.parts.flatMap((part) => [...reach(part, text, from)]));
    case "sequence": return tree.parts.reduce((places, part) => reach(part, text, places), from);
    case "repeat": {
      const all = new Set(tree.least === 0 ? from : []);
      let places = from;
      for (let count = 1; count <= tree.most && places.size > 0 && count <= text.length + tree.least + 1; count++) {
        places = reach(tree.part, text, places);
        if (count >= tree.least) places.forEach((place) => all.add(place));
      }
      return all;
    }
  }
}

/** What the scanner must say of a text. */
export function expectedOf({ rules, rejects }: Specification, text: string): string {
  const said: string[] = [];
  const say = (rule: number, match: string): void =>
    void said.push(`${[rule, match.length, ...[...match].map((c) => c.charCodeAt(0))].join(" ")}\n`);
  let condition = 0;
  let at = 0;
  let atLine = true;
  while (at < text.length) {
    const matches = rules.flatMap(({ atLine: needsLine, head, tail, conditions, next }, rule) => {
      if ((needsLine && !atLine) || !(conditions ?? [0, 1]).includes(condition)) return [];
      const whole = tail === undefined ? head : { kind: "sequence" as const, parts: [head, tail.tree] };
      return [...reach(whole, text, new Set([at]))].filter((end) => end > at).map((end) => {
        const tailLength = tail === undefined ? 0 : tail.tree.kind === "sequence" ? tail.tree.parts.length : 1;
        return { rule, end, length: end - at - tailLength, next };
      });
    }).sort((left, right) => right.end - left.end || left.rule - right.rule);
    const taken = rejects ? matches : matches.slice(0, 1);
    taken.forEach(({ rule, length }) => say(rule, text.slice(at, at + length)));
    const [match] = taken;
    let length = 1;
    if (rejects || match === undefined) say(-1, text[at] as string);
    else {
      length = match.length;
      if (match.next >= 0) condition = match.next;
    }
    // Nothing was scanned: it would go on for ever.
    if (length === 0) return "";
    at += length;
    atLine = text[at - 1] === "\n";
  }
  return said.join("");
}

export const randomText = (random: Random): string =>
  Array.from({ length: random.below(25) }, () => random.of(letters)).join("");
