// #define (C99 6.10.3): a macro's body is an array of tokens, in which parameters are numbers and `# parameter` is one
// token: so the names of parameters are needed only while the line is read. Nothing is expanded here.
import { b, ch } from "../../2-runtime/node.js";
import { Flag, Macro, Token } from "../model.js";
import { nameDefined } from "./condition.js";
import { kindOf, lex, lexError, lexErrorAbout, nameOf } from "./lexer.js";
import { forgetHeldToken, pushToken, takeTokens, tokenTop } from "./macros.js";
import { countNames, internText, names } from "./names.js";

const MOST_PARAMETERS = 127;

// parameters: ( identifier-list? )
/** The names of a macro's parameters, as tokens without flags; the '(' has been read. */
function readParameters(): Int32Array {
  const start = tokenTop;
  let token = lex();
  while (kindOf(token) !== ch(')')) {
    if (tokenTop - start === MOST_PARAMETERS) lexError(b("too many parameters of a macro"));
    if (kindOf(token) !== Token.Name) lexError(b("invalid macro parameter list"));
    pushToken(token & ~Flag.SpaceBefore);
    token = lex();
    const isComma = kindOf(token) === ch(',');
    if (isComma) token = lex();
    if (isComma === (kindOf(token) === ch(')'))) lexError(b("invalid macro parameter list"));
  }
  const parameters = takeTokens(start);
  for (let i = 0; i < parameters.length; i++) {
    if (indexOf(parameters, parameters[i]) !== i) {
      lexErrorAbout(b("duplicate macro parameter: "), nameOf(parameters[i]).text);
    }
  }
  return parameters;
}

/** The first place of a token in a list, whatever comes before it in its line; -1 when it is not there. */
function indexOf(tokens: Int32Array, token: number): number {
  for (let i = 0; i < tokens.length; i++) if (tokens[i] === (token & ~Flag.SpaceBefore)) return i;
  return -1;
}

/** A name as a parameter token of some kind, if it is one of the parameters. */
function asParameter(token: number, parameters: Int32Array | null, kind: Token): number {
  const index = parameters === null ? -1 : indexOf(parameters, token);
  return index < 0 ? token : index << Flag.IndexShift | token & Flag.SpaceBefore | kind;
}

// replacement-list: the tokens up to the end of the line, of which `first` is the first
function readBody(first: number, parameters: Int32Array | null): Int32Array {
  const start = tokenTop;
  let token = first & ~Flag.SpaceBefore;
  while (kindOf(token) !== Token.Newline && token !== Token.End) {
    if (kindOf(token) === ch('#') && parameters !== null) {
      const operand = asParameter(lex(), parameters, Token.Stringize);
      if (kindOf(operand) !== Token.Stringize) lexError(b("# must precede a macro parameter"));
      token = operand & ~Flag.SpaceBefore | token & Flag.SpaceBefore;
    }
    pushToken(asParameter(token, parameters, Token.Parameter));
    token = lex();
  }
  return takeTokens(start);
}

// control-line: # define identifier replacement-list | # define identifier( identifier-list? ) replacement-list
/** Reads the rest of a #define line. */
export function defineMacro(): void {
  const nameToken = lex();
  if (kindOf(nameToken) !== Token.Name) lexError(b("#define needs a name"));
  const name = nameOf(nameToken);
  if (name === nameDefined) lexError(b("defined cannot be a macro"));
  let parameters: Int32Array | null = null;
  let token = lex();
  // without a blank before it
  if (token === ch('(')) {
    parameters = readParameters();
    token = lex();
  }
  const body = readBody(token, parameters), macro = new Macro(body);
  for (const part of body) if (kindOf(part) === Token.HashHash) macro.hasPaste = true;
  const last = body.length - 1;
  if (last >= 0 && (kindOf(body[0]) === Token.HashHash || kindOf(body[last]) === Token.HashHash)) {
    lexError(b("## at either end of a macro"));
  }
  if (parameters !== null) macro.parameters = parameters.length;
  name.macro = macro;
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
  forgetHeldToken();
}
