// What people read in the repository, apart from what machines read: pages, comments, code.
//
// How it thinks: every file is split once, by its language, into prose (paragraphs of a page, comments of code, each
// with its line), messages, and code, which is the rest. Names are looked for in the one and proven by the others. A
// block of a page that is set as code counts as neither: others check its commands.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { HexError, parseHexFile } from "../../host/dev/hex/index.js";
import { root } from "./folders.js";

export interface Paragraph {
  /** The file, relative to the repository. */
  path: string;
  /** The line in which it begins. */
  line: number;
  text: string;
}

export interface Parts {
  prose: Paragraph[];
  /** The text without comments and messages. */
  code: string;
  /** Strings with more than one word: what a program says. */
  messages: string;
}

interface Piece {
  from: number;
  to: number;
  kind: "comment" | "message";
}

/** Folders of the repository that hold what is written by people; all else is made from it. */
const folders = [".ci", "chain", "checks", "docs", "firmware", "host", "page", "seed", "steps", "test", "twin"];

/** Every file of the repository, relative to it. */
export const allFiles: string[] = [
  ...readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name),
  ...folders.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))),
].sort();

/** The folders in which they are. */
export const allFolders: ReadonlySet<string> = new Set(allFiles.flatMap((path) => {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}));

export const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** Text that is not read as text: hashes, lists, wrong programs, recorded output, packages of others. */
const unread = new RegExp([
  "^(LICENSE|package-lock\\.json)$", "(^|/)(pins|inputs|archives|generated)$", "\\.(expected|patch|png)$",
].join("|"));

/** True for files whose comments are ours and say something about the repository. */
const isSource = (path: string): boolean => !unread.test(path)
  && (!path.startsWith("test/corpus/") || /\.(t|c|h|ts)$/.test(path));

const blank = (text: string): string => text.replace(/[^\n]/g, " ");

const lineEnds = (text: string): number => text.split("\n").length - 1;

const isLineEnd = (text: string): boolean => /^[ \t]*\n[ \t]*$/.test(text);

/** Cuts comments and messages out of a text; `strip` takes the marks off a comment. */
function cut(path: string, text: string, pieces: Piece[], strip: (comment: string) => string): Parts {
  const parts: Parts = { prose: [], code: "", messages: "" };
  let end = 0;
  let lastComment = -1;
  let line = 1;
  for (const { from, to, kind } of pieces) {
    const piece = text.slice(from, to);
    line += lineEnds(text.slice(end, from));
    parts.code += text.slice(end, from) + blank(piece);
    const above = parts.prose.at(-1);
    if (kind === "message") parts.messages += `${piece}\n`;
    // Comments on lines that follow each other are one paragraph.
    else if (above !== undefined && isLineEnd(text.slice(lastComment, from))) above.text += `\n${strip(piece)}`;
    else parts.prose.push({ path, line, text: strip(piece) });
    line += lineEnds(piece);
    if (kind === "comment") lastComment = to;
    end = to;
  }
  parts.code += text.slice(end);
  return parts;
}

const withoutMarks = (comment: string): string => comment
  .replace(/^\/\*+ ?|\s*\*+\/$/g, "").replace(/^\/\/ ?/, "").replace(/\n\s*\* ?/g, "\n");

const isMessage = (text: string): boolean => /\S\s+\S/.test(text);

/** TypeScript: its own compiler knows where strings and patterns are; comments lie between them. */
function splitTypeScript(path: string, text: string): Parts {
  const pieces: Piece[] = [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  let end = 0;
  const findComments = (to: number): void => {
    for (const { 0: comment, index } of text.slice(end, to).matchAll(/\/\/.*|\/\*[^]*?\*\//g)) {
      pieces.push({ from: end + index, to: end + index + comment.length, kind: "comment" });
    }
  };
  const visit = (node: ts.Node): void => {
    if (!ts.isLiteralExpression(node) && !ts.isTemplateHead(node) && !ts.isTemplateMiddleOrTemplateTail(node)) {
      return ts.forEachChild(node, visit);
    }
    const from = node.getStart(source);
    findComments(from);
    end = node.end;
    if (!ts.isRegularExpressionLiteral(node) && isMessage(node.text)) pieces.push({ from, to: end, kind: "message" });
  };
  visit(source);
  findComments(text.length);
  return cut(path, text, pieces, withoutMarks);
}

/** C and T, whose strings cannot hold what would end them. */
function splitSlashes(path: string, text: string): Parts {
  const tokens = text.matchAll(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/.*|\/\*[\s\S]*?\*\//g);
  const pieces = [...tokens].flatMap(({ 0: token, index: from }): Piece[] => {
    const kind = token.startsWith("/") ? "comment" : "message";
    return kind === "comment" || isMessage(token) ? [{ from, to: from + token.length, kind }] : [];
  });
  return cut(path, text, pieces, withoutMarks);
}

function splitHex(path: string, text: string): Parts {
  const parts: Parts = { prose: [], code: "", messages: "" };
  let lines;
  try {
    lines = parseHexFile(text);
  } catch (error) {
    if (error instanceof HexError) return parts;
    throw error;
  }
  let wasProse = false;
  for (const line of lines) {
    const words = line.kind === "prose" ? line.text.replace(/^# ?/, "") : line.reason;
    const above = parts.prose.at(-1);
    const isNext = above !== undefined && line.kind === "prose" && wasProse;
    wasProse = line.kind === "prose";
    if (isNext) above.text += `\n${words}`;
    else parts.prose.push({ path, line: line.line, text: words });
    if (line.kind === "code") parts.code += `${line.assembly}\n`;
  }
  return parts;
}

function splitShell(path: string, text: string): Parts {
  const comments = [...text.matchAll(/(?<=^|\s)#.*/gm)].filter(({ index, 0: comment }) => {
    const isOwnLine = text.slice(text.lastIndexOf("\n", index - 1) + 1, index).trim() === "";
    return isOwnLine || !/['"]/.test(comment);
  });
  const pieces = comments.map(({ 0: comment, index }): Piece =>
    ({ from: index, to: index + comment.length, kind: "comment" }));
  return cut(path, text, pieces, (comment) => comment.replace(/^#+!? ?/, ""));
}

/** A page: its paragraphs, without blocks of code. */
function splitPage(path: string, text: string): Parts {
  const blocks = /^```[^]*?^```$|(?<=\n\n)(?: {4}.*\n+)+/gm;
  const page = text.replace(blocks, blank);
  const prose: Paragraph[] = [];
  let line = 1;
  for (const piece of page.split(/(\n\s*\n|\n(?=[-|#]|\d+\. ))/)) {
    if (piece.trim() !== "") prose.push({ path, line, text: piece });
    line += piece.split("\n").length - 1;
  }
  return { prose, code: "", messages: "" };
}

/** The blocks of a page that are set as code, with their first line. */
export function codeBlocks(path: string, text: string): Paragraph[] {
  return [...text.matchAll(/^```\w*\n([^]*?)^```$|(?<=\n\n)(?: {4}.*\n+)+/gm)].map((block) => ({
    path, line: text.slice(0, block.index).split("\n").length, text: block[1] ?? block[0].replace(/^ {4}/gm, ""),
  }));
}

/** Splits a file into what people and what machines read. */
export function partsOf(path: string, text: string): Parts {
  if (path.endsWith(".md")) return splitPage(path, text);
  if (/\.(ts|js|mjs)$/.test(path)) return splitTypeScript(path, text);
  if (/\.([chS]|t)$|\.[ch]\.in$/.test(path)) return splitSlashes(path, text);
  if (path.endsWith(".hex")) return splitHex(path, text);
  if (/\.(json|txt|xml)$/.test(path)) return { prose: [], code: text, messages: "" };
  return splitShell(path, text);
}

/** Everything that people read. */
export function readParts(): Map<string, Parts> {
  return new Map(allFiles.filter(isSource).map((path) => [path, partsOf(path, read(path))]));
}
