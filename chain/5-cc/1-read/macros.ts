// Expansion of macros (C99 6.10.3). Expanding a macro opens an input of tokens that is read before the rest; while it
// is read its macro is disabled, and a name met then is marked so that it never expands again. Arguments are expanded
// on their own before they are put in. The example, with `|` where an input ends:
//
//     #define ADD(x, y) x + y
//     #define TWICE(x) ADD(x, x)
//     TWICE(ADD(1, 2)) * 3
//
//     inputs, the innermost first                    what happens
//     TWICE ( ADD ( 1 , 2 ) ) * 3                    TWICE is a macro: the argument `ADD ( 1 , 2 )` is collected,
//     * 3                                            and expanded on its own, in inputs above a floor: `1 + 2`
//     ADD ( 1 + 2 , 1 + 2 ) | * 3                    the body of TWICE with it is an input, TWICE is disabled
//     | * 3                                          ADD is a macro: two arguments, `1 + 2` each
//     1 + 2 + 1 + 2 | | * 3                          the body of ADD is an input, ADD is disabled, too
//
// The parser is handed 1 + 2 + 1 + 2 * 3. An input is closed, and its macro enabled, when a token is wanted after its
// last one: so TWICE(TWICE)(1) ends with a TWICE that was marked while it was disabled. All tokens under way lie in one
// array, used as a stack. What lies below the inputs, a file without its directives, comes from `readBelow`. Directives
// must not be known here, but for the line that one of them may open to have it expanded.
import { b, ch } from "../../2-runtime/node.js";
import { Text } from "../../2-runtime/text.js";
import { Flag, Macro, Name, Token } from "../model.js";
import { kindOf, lex, lexAlone, lexError, lexErrorAbout, nameOf, spell } from "./lexer.js";
import { internText } from "./names.js";

// ---- the stacks: what an expansion is made from lies on them as long as it is read ----

const MOST_TOKENS = 1 << 20;
const tokenStack = new Int32Array(MOST_TOKENS);
/** Where the next token goes; where those of a list begin that is to be taken off. */
export let tokenTop = 0;

export function pushToken(token: number): void {
  if (tokenTop === MOST_TOKENS) lexError(b("macro expansion is too long"));
  tokenStack[tokenTop] = token;
  tokenTop++;
}

/** Takes all tokens from `start` on off the stack. */
export function takeTokens(start: number): Int32Array {
  const taken = new Int32Array(tokenTop - start);
  for (let i = 0; i < taken.length; i++) taken[i] = tokenStack[start + i];
  tokenTop = start;
  return taken;
}

/** Expanded arguments: a stack too, but one on which nothing else lies between the tokens of one argument. */
const expansionStack = new Int32Array(MOST_TOKENS);
let expansionTop = 0;
/** Arguments of the macros that are being expanded, those of one together. */
let argumentsTop = 0;

/** Tokens that are being read, from `at` to `end`, and the macro that they come from. */
class Input {
  tokens: Int32Array = tokenStack;
  at: number = 0;
  end: number = 0;
  macro: Macro | null = null;
}

const MOST_INPUTS = 2000;
function newInputs(): Input[] {
  const made = new Array<Input>(MOST_INPUTS);
  for (let i = 0; i < MOST_INPUTS; i++) made[i] = new Input();
  return made;
}

// ---- where tokens come from: the state of this phase ----

const inputs = newInputs();
/** Inputs 1 ... inputDepth are open. */
let inputDepth = 0;
/** What is being expanded on its own: an argument or a directive's line; null for the file. */
let bounds: Bounds | null = null;

/** Inputs up to `floor` are not read now, nor the file. */
class Bounds {
  floor: number = inputDepth;
  outer: Bounds | null = bounds;
}

/** Makes the tokens from `start` to the top of the stack all that there is to read, until closeBounds. */
function openBounds(start: number, end: number): void {
  bounds = new Bounds();
  openInput(tokenStack, start, end, null);
}

function closeBounds(): void {
  while (inputDepth > bounds!.floor) closeInput();
  bounds = bounds!.outer;
}

function noToken(): number { return Token.End; }
let readBelow: () => number = noToken;
/** Sets where tokens come from when no macro is being expanded. */
export function readTokensFrom(read: () => number): void { readBelow = read; }

/** A token of the file that was read too early, or -1. */
let heldToken = -1;

/** A new file begins. */
export function forgetHeldToken(): void { heldToken = -1; }

/** Inputs since the last token of the file itself: bounds macros that double and double. */
let expansions = 0;
const MOST_EXPANSIONS = 1000000;

function openInput(tokens: Int32Array, from: number, end: number, macro: Macro | null): void {
  if (inputDepth === MOST_INPUTS - 1) lexError(b("macros are nested too deeply"));
  expansions++;
  if (expansions > MOST_EXPANSIONS) lexError(b("macro expansion is too long"));
  inputDepth++;
  const input = inputs[inputDepth];
  input.tokens = tokens;
  input.at = from;
  input.end = end;
  input.macro = macro;
  if (macro !== null) macro.isDisabled = true;
}

function closeInput(): void {
  const macro = inputs[inputDepth].macro;
  if (macro !== null) macro.isDisabled = false;
  inputDepth--;
}

/** The next token of the open inputs, which stays there; -1 when they are empty. Empty ones are closed. */
function peekInput(): number {
  const floor = bounds === null ? 0 : bounds.floor;
  while (inputDepth > floor) {
    const input = inputs[inputDepth];
    if (input.at < input.end) return input.tokens[input.at];
    closeInput();
  }
  return -1;
}

function unexpandedToken(): number {
  const token = peekInput();
  if (token >= 0) {
    inputs[inputDepth].at++;
    return token;
  }
  if (bounds !== null) return Token.End;
  const held = heldToken;
  heldToken = -1;
  return held >= 0 ? held : readBelow();
}

/** Takes the next token if it is '('. */
function takeOpening(): boolean {
  const ahead = peekInput();
  if (ahead >= 0 && kindOf(ahead) !== ch('(')) return false;
  const token = unexpandedToken();
  if (kindOf(token) === ch('(')) return true;
  if (bounds === null) heldToken = token;
  return false;
}

/** The next token after macro expansion; End at the end of the file (or line, or argument). */
export function expandedToken(): number {
  if (inputDepth === 0 && bounds === null) {
    tokenTop = 0;
    expansions = 0;
  }
  while (true) {
    const token = unexpandedToken();
    if (kindOf(token) !== Token.Name) return token;
    const macro = nameOf(token).macro;
    if (macro === null || (token & Flag.NoExpand) !== 0) return token;
    if (macro.isDisabled) return token | Flag.NoExpand;
    if (!expand(macro, token)) return token;
  }
}

/** Starts the expansion of a macro whose name has been read; false when its '(' is missing. */
function expand(macro: Macro, token: number): boolean {
  const space = token & Flag.SpaceBefore;
  if (macro.isRefused) lexErrorAbout(b("not supported: "), nameOf(token).text);
  if (macro.parameters < 0) {
    if (macro.body.length > 0 && (space !== 0 || macro.hasPaste)) substitute(macro, space, 0);
    else openInput(macro.body, 0, macro.body.length, macro);
    return true;
  }
  if (!takeOpening()) return false;
  const firstArgument = argumentsTop, firstExpansion = expansionTop;
  collectArguments(macro, nameOf(token));
  substitute(macro, space, firstArgument);
  argumentsTop = firstArgument;
  expansionTop = firstExpansion;
  return true;
}

// ---- arguments ----

/** Where an argument's tokens lie in the token stack, and once needed, expanded, in the expansion stack. */
class Argument {
  start: number = 0;
  end: number = 0;
  isExpanded: boolean = false;
  expandedStart: number = 0;
  expandedEnd: number = 0;
}

const MOST_ARGUMENTS = 4096;
function newArguments(): Argument[] {
  const made = new Array<Argument>(MOST_ARGUMENTS);
  for (let i = 0; i < MOST_ARGUMENTS; i++) made[i] = new Argument();
  return made;
}
const macroArguments = newArguments();

function beginArgument(): Argument {
  if (argumentsTop === MOST_ARGUMENTS) lexError(b("too many macro arguments"));
  const argument = macroArguments[argumentsTop];
  argument.start = tokenTop;
  argument.isExpanded = false;
  argumentsTop++;
  return argument;
}

/** Reads arguments up to the closing ')'. A name of a disabled macro is marked now, while it is disabled. */
function collectArguments(macro: Macro, name: Name): void {
  const first = argumentsTop;
  let nested = 0, argument = beginArgument();
  while (true) {
    let token = unexpandedToken();
    const kind = kindOf(token);
    if (kind === Token.End) lexErrorAbout(b("unterminated arguments of macro "), name.text);
    if (kind === ch(')') && nested === 0) break;
    if (kind === ch('(')) nested++;
    if (kind === ch(')')) nested--;
    if (kind === ch(',') && nested === 0) {
      argument.end = tokenTop;
      argument = beginArgument();
      continue;
    }
    if (kind === Token.Name) {
      const inner = nameOf(token).macro;
      if (inner !== null && inner.isDisabled) token = token | Flag.NoExpand;
    }
    pushToken(token);
  }
  argument.end = tokenTop;
  let given = argumentsTop - first;
  if (given === 1 && macro.parameters === 0 && argument.start === tokenTop) given = 0;
  if (given < macro.parameters) lexErrorAbout(b("too few arguments for macro "), name.text);
  if (given > macro.parameters) lexErrorAbout(b("too many arguments for macro "), name.text);
}

/** Expands an argument on its own. */
function expandArgument(argument: Argument): void {
  if (argument.isExpanded) return;
  const start = expansionTop;
  openBounds(argument.start, argument.end);
  let token = expandedToken();
  while (token !== Token.End) {
    if (expansionTop === MOST_TOKENS) lexError(b("macro expansion is too long"));
    expansionStack[expansionTop] = token;
    expansionTop++;
    token = expandedToken();
  }
  closeBounds();
  argument.isExpanded = true;
  argument.expandedStart = start;
  argument.expandedEnd = expansionTop;
}

/** How a token is spelled; used again for each. */
const spelling = new Text();

/** #: the argument's spelling as a string. */
function stringize(argument: Argument): number {
  const text = new Text();
  text.byte(ch('"'));
  for (let i = argument.start; i < argument.end; i++) {
    const token = tokenStack[i], kind = kindOf(token);
    if (i > argument.start && (token & Flag.SpaceBefore) !== 0) text.byte(ch(' '));
    spelling.clear();
    spell(token, spelling);
    const isQuoted = kind === Token.String || kind === Token.Character;
    for (let k = 0; k < spelling.size; k++) {
      const c = spelling.bytes[k];
      if (isQuoted && (c === ch('"') || c === ch('\\'))) text.byte(ch('\\'));
      text.byte(c);
    }
  }
  text.byte(ch('"'));
  return internText(text.take()).index << Flag.IndexShift | Token.String;
}

/** ##: the token that two make together. */
function paste(left: number, right: number): number {
  spelling.clear();
  spell(left, spelling);
  spell(right, spelling);
  const token = lexAlone(spelling.take());
  if (token === 0) lexErrorAbout(b("## does not form one token: "), spelling.take());
  return token | left & Flag.SpaceBefore;
}

// ---- substitution ----

function isHashHash(body: Int32Array, i: number): boolean {
  return i >= 0 && i < body.length && kindOf(body[i]) === Token.HashHash;
}

/** Is the parameter at body[i] an operand of ##, so that its argument goes in unexpanded? */
function isPasted(body: Int32Array, i: number): boolean { return isHashHash(body, i + 1) || isHashHash(body, i - 1); }

/** Puts a token on the stack, or pastes it to the last one there. */
function putPiece(piece: number, isPasting: boolean): void {
  if (isPasting) tokenStack[tokenTop - 1] = paste(tokenStack[tokenTop - 1], piece);
  else pushToken(piece);
}

/** Puts an argument's tokens in the place of a parameter. */
function putArgument(argument: Argument, isRaw: boolean, space: number, isPasting: boolean): void {
  const from = isRaw ? argument.start : argument.expandedStart, end = isRaw ? argument.end : argument.expandedEnd;
  for (let i = from; i < end; i++) {
    const piece = isRaw ? tokenStack[i] : expansionStack[i];
    putPiece(i === from ? piece & ~Flag.SpaceBefore | space : piece, isPasting && i === from);
  }
}

/** Copies the body, the arguments put in, to the token stack, and opens it as an input. */
function substitute(macro: Macro, space: number, firstArgument: number): void {
  const body = macro.body;
  // arguments must be expanded before the new tokens begin: those lie together
  for (let i = 0; i < body.length; i++) {
    if (kindOf(body[i]) === Token.Parameter && !isPasted(body, i)) {
      expandArgument(macroArguments[firstArgument + (body[i] >> Flag.IndexShift)]);
    }
  }
  const start = tokenTop;
  let isPasting = false;
  for (let i = 0; i < body.length; i++) {
    const token = body[i], kind = kindOf(token), tokenSpace = token & Flag.SpaceBefore;
    if (kind === Token.HashHash) {
      isPasting = true;
      continue;
    }
    if (kind === Token.Parameter) {
      const argument = macroArguments[firstArgument + (token >> Flag.IndexShift)], isRaw = isPasted(body, i);
      if (isRaw && argument.start === argument.end) {
        // an empty argument beside ## leaves the other operand as it is
        if (!isPasting && isHashHash(body, i + 1)) i++;
        else if (isPasting && isHashHash(body, i + 1)) continue;
      } else putArgument(argument, isRaw, tokenSpace, isPasting);
    } else if (kind === Token.Stringize) {
      const argument = macroArguments[firstArgument + (token >> Flag.IndexShift)];
      putPiece(stringize(argument) | tokenSpace, isPasting);
    } else putPiece(token, isPasting);
    isPasting = false;
  }
  if (tokenTop > start) tokenStack[start] = tokenStack[start] & ~Flag.SpaceBefore | space;
  openInput(tokenStack, start, tokenTop, macro);
}

// ---- lines of directives ----

/** Reads the rest of the line into the token stack, and opens it for `lineToken`: where it begins, for closeLine. */
export function openLine(): number {
  const start = tokenTop;
  let token = lex();
  while (kindOf(token) !== Token.Newline && token !== Token.End) {
    pushToken(token);
    token = lex();
  }
  openBounds(start, tokenTop);
  return start;
}

/** A token of the open line: End when there is no more. */
export function lineToken(isExpanding: boolean): number { return isExpanding ? expandedToken() : unexpandedToken(); }

export function closeLine(start: number): void {
  closeBounds();
  tokenTop = start;
}
