// The expressions of #if and #elif (C99 6.10.1): the operators of C on 64-bit integers, by precedence climbing over the
// tokens of the open line, macros expanded. Names that are left are 0; there are no types, casts or objects. Each
// function below reads what is written above it, and leaves the token after it as the current one.
import { b, ch } from "../../2-runtime/node.js";
import { Int64, Op, Token } from "../model.js";
import { add64, fromInt, isZero64, negate64 } from "./int64.js";
import { kindOf, lexError, lexErrorAbout, nameOf } from "./lexer.js";
import { characterValue, isFloating, readInteger } from "./literals.js";
import { closeLine, lineToken, openLine } from "./macros.js";
import { internText } from "./names.js";
import { isComparison, operate64, operationOf, precedenceOf } from "./operators.js";

class Value {
  number: Int64;
  isUnsigned: boolean;
  constructor(number: Int64, isUnsigned: boolean) {
    this.number = number;
    this.isUnsigned = isUnsigned;
  }
}

const MOST_NESTED_VALUES = 400;
export const nameDefined = internText(b("defined"));
/** The current token of the line, with its flags: the parser's state, as `token` is for C. */
let current = 0;

function advance(): void { current = lineToken(true); }

function truthValue(value: boolean): Value { return new Value(fromInt(value ? 1 : 0), false); }

function isTrue(value: Value): boolean { return !isZero64(value.number); }

// defined identifier | defined ( identifier )
/** The name is not expanded. The current token is `defined`. */
function definedOperator(): Value {
  let operand = lineToken(false);
  const isParenthesized = kindOf(operand) === ch('(');
  if (isParenthesized) operand = lineToken(false);
  if (kindOf(operand) !== Token.Name) lexError(b("defined needs a name"));
  if (isParenthesized && kindOf(lineToken(false)) !== ch(')')) lexError(b("defined( needs a )"));
  return truthValue(nameOf(operand).macro !== null);
}

// number | character | identifier | defined ...
function primaryValue(): Value {
  const kind = kindOf(current);
  if (kind !== Token.Number && kind !== Token.Character && kind !== Token.Name) {
    lexError(b("a number or name is expected in #if"));
  }
  const name = nameOf(current);
  if (kind === Token.Name) return name === nameDefined ? definedOperator() : truthValue(false);
  if (kind === Token.Character) return new Value(fromInt(characterValue(name.text)), false);
  if (isFloating(name.text)) lexErrorAbout(b("an integer is expected in #if, not "), name.text);
  const literal = readInteger(name.text);
  return new Value(literal.number, literal.isUnsigned || literal.number.high < 0);
}

// (- | ~ | !) unary | ( conditional ) | primary
/** isLive: the value is used. After `0 &&` it is not, and 1 / 0 is no error. */
function unaryValue(depth: number, isLive: boolean): Value {
  const kind = kindOf(current);
  if (depth > MOST_NESTED_VALUES) lexError(b("nested too deeply"));
  if (kind === ch('-') || kind === ch('~') || kind === ch('!')) {
    advance();
    const value = unaryValue(depth + 1, isLive);
    if (kind === ch('!')) return truthValue(!isTrue(value));
    const negative = negate64(value.number);
    return new Value(kind === ch('-') ? negative : add64(negative, fromInt(-1)), value.isUnsigned);
  }
  let value = truthValue(false);
  if (kind === ch('(')) {
    advance();
    value = conditionalValue(depth + 1, isLive);
    if (kindOf(current) !== ch(')')) lexError(b("expected ')' in #if"));
  } else value = primaryValue();
  advance();
  return value;
}

function applyOperator(op: Op, left: Value, right: Value, isLive: boolean): Value {
  if (op === Op.LogicalAnd) return truthValue(isTrue(left) && isTrue(right));
  if (op === Op.LogicalOr) return truthValue(isTrue(left) || isTrue(right));
  if ((op === Op.Divide || op === Op.Modulo) && !isTrue(right)) {
    if (isLive) lexError(b("division by 0 in #if"));
    return left;
  }
  const isShift = op === Op.ShiftLeft || op === Op.ShiftRight;
  const isUnsigned = left.isUnsigned || right.isUnsigned && !isShift;
  return new Value(operate64(op, left.number, right.number, isUnsigned), isUnsigned && !isComparison(op));
}

// multiplicative to logical-OR: by precedence climbing, operators of at least `least`
function binaryValue(least: number, depth: number, isLive: boolean): Value {
  let left = unaryValue(depth, isLive);
  while (true) {
    const precedence = precedenceOf(kindOf(current)), op = operationOf(kindOf(current));
    if (precedence === 0 || precedence < least) return left;
    advance();
    const isDecided = op === Op.LogicalAnd && !isTrue(left) || op === Op.LogicalOr && isTrue(left);
    left = applyOperator(op, left, binaryValue(precedence + 1, depth, isLive && !isDecided), isLive);
  }
}

// binary | binary ? conditional : conditional
function conditionalValue(depth: number, isLive: boolean): Value {
  const test = binaryValue(1, depth, isLive);
  if (kindOf(current) !== ch('?')) return test;
  advance();
  const yes = conditionalValue(depth + 1, isLive && isTrue(test));
  if (kindOf(current) !== ch(':')) lexError(b("expected ':' in #if"));
  advance();
  const no = conditionalValue(depth + 1, isLive && !isTrue(test));
  return new Value(isTrue(test) ? yes.number : no.number, yes.isUnsigned || no.isUnsigned);
}

/** The truth of the rest of an #if line. */
export function readCondition(): boolean {
  const start = openLine();
  advance();
  const value = conditionalValue(0, true);
  if (kindOf(current) !== Token.End) lexError(b("extra text after #if"));
  closeLine(start);
  return isTrue(value);
}
