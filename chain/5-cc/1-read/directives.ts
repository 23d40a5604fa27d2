// Directives (C99 6.10): conditional inclusion, #include, #define and the rest; and `fileToken`, the stream of tokens
// of a source file that is left when they have been obeyed. Macros are expanded in macros.ts, the expression of an #if
// is evaluated in condition.ts; here no token is looked at outside of directives.
import { b, ch } from "../../2-runtime/node.js";
import { join, slice } from "../../2-runtime/text.js";
import { Flag, Name, SourceFile, Token } from "../model.js";
import { readCondition } from "./condition.js";
import { defineMacro } from "./definitions.js";
import { loadFile } from "./files.js";
import {
  enterFile, headerName, IfSection, isAtEnd, kindOf, leaveFile, lex, lexError, lexErrorAbout, nameOf, reader,
  restOfLine, skipLine, skipToHash,
} from "./lexer.js";
import { readTokensFrom } from "./macros.js";
import { internText } from "./names.js";

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

/** The folders of -I, in their order: set once, by the command line. */
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
    const sibling = loadFile(join(reader.file.folder, name));
    if (sibling !== null) return sibling;
  }
  for (let i = 0; i < folderCount; i++) {
    const file = loadFile(join(folders[i], name));
    if (file !== null) return file;
  }
  return null;
}

// ---- the tokens of a file ----

/** The next token of the source that is not part of a directive. */
function fileToken(): number {
  let space = 0;
  while (true) {
    const token = lex();
    if (token === Token.Newline) {
      reader.isLineStart = true;
      space = Flag.SpaceBefore;
    } else if (reader.isLineStart && kindOf(token) === ch('#')) {
      directive();
      space = Flag.SpaceBefore;
    } else if (token === Token.End) {
      if (reader.ifSection !== null) lexError(b("#if without #endif"));
      if (reader.depth === 1) return Token.End;
      leaveFile();
    } else {
      reader.isLineStart = false;
      return token | space;
    }
  }
}

/** Macros are expanded over these tokens. */
export function setUpDirectives(): void { readTokensFrom(fileToken); }

function expectLineEnd(): void {
  const token = lex();
  if (token !== Token.Newline && token !== Token.End) lexError(b("extra text after a directive"));
}

// group-part: # non-directive | if-section | control-line
/** Obeys a directive whose '#' has been read, its Newline included. */
function directive(): void {
  const token = lex();
  if (token === Token.Newline || token === Token.End) return;
  if (kindOf(token) !== Token.Name) lexError(b("invalid directive"));
  const name = nameOf(token);
  if (name === nameDefine) defineMacro();
  else if (name === nameInclude) include();
  else if (name === nameIf) openSection(readCondition());
  else if (name === nameIfdef) openSection(isDefinedNext());
  else if (name === nameIfndef) openSection(!isDefinedNext());
  else if (name === nameElif || name === nameElse) {
    beginBranch(name);
    skipLine();
    skipGroups();
  } else if (name === nameEndif) closeSection();
  else if (name === nameUndef) {
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

// ---- conditional inclusion: each open #if is an IfSection of its file ----

function openSection(value: boolean): void {
  reader.ifSection = new IfSection(value, reader.ifSection);
  if (!value) skipGroups();
}

/** The #if that an #elif, #else or #endif belongs to. */
function sectionOf(name: Name): IfSection {
  if (reader.ifSection === null) lexErrorAbout(b("no #if before #"), name.text);
  return reader.ifSection!;
}

/** #endif */
function closeSection(): void {
  reader.ifSection = sectionOf(nameEndif).outer;
  skipLine();
}

/** #elif or #else */
function beginBranch(name: Name): IfSection {
  const section = sectionOf(name);
  if (section.hasElse) lexErrorAbout(b("#else before #"), name.text);
  section.hasElse = name === nameElse;
  return section;
}

/** Skips lines up to the group of the innermost #if that is to be read, or past its #endif. */
function skipGroups(): void {
  let nested = 0, isSkipping = true;
  while (isSkipping) {
    const name = skipToDirective();
    const isBranch = name === nameElif || name === nameElse || name === nameEndif;
    if (nested === 0 && isBranch) isSkipping = !endsSkipping(name);
    else {
      if (name === nameIf || name === nameIfdef || name === nameIfndef) nested++;
      if (name === nameEndif) nested--;
      skipLine();
    }
  }
}

/** Skips lines up to the next directive: its name. */
function skipToDirective(): Name {
  while (!isAtEnd()) {
    const token = skipToHash() ? lex() : Token.End;
    if (kindOf(token) === Token.Name) return nameOf(token);
    if (token !== Token.Newline) skipLine();
  }
  lex();
  lexError(b("#if without #endif"));
  return nameEndif;
}

/** Obeys an #elif, #else or #endif after a skipped group, its Newline included: are the lines after it to be read? */
function endsSkipping(name: Name): boolean {
  if (name === nameEndif) {
    closeSection();
    return true;
  }
  const section = beginBranch(name);
  if (section.isTaken || name === nameElse) {
    skipLine();
    if (section.isTaken) return false;
  }
  section.isTaken = name === nameElse || readCondition();
  return section.isTaken;
}

// # include < header-name > | # include " file-name "
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
  enterFile(file!);
}
