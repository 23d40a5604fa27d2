// Directives (C99 6.10): conditional inclusion, #include, #define and the rest; and `fileToken`, the stream of tokens
// of a source file that is left when they have been obeyed. Macros are expanded in macros.ts, #if in condition.ts.
import { b, ch } from "../../runtime/node.js";
import { Flag, Name, SourceFile, Token } from "../model.js";
import { readCondition } from "./condition.js";
import { defineMacro } from "./definitions.js";
import { loadFile } from "./files.js";
import {
  currentFile, enterFile, headerName, isAtEnd, isOutermostFile, kindOf, leaveFile, lex, lexError, lexErrorAbout,
  nameOf, restOfLine, skipLine, skipToHash,
} from "./lexer.js";
import { readTokensFrom } from "./macros.js";
import { internText } from "./names.js";
import { join, slice } from "./text.js";

const nameDefine = internText(b("define"));
const nameUndef = internText(b("undef"));
const nameInclude = internText(b("include"));
const nameIf = internText(b("if"));
const nameIfdef = internText(b("ifdef"));
const nameIfndef = internText(b("ifndef"));
const nameElif = internText(b("elif"));
const nameElse = internText(b("else"));
const nameEndif = internText(b("endif"));
const nameError = internText(b("error"));

// ---- where #include <...> looks ----

const MOST_FOLDERS = 100;
const folders = new Array<Uint8Array>(MOST_FOLDERS);
let folderCount = 0;

/** Adds a folder of -I; its name ends in a slash. */
export function addIncludeFolder(folder: Uint8Array): boolean {
  if (folderCount === MOST_FOLDERS) return false;
  folders[folderCount] = folder;
  folderCount++;
  return true;
}

function findHeader(name: Uint8Array, isQuoted: boolean): SourceFile | null {
  if (isQuoted) {
    const beside = loadFile(join(currentFile.folder, name));
    if (beside !== null) return beside;
  }
  for (let i = 0; i < folderCount; i++) {
    const file = loadFile(join(folders[i], name));
    if (file !== null) return file;
  }
  return null;
}

// ---- conditions: one entry for each open #if ----

const MOST_CONDITIONS = 1000;
/** Has a group of this #if been taken? */
const isTaken = new Uint8Array(MOST_CONDITIONS);
const hasElse = new Uint8Array(MOST_CONDITIONS);
let conditions = 0;
/** Those below belong to the including files. */
let conditionBase = 0;

let isLineStart = true;

/** Begins with a file, or with the definitions that precede it. */
export function startFile(file: SourceFile): void {
  enterFile(file, conditionBase);
  conditionBase = conditions;
  isLineStart = true;
}

/** The next token of the source that is not part of a directive. */
function fileToken(): number {
  let space = 0;
  while (true) {
    const token = lex();
    if (token === Token.Newline) {
      isLineStart = true;
      space = Flag.SpaceBefore;
      continue;
    }
    if (isLineStart) {
      if (kindOf(token) === ch('#')) {
        directive();
        isLineStart = true;
        space = Flag.SpaceBefore;
        continue;
      }
      isLineStart = false;
    }
    if (token === Token.End) {
      if (conditions > conditionBase) lexError(b("#if without #endif"));
      if (isOutermostFile()) return Token.End;
      conditionBase = leaveFile();
      isLineStart = true;
      continue;
    }
    return token | space;
  }
}

/** Macros are expanded over these tokens. */
export function setUpDirectives(): void { readTokensFrom(fileToken); }

/** Ends the outermost file. */
export function finishFile(): void {
  leaveFile();
  conditions = 0;
  conditionBase = 0;
}

function expectLineEnd(): void {
  const token = lex();
  if (token !== Token.Newline && token !== Token.End) lexError(b("extra text after a directive"));
}

/** Obeys a directive whose '#' has been read, its Newline included. */
function directive(): void {
  const token = lex();
  if (token === Token.Newline || token === Token.End) return;
  if (kindOf(token) !== Token.Name) lexError(b("invalid directive"));
  const name = nameOf(token);
  if (name === nameDefine) defineMacro();
  else if (name === nameInclude) include();
  else if (name === nameIf) openCondition(readCondition());
  else if (name === nameIfdef) openCondition(isDefinedNext());
  else if (name === nameIfndef) openCondition(!isDefinedNext());
  else if (name === nameElif || name === nameElse) {
    if (conditions === conditionBase) lexErrorAbout(b("no #if before #"), name.text);
    if (hasElse[conditions - 1] !== 0) lexErrorAbout(b("#else before #"), name.text);
    skipLine();
    if (name === nameElse) hasElse[conditions - 1] = 1;
    skipGroups();
  } else if (name === nameEndif) {
    if (conditions === conditionBase) lexError(b("no #if before #endif"));
    conditions--;
    skipLine();
  } else if (name === nameUndef) {
    const operand = lex();
    if (kindOf(operand) !== Token.Name) lexError(b("#undef needs a name"));
    nameOf(operand).macro = null;
    expectLineEnd();
  } else if (name === nameError) lexErrorAbout(b("#error "), restOfLine());
  else lexErrorAbout(b("unknown directive #"), name.text);
}

function isDefinedNext(): boolean {
  const operand = lex();
  if (kindOf(operand) !== Token.Name) lexError(b("#ifdef and #ifndef need a name"));
  const defined = nameOf(operand).macro !== null;
  expectLineEnd();
  return defined;
}

function openCondition(value: boolean): void {
  if (conditions === MOST_CONDITIONS) lexError(b("#if is nested too deeply"));
  isTaken[conditions] = value ? 1 : 0;
  hasElse[conditions] = 0;
  conditions++;
  if (!value) skipGroups();
}

/** Skips lines up to the group of the innermost #if that is to be read, or past its #endif. */
function skipGroups(): void {
  let nested = 0;
  while (true) {
    if (isAtEnd()) {
      lex();
      lexError(b("#if without #endif"));
    }
    if (!skipToHash()) {
      skipLine();
      continue;
    }
    const token = lex();
    if (token === Token.Newline) continue;
    const name: Name = kindOf(token) === Token.Name ? nameOf(token) : nameError;
    if (name === nameIf || name === nameIfdef || name === nameIfndef) nested++;
    else if (name === nameEndif) {
      if (nested === 0) {
        conditions--;
        skipLine();
        return;
      }
      nested--;
    } else if (nested === 0 && (name === nameElse || name === nameElif)) {
      if (hasElse[conditions - 1] !== 0) lexErrorAbout(b("#else before #"), name.text);
      if (name === nameElse) hasElse[conditions - 1] = 1;
      if (isTaken[conditions - 1] === 0) {
        if (name === nameElse) {
          isTaken[conditions - 1] = 1;
          skipLine();
          return;
        }
        if (readCondition()) {
          isTaken[conditions - 1] = 1;
          return;
        }
        continue;
      }
    }
    skipLine();
  }
}

function include(): void {
  let name = b("");
  const token = lex();
  const isQuoted = kindOf(token) === Token.String;
  if (isQuoted) {
    const text = nameOf(token).text;
    name = slice(text, 1, text.length - 1);
  } else if (kindOf(token) === ch('<')) name = headerName();
  else lexError(b("#include needs \"file\" or <file>"));
  expectLineEnd();
  const file = findHeader(name, isQuoted);
  if (file === null) lexErrorAbout(b("cannot find the file "), name);
  enterFile(file!, conditionBase);
  conditionBase = conditions;
}
