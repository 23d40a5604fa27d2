// Words that a reader stumbles over, or that have been replaced by the field's own: they stay out of pages, comments,
// messages and titles of tests. Where a word also has a good use, that use is allowed.
import { describe, expect, it } from "vitest";
import { readParts, type Paragraph } from "./support/prose.js";

interface Word {
  pattern: RegExp;
  /** What to write. */
  instead: string;
  /** Good uses: the text around a word that matches one of these is left alone. */
  allowed?: RegExp[];
}

const words: Word[] = [
  { pattern: /\bshall\b/, instead: "is to, must, should" },
  // Of generated files it is a term (docs/glossary.md).
  { pattern: /\banew\b/, instead: "again", allowed: [/\bmade anew\b/i, /`anew` in `steps\/lib\/configured`/] },
  { pattern: /\ball the same\b/, instead: "still, even so",
    allowed: [/, all the same/, /a process all the same/] },
  { pattern: /\bdo(es|ing)? without\b/, instead: "need no, cope without" },
  { pattern: /\b(can|could|may|might|cannot|to|is|are|was)( not)? be had\b/, instead: "there is, can be fetched" },
  { pattern: /\blets? (us|it|them|one) be\b/, instead: "allows" },
  { pattern: /\bas far as\b/, instead: "up to; where" },
  { pattern: /\bstands? (behind|before|in|at|over|together|there|here)\b/, instead: "is, comes, lies",
    allowed: [/\* can only stand in/] },
  { pattern: /\b[Ww]hat stands\b(?! for)/, instead: "what is, what comes" },
  { pattern: /\bbehind\b/, instead: "after, beyond",
    // The last three are messages of programs whose bytes are pinned.
    allowed: [/\b(leaves?|leaving|left) (\w+ ){0,4}behind\b/, /behind (our|the kernel's) back/,
      /headers behind the page/, /begins behind its end/, /behind the archive's end/] },
  { pattern: /\bwhoever\b/i, instead: "what, the process that",
    allowed: [/whoever wrote\s+the disk or USB stick/] },
  { pattern: /\blent kernel\b/, instead: "host kernel" },
  { pattern: /\bmilestones?\b/i, instead: "stage", allowed: [/was called `milestones`/] },
  { pattern: /\bhand(s|ed|ing)? out\b/, instead: "export, deliver" },
  { pattern: /\b(finished|last|failed|other|later|own) links?\b|\bthe link [a-z]+ failed\b/, instead: "step" },
];

/** Programs whose output is compared with that of others; scripts that packages are made by, which take hours; this. */
const unread = /^(test\/(corpus\/|words\.test\.ts)|steps\/(008-busybox|022-linux|023-system|lib\/configured$|run$))/;

/** What is wrong in a text. */
function faultsOf({ path, line, text }: Paragraph): string[] {
  return words.flatMap(({ pattern, instead, allowed = [] }) => {
    const found = pattern.test(text) ? text.matchAll(new RegExp(pattern, `g${pattern.flags}`)) : [];
    return [...found].flatMap(({ 0: word, index }) => {
      const around = text.slice(Math.max(0, index - 60), index + 60).replace(/\s+/g, " ");
      const at = line === 0 ? "" : `:${line + text.slice(0, index).split("\n").length - 1}`;
      const isGood = allowed.some((good) => good.test(around));
      return isGood ? [] : [`${path}${at}: ${word}: better "${instead}": ${around}`];
    });
  });
}

describe("words that have a better one", () => {
  it("are in no page, comment or message", () => {
    const faults = [...readParts()].filter(([path]) => !unread.test(path)).flatMap(([path, { prose, messages }]) =>
      [...prose, { path, line: 0, text: messages }].flatMap(faultsOf));
    expect(faults).toEqual([]);
  });

  it("are found, and their good uses are not", () => {
    const faultsIn = (text: string): number => faultsOf({ path: "docs/why.md", line: 1, text }).length;
    expect(faultsIn("It shall come anew, as far as the\nlent kernel stands behind it.")).toBe(6);
    expect(faultsIn("It leaves nothing behind; 3 artifacts, all as pinned, all the same.")).toBe(0);
  });
});
