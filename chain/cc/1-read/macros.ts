// Macros (C99 6.10.3): definition and expansion. A macro's body is an array of tokens. Expanding pushes a input of
// tokens that is read before the rest; while it is read its macro is disabled, and a name met then is marked so that
// it never expands again. Arguments are expanded on their own before they are put in. All tokens under way lie in one
// array, `tokenStack`, used as a stack. What lies below the inputs, a file without its directives, comes from `readBelow`.
import { b, ch } from "../../runtime/node.js";
import { Flag, Macro, Name, Token } from "../model.js";
import { lex, lexAlone, lexError, lexErrorAbout, nameOf, spell } from "./lexer.js";
import { countNames, internText, names, Text } from "./text.js";

const MOST_TOKENS = 1 << 20;
const tokenStack = new Int32Array(MOST_TOKENS);
let tokenTop = 0;

function put(token: number): void {
  if (tokenTop === MOST_TOKENS) lexError(b("macro expansion is too long"));
  tokenStack[tokenTop] = token;
  tokenTop++;
}

/** Expanded arguments: a stack too, but one on which nothing else lies between the tokens of one argument. */
const expansionStack = new Int32Array(MOST_TOKENS);
let expansionTop = 0;

const MOST_INPUTS = 2000;
function newInputs(): Array<Int32Array> {
  const inputs = new Array<Int32Array>(MOST_INPUTS);
  for (let i = 0; i < MOST_INPUTS; i++) inputs[i] = tokenStack;
  return inputs;
}
function newInputMacros(): Array<Macro | null> {
  const macros = new Array<Macro | null>(MOST_INPUTS);
  for (let i = 0; i < MOST_INPUTS; i++) macros[i] = null;
  return macros;
}
const inputTokens = newInputs();
const inputMacro = newInputMacros();
const inputAt = new Int32Array(MOST_INPUTS);
const inputEnd = new Int32Array(MOST_INPUTS);
/** Inputs 1 ... inputDepth are open; those up to `inputFloor` are not read now. */
let inputDepth = 0;
let inputFloor = 0;
/** True while an argument or a directive's line is expanded: below the inputFloor there is nothing. */
let isBounded = false;

function noToken(): number { return Token.End; }
let readBelow: () => number = noToken;
/** Sets where tokens come from when no macro is being expanded. */
export function readTokensFrom(read: () => number): void { readBelow = read; }

/** A token of the file that was read too early, or -1. */
let heldToken = -1;

/** Inputs since the last token of the file itself: bounds macros that double and double. */
let expansions = 0;
const MOST_EXPANSIONS = 1000000;

function pushInput(tokens: Int32Array, from: number, end: number, macro: Macro | null): void {
  if (inputDepth === MOST_INPUTS - 1) lexError(b("macros are nested too deeply"));
  expansions++;
  if (expansions > MOST_EXPANSIONS) lexError(b("macro expansion is too long"));
  inputDepth++;
  inputTokens[inputDepth] = tokens;
  inputAt[inputDepth] = from;
  inputEnd[inputDepth] = end;
  inputMacro[inputDepth] = macro;
  if (macro !== null) macro.isDisabled = true;
}

function popInput(): void {
  const macro = inputMacro[inputDepth];
  if (macro !== null) macro.isDisabled = false;
  inputDepth--;
}

function unexpandedToken(): number {
  while (inputDepth > inputFloor) {
    const at = inputAt[inputDepth];
    if (at < inputEnd[inputDepth]) {
      inputAt[inputDepth] = at + 1;
      return inputTokens[inputDepth][at];
    }
    popInput();
  }
  if (isBounded) return Token.End;
  if (heldToken >= 0) {
    const held = heldToken;
    heldToken = -1;
    return held;
  }
  return readBelow();
}

/** Takes the next token if it is '('. */
function takeOpening(): boolean {
  while (inputDepth > inputFloor) {
    const at = inputAt[inputDepth];
    if (at < inputEnd[inputDepth]) {
      if ((inputTokens[inputDepth][at] & Flag.Kind) !== ch('(')) return false;
      inputAt[inputDepth] = at + 1;
      return true;
    }
    popInput();
  }
  if (isBounded) return false;
  const token = unexpandedToken();
  if ((token & Flag.Kind) === ch('(')) return true;
  heldToken = token;
  return false;
}

/** The next token after macro expansion; End at the end of the file (or line, or argument). */
export function expandedToken(): number {
  if (inputDepth === 0 && !isBounded) {
    tokenTop = 0;
    expansions = 0;
  }
  while (true) {
    const token = unexpandedToken();
    if ((token & Flag.Kind) !== Token.Name) return token;
    const macro = nameOf(token).macro;
    if (macro === null || (token & Flag.NoExpand) !== 0) return token;
    if (macro.isDisabled) return token | Flag.NoExpand;
    if (!expand(macro, token)) return token;
  }
}

let argumentsTop = 0;

/** Starts the expansion of a macro whose name has been read; false when its '(' is missing. */
function expand(macro: Macro, token: number): boolean {
  const space = token & Flag.SpaceBefore;
  if (macro.isRefused) lexErrorAbout(b("not supported: "), nameOf(token).text);
  if (macro.parameters < 0) {
    if (macro.body.length > 0 && (space !== 0 || macro.hasPaste)) substitute(macro, space, 0);
    else pushInput(macro.body, 0, macro.body.length, macro);
    return true;
  }
  if (!takeOpening()) return false;
  const firstArgument = argumentsTop, firstResult = expansionTop;
  collectArguments(macro, nameOf(token));
  substitute(macro, space, firstArgument);
  argumentsTop = firstArgument;
  expansionTop = firstResult;
  return true;
}

// ---- arguments: their places in the tokenStack, unexpanded and (once needed) expanded ----

const MOST_ARGUMENTS = 4096;
const argumentStart = new Int32Array(MOST_ARGUMENTS);
const argumentEnd = new Int32Array(MOST_ARGUMENTS);
const expandedStart = new Int32Array(MOST_ARGUMENTS);
const expandedEnd = new Int32Array(MOST_ARGUMENTS);

function newArgument(): void {
  if (argumentsTop === MOST_ARGUMENTS) lexError(b("too many macro arguments"));
  argumentStart[argumentsTop] = tokenTop;
  expandedStart[argumentsTop] = -1;
  argumentsTop++;
}

/** Reads arguments up to the closing ')'. A name of a disabled macro is marked now, while it is disabled. */
function collectArguments(macro: Macro, name: Name): void {
  const first = argumentsTop;
  let nested = 0;
  newArgument();
  while (true) {
    let token = unexpandedToken();
    const kind = token & Flag.Kind;
    if (kind === Token.End) lexErrorAbout(b("unterminated arguments of macro "), name.text);
    if (kind === ch('(')) nested++;
    if (kind === ch(')')) {
      if (nested === 0) break;
      nested--;
    }
    if (kind === ch(',') && nested === 0) {
      argumentEnd[argumentsTop - 1] = tokenTop;
      newArgument();
      continue;
    }
    if (kind === Token.Name) {
      const inner = nameOf(token).macro;
      if (inner !== null && inner.isDisabled) token = token | Flag.NoExpand;
    }
    put(token);
  }
  argumentEnd[argumentsTop - 1] = tokenTop;
  let given = argumentsTop - first;
  if (given === 1 && macro.parameters === 0 && argumentStart[first] === tokenTop) given = 0;
  if (given !== macro.parameters) {
    lexErrorAbout(given < macro.parameters ? b("too few arguments for macro ") : b("too many arguments for macro "),
      name.text);
  }
}

/** Expands tokens of the tokenStack on their own, into the expansionStack. */
function expandRange(from: number, end: number): void {
  const outerFloor = inputFloor, wasBounded = isBounded;
  inputFloor = inputDepth;
  isBounded = true;
  pushInput(tokenStack, from, end, null);
  let token = expandedToken();
  while (token !== Token.End) {
    if (expansionTop === MOST_TOKENS) lexError(b("macro expansion is too long"));
    expansionStack[expansionTop] = token;
    expansionTop++;
    token = expandedToken();
  }
  inputFloor = outerFloor;
  isBounded = wasBounded;
}

function needExpanded(argument: number): void {
  if (expandedStart[argument] >= 0) return;
  const start = expansionTop;
  expandRange(argumentStart[argument], argumentEnd[argument]);
  expandedStart[argument] = start;
  expandedEnd[argument] = expansionTop;
}

/** #: the argument's spelling as a string. */
function stringize(argument: number): number {
  const text = new Text();
  text.byte(34);
  for (let i = argumentStart[argument]; i < argumentEnd[argument]; i++) {
    const token = tokenStack[i];
    const kind = token & Flag.Kind;
    if (i > argumentStart[argument] && (token & Flag.SpaceBefore) !== 0) text.byte(32);
    const from = text.count;
    spell(token, text);
    if (kind === Token.String || kind === Token.Character) {
      const spelled = new Text();
      for (let k = from; k < text.count; k++) spelled.byte(text.bytes[k]);
      text.count = from;
      for (let k = 0; k < spelled.count; k++) {
        if (spelled.bytes[k] === 34 || spelled.bytes[k] === ch('\\')) text.byte(92);
        text.byte(spelled.bytes[k]);
      }
    }
  }
  text.byte(34);
  return internText(text.copy()).index << Flag.IndexShift | Token.String;
}

const pasteText = new Text();

function paste(left: number, right: number): number {
  pasteText.clear();
  spell(left, pasteText);
  spell(right, pasteText);
  pasteText.byte(0);
  pasteText.byte(0);
  const token = lexAlone(pasteText.bytes, pasteText.count - 2);
  if (token === 0) {
    pasteText.count -= 2;
    lexErrorAbout(b("## does not form one token: "), pasteText.copy());
  }
  return token | left & Flag.SpaceBefore;
}

/** Copies the body with the arguments put in to the tokenStack, and pushes it as a input. */
function substitute(macro: Macro, space: number, firstArgument: number): void {
  const body = macro.body;
  // arguments must be expanded before the new tokens begin, for the tokenStack is a stack
  for (let i = 0; i < body.length; i++) {
    const isParameter = (body[i] & Flag.Kind) === Token.Parameter;
    if (isParameter && !isPasted(body, i)) needExpanded(firstArgument + (body[i] >> Flag.IndexShift));
  }
  const start = tokenTop;
  let pasting = false;
  for (let i = 0; i < body.length; i++) {
    const token = body[i];
    const kind = token & Flag.Kind;
    if (kind === Token.HashHash) {
      pasting = true;
      continue;
    }
    let from = 0, end = 0, isRaw = false;
    const argument = firstArgument + (token >> Flag.IndexShift);
    if (kind === Token.Parameter) {
      isRaw = isPasted(body, i);
      from = isRaw ? argumentStart[argument] : expandedStart[argument];
      end = isRaw ? argumentEnd[argument] : expandedEnd[argument];
      // an empty argument beside ## leaves the other operand as it is
      if (from === end) {
        if (pasting && i + 1 < body.length && (body[i + 1] & Flag.Kind) === Token.HashHash) continue;
        if (i + 1 < body.length && (body[i + 1] & Flag.Kind) === Token.HashHash) i++;
        pasting = false;
        continue;
      }
      for (let k = from; k < end; k++) {
        let piece = isRaw ? tokenStack[k] : expansionStack[k];
        if (k === from) piece = piece & ~Flag.SpaceBefore | token & Flag.SpaceBefore;
        if (k === from && pasting) tokenStack[tokenTop - 1] = paste(tokenStack[tokenTop - 1], piece);
        else put(piece);
      }
    } else {
      const piece = kind === Token.Stringize ? stringize(argument) | token & Flag.SpaceBefore : token;
      if (pasting) tokenStack[tokenTop - 1] = paste(tokenStack[tokenTop - 1], piece);
      else put(piece);
    }
    pasting = false;
  }
  if (tokenTop > start) tokenStack[start] = tokenStack[start] & ~Flag.SpaceBefore | space;
  pushInput(tokenStack, start, tokenTop, macro);
}

/** Is the parameter at body[i] an operand of ##, so that its argument goes in unexpanded? */
function isPasted(body: Int32Array, i: number): boolean {
  if (i + 1 < body.length && (body[i + 1] & Flag.Kind) === Token.HashHash) return true;
  return i > 0 && (body[i - 1] & Flag.Kind) === Token.HashHash;
}

// ---- definition ----

const MOST_PARAMETERS = 127;
const parameterNames = new Array<Name>(MOST_PARAMETERS);

/** Reads the rest of a #define line. */
export function defineMacro(): void {
  const nameToken = lex();
  if ((nameToken & Flag.Kind) !== Token.Name) lexError(b("#define needs a name"));
  const name = nameOf(nameToken);
  if (name.text.length === 7 && name === internText(b("defined"))) lexError(b("defined cannot be a macro"));
  const start = tokenTop;
  let parameters = -1;
  let token = lex();
  if (token === ch('(')) {
    parameters = 0;
    token = lex();
    while ((token & Flag.Kind) !== ch(')')) {
      if (parameters === MOST_PARAMETERS) lexError(b("too many parameters of a macro"));
      if ((token & Flag.Kind) !== Token.Name) lexError(b("invalid macro parameter list"));
      const parameter = nameOf(token);
      token = lex();
      for (let i = 0; i < parameters; i++) {
        if (parameterNames[i] === parameter) lexErrorAbout(b("duplicate macro parameter: "), parameter.text);
      }
      parameterNames[parameters] = parameter;
      parameters++;
      if ((token & Flag.Kind) === ch(',')) {
        token = lex();
        if ((token & Flag.Kind) === ch(')')) lexError(b("invalid macro parameter list"));
      } else if ((token & Flag.Kind) !== ch(')')) lexError(b("invalid macro parameter list"));
    }
    token = lex();
  }
  while ((token & Flag.Kind) !== Token.Newline && token !== Token.End) {
    const kind = token & Flag.Kind;
    if (kind === Token.Name && parameters > 0) token = asParameter(token, parameters, Token.Parameter);
    if (kind === ch('#') && parameters >= 0) {
      const space = token & Flag.SpaceBefore;
      const operand = lex();
      token = (operand & Flag.Kind) === Token.Name ?
        asParameter(operand, parameters, Token.Stringize) : 0;
      if ((token & Flag.Kind) !== Token.Stringize) lexError(b("# must precede a macro parameter"));
      token = token & ~Flag.SpaceBefore | space;
    }
    put(token);
    token = lex();
  }
  const body = new Int32Array(tokenTop - start);
  const macro = new Macro(body);
  for (let i = 0; i < body.length; i++) {
    body[i] = tokenStack[start + i];
    if ((body[i] & Flag.Kind) === Token.HashHash) macro.hasPaste = true;
  }
  tokenTop = start;
  if (body.length > 0) {
    body[0] = body[0] & ~Flag.SpaceBefore;
    const last = body[body.length - 1] & Flag.Kind;
    if ((body[0] & Flag.Kind) === Token.HashHash || last === Token.HashHash) {
      lexError(b("## at either end of a macro"));
    }
  }
  macro.parameters = parameters;
  name.macro = macro;
}

function asParameter(token: number, parameters: number, kind: number): number {
  const name = nameOf(token);
  for (let i = 0; i < parameters; i++) {
    if (parameterNames[i] === name) return i << Flag.IndexShift | token & Flag.SpaceBefore | kind;
  }
  return token;
}

function refuse(name: Uint8Array): void {
  const macro = new Macro(new Int32Array(0));
  macro.isRefused = true;
  internText(name).macro = macro;
}

/** Before each file no macro is known, but those of C that are refused. */
export function undefineAll(): void {
  for (let i = 0; i < countNames(); i++) names[i].macro = null;
  refuse(b("__LINE__"));
  refuse(b("__FILE__"));
  heldToken = -1;
}

// ---- lines of directives ----

let lineFloor = 0;

let lineWasBounded = false;

let lineBegin = 0;

/** Reads the rest of the line into the tokenStack, and opens it (with or without expansion) for `lineToken`. */
export function openLine(): void {
  const start = tokenTop;
  let token = lex();
  while ((token & Flag.Kind) !== Token.Newline && token !== Token.End) {
    put(token);
    token = lex();
  }
  lineFloor = inputFloor;
  lineWasBounded = isBounded;
  lineBegin = start;
  inputFloor = inputDepth;
  isBounded = true;
  pushInput(tokenStack, start, tokenTop, null);
}

/** A token of the open line: End when there is no more. */
export function lineToken(isExpanding: boolean): number { return isExpanding ? expandedToken() : unexpandedToken(); }

export function closeLine(): void {
  while (inputDepth > inputFloor) popInput();
  inputFloor = lineFloor;
  isBounded = lineWasBounded;
  tokenTop = lineBegin;
}
