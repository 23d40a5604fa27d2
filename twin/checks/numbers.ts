// Numbers: a value of T is a word of 32 bits, a number of JavaScript is not. What can be known without running is
// refused here (divisions, unsigned shifts, products, constants out of range, addresses compared as if they had no
// sign); the rest throws in an instrumented run (instrument.ts).

import ts from "typescript";
import type { Report } from "./problems.js";

const S = ts.SyntaxKind;

const BITWISE = new Set([
  S.AmpersandToken, S.BarToken, S.CaretToken, S.LessThanLessThanToken, S.GreaterThanGreaterThanToken,
  S.GreaterThanGreaterThanGreaterThanToken, S.AmpersandEqualsToken, S.BarEqualsToken, S.CaretEqualsToken,
  S.LessThanLessThanEqualsToken, S.GreaterThanGreaterThanEqualsToken, S.GreaterThanGreaterThanGreaterThanEqualsToken,
]);

const ORDER = new Set([
  S.LessThanToken, S.GreaterThanToken, S.LessThanEqualsToken, S.GreaterThanEqualsToken,
]);

/** A constant factor up to this keeps a product with a 32-bit number exact. */
const EXACT_FACTOR = 1 << 21;

const ADDRESSES = new Set(["addr", "alloc", "newWords", "newBytes", "stackPointer", "frameAddress"]);

/** The node above; parentheses are skipped. */
function above(node: ts.Node): ts.Node {
  let parent = node.parent;
  while (ts.isParenthesizedExpression(parent)) parent = parent.parent;
  return parent;
}

function inner(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? inner(node.expression) : node;
}

function isZero(node: ts.Expression): boolean {
  return ts.isNumericLiteral(node) && Number(node.text) === 0;
}

/** Whether the value goes at once into an operator that takes its lowest 32 bits. */
function isTruncated(node: ts.Expression): boolean {
  const parent = above(node);
  if (ts.isConditionalExpression(parent)) return isTruncated(parent);
  if (ts.isBinaryExpression(parent)) return BITWISE.has(parent.operatorToken.kind);
  return ts.isPrefixUnaryExpression(parent) && parent.operator === S.TildeToken;
}

/** The value of an expression of literals, as JavaScript computes it. */
function constantOf(node: ts.Expression): number | undefined {
  const expression = inner(node);
  if (ts.isNumericLiteral(expression)) return Number(expression.text);
  if (ts.isPrefixUnaryExpression(expression)) {
    const operand = constantOf(expression.operand);
    if (operand === undefined) return undefined;
    if (expression.operator === S.MinusToken) return -operand;
    return expression.operator === S.TildeToken ? ~operand : undefined;
  }
  if (!ts.isBinaryExpression(expression)) return undefined;
  const left = constantOf(expression.left);
  const right = constantOf(expression.right);
  if (left === undefined || right === undefined) return undefined;
  switch (expression.operatorToken.kind) {
    case S.PlusToken: return left + right;
    case S.MinusToken: return left - right;
    case S.AsteriskToken: return left * right;
    case S.LessThanLessThanToken: return left << right;
    case S.GreaterThanGreaterThanToken: return left >> right;
    case S.GreaterThanGreaterThanGreaterThanToken: return left >>> right;
    case S.AmpersandToken: return left & right;
    case S.BarToken: return left | right;
    case S.CaretToken: return left ^ right;
    default: return undefined;
  }
}

/** `inline` are the names of inline machine code. */
export function checkNumbers(node: ts.Node, inline: Set<string>, report: Report): void {
  if (ts.isBinaryExpression(node)) checkBinary(node, report);
  const mayBeConstant = ts.isNumericLiteral(node) || ts.isBinaryExpression(node) || ts.isPrefixUnaryExpression(node);
  if (mayBeConstant) checkRange(node, inline, report);
}

/** A literal that is only a pattern of bits: an element of a table, or what inline machine code gets. */
function isPattern(node: ts.Expression, inline: Set<string>): boolean {
  const parent = above(node);
  const isTaken = ts.isArrayLiteralExpression(parent)
    || ts.isCallExpression(parent) && inline.has(parent.expression.getText());
  return isTaken && /^0x[0-9a-f]{8}$/i.test(node.getText());
}

/** The outermost constant expression that does not fit, unless it is cut to 32 bits at once. */
function checkRange(node: ts.Expression, inline: Set<string>, report: Report): void {
  const value = constantOf(node);
  if (value === undefined || value === (value | 0) || isTruncated(node) || isPattern(node, inline)) return;
  const parent = above(node);
  const isWithin = ts.isExpression(parent) && constantOf(parent as ts.Expression) !== undefined;
  if (!isWithin) report(node, `${node.getText()} does not fit 32 bits with sign: write (${node.getText()}) | 0`);
}

function checkBinary(node: ts.BinaryExpression, report: Report): void {
  const kind = node.operatorToken.kind;
  if (kind === S.SlashToken) checkDivision(node, report);
  if (kind === S.SlashEqualsToken) report(node, "/= is not in T: write x = (x / y) | 0");
  if (kind === S.PercentToken && isZero(inner(node.right))) report(node, "division by zero");
  if (kind === S.AsteriskToken) checkProduct(node, report);
  if (kind === S.GreaterThanGreaterThanGreaterThanToken) checkUnsignedShift(node, report);
  if (ORDER.has(kind) && (isAddress(node.left) || isAddress(node.right))) {
    report(node, "addresses have no sign: compare them with ult");
  }
}

function checkDivision(node: ts.BinaryExpression, report: Report): void {
  const parent = above(node);
  const isCut = ts.isBinaryExpression(parent) && parent.operatorToken.kind === S.BarToken
    && inner(parent.left) === node && isZero(inner(parent.right));
  if (!isCut) report(node, "a / b is a whole number only as (a / b) | 0");
  if (isZero(inner(node.right))) report(node, "division by zero");
}

function checkProduct(node: ts.BinaryExpression, report: Report): void {
  const factors = [constantOf(node.left), constantOf(node.right)];
  const isExact = factors.some((factor) => factor !== undefined && Math.abs(factor) <= EXACT_FACTOR);
  if (!isExact && isTruncated(node)) report(node, "this product may not be exact in JavaScript: write imul(a, c)");
}

function checkUnsignedShift(node: ts.BinaryExpression, report: Report): void {
  if (constantOf(node.right) !== 0) return;
  report(node, ">>> 0 does nothing in T, where numbers have a sign: use ult, udiv, umod");
}

function isAddress(node: ts.Expression): boolean {
  const expression = inner(node);
  if (ts.isBinaryExpression(expression)) return isAddress(expression.left) || isAddress(expression.right);
  return ts.isCallExpression(expression) && ADDRESSES.has(expression.expression.getText());
}
