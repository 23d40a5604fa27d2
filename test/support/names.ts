// Names that pages and comments put in backquotes, and whether the repository has them.
//
// How it thinks: what is in backquotes is taken apart into paths and names. A word with a slash, or with the ending of
// one of our files, is a path and has to lead to a file. A name has to be a word of some code (of any program, script,
// schema, of the help), or a part of a path. So a name that no code has any more is found, wherever it was used. A
// single name is looked for in code alone; of several, some may be words of a message.
import { posix } from "node:path";
import { allFiles, allFolders, type Paragraph, type Parts } from "./prose.js";

export interface Span {
  path: string;
  line: number;
  text: string;
}

/** The names there are. */
export interface Known {
  code: ReadonlySet<string>;
  messages: ReadonlySet<string>;
  /** Names of others, and placeholders. */
  others: ReadonlySet<string>;
}

/** What a paragraph has in backquotes. */
export function spansOf({ path, line, text }: Paragraph): Span[] {
  return [...text.matchAll(/(`+)(?!`)([^]*?[^`])\1(?!`)/g)].map(({ 2: span = "", index }) => ({
    path, line: line + text.slice(0, index).split("\n").length - 1, text: span.replace(/\s+/g, " ").trim(),
  }));
}

const identifiers = (text: string): string[] => text.match(/[A-Za-z_][A-Za-z_0-9]*/g) ?? [];

/** The words of all code and messages, and the parts of all paths. Small programs that tests run do not count. */
export function wordsOf(files: Map<string, Parts>): Pick<Known, "code" | "messages"> {
  const paths = [...allFiles, ...allFolders].filter((path) => !path.startsWith("test/corpus/"));
  const code = new Set(paths.flatMap((path) => [...identifiers(path), ...path.split("/")]));
  const messages = new Set<string>();
  for (const [path, parts] of files) {
    if (path.startsWith("test/corpus/")) continue;
    identifiers(parts.code).forEach((word) => code.add(word));
    identifiers(parts.messages).forEach((word) => messages.add(word));
  }
  return { code, messages };
}

/** Words that look like paths: with a slash inside, or with the ending of one of our files. */
const pathWord = /(?:[\w.*@~+…$[\]-]*\/)+[\w.*@+…-]*|[\w.*-]+\.(?:ts|mjs|js|t|hex|c|h|md|sh|json|patch|txt)\b/g;

/** Paths that can only be ours. */
const oursAlone = /\.(ts|mjs|t|hex|md|patch)$|^\/?(chain|docs|firmware|host|page|seed|steps|test|twin)\//;

/** The pattern of a path that may hold `*`, `…`, `[1-6]` and names. */
const patternOf = (path: string): RegExp => new RegExp(
  `(^|/)${path.replace(/[.+$]/g, "\\$&").replace(/\*+|…/g, "[^ ]*").replace(/NNN-(name|NAME)/g, "\\d+-[^/]+")
    .replace(/(?!README|LICENSE)[A-Z]{3,}/g, "[^/]+")}($|/)`);

const everything = [...allFiles, ...allFolders];

/** True where a path is one of the repository: from its root, from the file's own folder, or a path's last parts. */
export function leadsSomewhere(path: string, from: string): boolean {
  // What is compiled lies below build/; in the machine the repository lies in the root folder; programs in hex go by
  // their names.
  const wanted = path.replace(/[/.]+$/, "").replace(/^\/|^\.\//, "").replace(/^build\/(.*)\.js$/, "$1.ts");
  const choices = [wanted, wanted.replace(/js$/, "ts"), `${wanted}.hex`];
  return choices.some((choice) => {
    const pattern = patternOf(choice.replace(/^(\.\.\/)+/, ""));
    return everything.includes(posix.join(posix.dirname(from), choice))
      || everything.some((known) => known === choice || pattern.test(known));
  });
}

/** The words of a span that the repository does not have. */
export function missingWords(span: Span, known: Known): string[] {
  const { code, messages, others } = known;
  const isOne = identifiers(span.text).length === 1;
  // A word of a message is a name when it is written like one.
  const isKnown = (word: string): boolean => word.length < 2 || /^[A-F0-9]+$/.test(word) || code.has(word)
    || others.has(word) || messages.has(word) && (!isOne || word.includes("_"));
  const isPath = (path: string): boolean => others.has(path) || leadsSomewhere(path, span.path)
    // A path in the machine, or of upstream, is made of names.
    || !oursAlone.test(path) && identifiers(path).every(isKnown);
  if (others.has(span.text)) return [];
  return [
    ...(span.text.match(pathWord) ?? []).filter((path) => !isPath(path)),
    ...identifiers(span.text.replace(pathWord, " ")).filter((word) => !isKnown(word)),
  ];
}

/** Names that a paragraph places in a file which lacks them: `name` in `file`, `name` (`file`. */
export function misplacedNames(paragraph: Paragraph, files: Map<string, Parts>): string[] {
  const placed = /((?:`\w+`(?:, | and ))*`\w+`) ?(?:in|\()\s?`([\w./-]+\.(?:ts|t|hex|c|h|sh))`/g;
  return [...paragraph.text.replace(/\s+/g, " ").matchAll(placed)].flatMap(({ 1: names = "", 2: file = "" }) => {
    const texts = [...files].filter(([path]) => `/${path}`.endsWith(`/${file}`)).map(([, { code }]) => code);
    const has = (name: string): boolean => texts.some((code) => identifiers(code).includes(name));
    return identifiers(names.replace(/` and `/g, " ")).filter((name) => !has(name)).map((name) => `${name} in ${file}`);
  });
}
