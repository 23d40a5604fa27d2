// #define (C99 6.10.3): a macro's body is an array of tokens, in which parameters are numbers and `# parameter` is one
// token.
import { b, ch } from "../../runtime/node.js";
import { Flag, Macro, Name, Token } from "../model.js";
import { nameDefined } from "./condition.js";
import { kindOf, lex, lexError, lexErrorAbout, nameOf } from "./lexer.js";
import { dropTokens, forgetHeldToken, pushToken, tokenStack, tokenTop } from "./macros.js";
import { countNames, internText, names } from "./names.js";

const MOST_PARAMETERS = 127;
const parameterNames = new Array<Name>(MOST_PARAMETERS);

/** The parameters of a macro, the '(' read: how many. */
function readParameters(): number {
  let parameters = 0, token = lex();
  while (kindOf(token) !== ch(')')) {
    if (parameters === MOST_PARAMETERS) lexError(b("too many parameters of a macro"));
    if (kindOf(token) !== Token.Name) lexError(b("invalid macro parameter list"));
    const parameter = nameOf(token);
    token = lex();
    for (let i = 0; i < parameters; i++) {
      if (parameterNames[i] === parameter) lexErrorAbout(b("duplicate macro parameter: "), parameter.text);
    }
    parameterNames[parameters] = parameter;
    parameters++;
    const isComma = kindOf(token) === ch(',');
    if (isComma) token = lex();
    if (isComma === (kindOf(token) === ch(')'))) lexError(b("invalid macro parameter list"));
  }
  return parameters;
}

/** A name as a parameter token of some kind, if it is one of the parameters. */
function asParameter(token: number, parameters: number, kind: Token): number {
  if (kindOf(token) !== Token.Name) return token;
  const name = nameOf(token);
  for (let i = 0; i < parameters; i++) {
    if (parameterNames[i] === name) return i << Flag.IndexShift | token & Flag.SpaceBefore | kind;
  }
  return token;
}

/** Reads the body up to the end of the line; `first` is its first token. */
function readBody(first: number, parameters: number): Int32Array {
  const start = tokenTop;
  let token = first & ~Flag.SpaceBefore;
  while (kindOf(token) !== Token.Newline && token !== Token.End) {
    if (kindOf(token) === ch('#') && parameters >= 0) {
      const operand = asParameter(lex(), parameters, Token.Stringize);
      if (kindOf(operand) !== Token.Stringize) lexError(b("# must precede a macro parameter"));
      token = operand & ~Flag.SpaceBefore | token & Flag.SpaceBefore;
    }
    pushToken(asParameter(token, parameters, Token.Parameter));
    token = lex();
  }
  const body = new Int32Array(tokenTop - start);
  for (let i = 0; i < body.length; i++) body[i] = tokenStack[start + i];
  dropTokens(start);
  return body;
}

/** Reads the rest of a #define line. */
export function defineMacro(): void {
  const nameToken = lex();
  if (kindOf(nameToken) !== Token.Name) lexError(b("#define needs a name"));
  const name = nameOf(nameToken);
  if (name === nameDefined) lexError(b("defined cannot be a macro"));
  let parameters = -1, token = lex();
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
  macro.parameters = parameters;
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
