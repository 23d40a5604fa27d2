// Operators: the upper half of expressions. `parseBinary(p, n)` reads an operand and then every operator that binds
// stronger than n, so precedence is one number and the recursion does the rest (precedence climbing).
// The result of every function here is the parser's pending value.

import { Kind } from "./names.js";
import {
  ASSIGNMENT, CONDITIONAL, INCREMENT, LOGICAL_AND, UNARY, type Operator, operatorOf, unaryOf,
} from "./operators.js";
import type { Parser } from "./parser.js";
import { parsePrimary } from "./primary.js";
import { Token } from "./tokens.js";

/** An expression, assignments included (there is no comma operator). */
export function parseExpression(p: Parser): void {
  parseBinary(p, 0);
}

function parseBinary(p: Parser, above: number): void {
  parseUnary(p);
  for (;;) {
    const operator = operatorOf(p.token);
    if (operator === undefined || operator.precedence <= above) return;
    p.next();
    if (operator.precedence === CONDITIONAL) {
      parseConditional(p);
    } else if (operator.precedence === ASSIGNMENT) {
      parseAssignment(p, () => parseExpression(p));
    } else if (operator.precedence <= LOGICAL_AND) {
      parseLogical(p, operator);
    } else if (operator.precedence === INCREMENT) {
      parseAssignment(p, () => operate(p, operator, () => p.setConstant(1)));
    } else if (p.at(Token.Assign)) {
      p.next();                                         // x op= y: lexed as an operator and =
      parseAssignment(p, () => operate(p, operator, () => parseExpression(p)));
    } else {
      operate(p, operator, () => parseBinary(p, operator.precedence));
    }
  }
}

function parseUnary(p: Parser): void {
  const unary = unaryOf(p.token);
  if (unary === undefined) {
    parsePrimary(p);
    return;
  }
  p.setConstant(unary.left);
  p.next();
  operate(p, unary.operator, () => parseBinary(p, UNARY));
}

/** The pending value, an operator, and what `right` reads. Two constants become one, and their code is taken back. */
function operate(p: Parser, operator: Operator, right: () => void): void {
  const leftKind = p.pending;
  const left = p.pendingValue;
  const before = p.code.here;
  p.loadAndPush();
  const start = p.code.here;
  right();
  const bothConstant = leftKind === Kind.Constant && p.pending === Kind.Constant && p.code.here === start;
  if (bothConstant && operator.evaluate !== undefined) {
    p.code.here = before;
    p.setConstant(operator.evaluate(left, p.pendingValue));
    return;
  }
  p.combine(start);
  p.code.byte(...operator.code);
  if (operator.condition !== undefined) p.pending = operator.condition;
}

/** a ? b : c, from b on. */
function parseConditional(p: Parser): void {
  const toElse = p.jumpIfFalse();
  parseExpression(p);
  p.load();
  p.expect(Token.Colon);
  const toEnd = p.code.jumpForward();
  p.code.land(toElse);
  parseExpression(p);
  p.load();
  p.code.land(toEnd);
}

/** a && b, a || b, from b on: the value is that of the operand which decided, as in JavaScript. */
function parseLogical(p: Parser, operator: Operator): void {
  const toEnd = p.jumpIfValue(operator.jump!);
  parseBinary(p, operator.precedence);
  p.load();
  p.code.land(toEnd);
}

/**
 * Assigns what `value` makes pending to the variable, field or element that is pending now. The address of an
 * element or field is pushed first; when the value turns out to need no code, that is taken back.
 */
function parseAssignment(p: Parser, value: () => void): void {
  const kind = p.pending;
  const place = p.pendingValue;
  if (kind === Kind.None || kind >= Kind.Condition) p.fail("what stands before cannot be assigned to");
  const isVariable = kind === Kind.Global || kind === Kind.Local;
  if (!isVariable) p.code.byte(0x50);                   // push eax
  const start = p.code.here;
  value();
  if (isVariable) {
    p.load();
    p.store(kind, place);
    return;
  }
  p.combine(start);
  p.code.memory(kind === Kind.Byte ? 0x88 : 0x89, 0x88, place);  // mov [eax + place], cl or ecx
  p.code.byte(0x91);                                    // xchg eax, ecx
}
