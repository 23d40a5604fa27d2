// Expressions. The upper half are operators: `parseBinary(p, n)` reads an operand and then every operator that binds
// stronger than n, so precedence is one number and the recursion does the rest (precedence climbing). The lower half
// are operands: a name, number, string, parenthesis, `new` or array literal, and then any number of .member, [index],
// (arguments), ! and `as TYPE`. Both halves call each other, so they are one file.
// The result of every function here is the pending value and its type. Which member a name after a point means is found
// by the class of the expression before it, so every part must leave the right type.

import { type Operator, operatorOf, Precedence, unaryOf } from "./operators.js";
import type { Parser } from "./parser.js";
import { hashOf, Kind } from "./symbols.js";
import { Token } from "./tokens.js";

const MOST_INLINE = 4095;
const LENGTH = hashOf("length");
const CONSTRUCTOR = hashOf("constructor");

/** An expression, assignments included (there is no comma operator). */
export function parseExpression(p: Parser): void {
  parseBinary(p, 0);
}

function parseBinary(p: Parser, above: number): void {
  parseUnary(p);
  for (;;) {
    const operator = operatorOf(p.token);
    if (operator === undefined || operator.precedence <= above) return;
    p.nextToken();
    if (operator.precedence === Precedence.Conditional) {
      parseConditional(p);
    } else if (operator.precedence === Precedence.Assignment) {
      parseAssignment(p, () => parseExpression(p));
    } else if (operator.precedence <= Precedence.LogicalAnd) {
      parseLogical(p, operator);
    } else if (operator.precedence === Precedence.Increment) {
      parseAssignment(p, () => applyOperator(p, operator, () => p.pending.setConstant(1)));
    } else if (p.at(Token.Assign)) {
      p.nextToken();                                    // x op= y: lexed as an operator and =
      parseAssignment(p, () => applyOperator(p, operator, () => parseExpression(p)));
    } else {
      applyOperator(p, operator, () => parseBinary(p, operator.precedence));
    }
  }
}

function parseUnary(p: Parser): void {
  const unary = unaryOf(p.token);
  if (unary === undefined) {
    parsePrimary(p);
    return;
  }
  p.pending.setConstant(unary.left);
  p.nextToken();
  applyOperator(p, unary.operator, () => parseBinary(p, Precedence.Unary));
}

/** The pending value, an operator, and what `right` reads. Two constants become one, and their code is removed. */
function applyOperator(p: Parser, operator: Operator, right: () => void): void {
  const leftKind = p.pending.kind;
  const left = p.pending.value;
  const before = p.code.here;
  p.pending.loadAndPush();
  const start = p.code.here;
  right();
  const bothConstant = leftKind === Kind.Constant && p.pending.kind === Kind.Constant && p.code.here === start;
  if (bothConstant && operator.evaluate !== undefined) {
    p.code.here = before;
    p.pending.setConstant(operator.evaluate(left, p.pending.value));
    return;
  }
  p.pending.loadOperands(start);
  p.code.emitBytes(...operator.code);
  if (operator.condition !== undefined) p.pending.kind = operator.condition;
}

/** a ? b : c, from b on. */
function parseConditional(p: Parser): void {
  const toElse = p.pending.emitJumpIfFalse();
  parseExpression(p);
  p.pending.load();
  p.expect(Token.Colon);
  const toEnd = p.code.emitJumpForward();
  p.code.land(toElse);
  parseExpression(p);
  p.pending.load();
  p.code.land(toEnd);
}

/** a && b, a || b, from b on: the value is that of the operand which decided, as in JavaScript. */
function parseLogical(p: Parser, operator: Operator): void {
  const toEnd = p.pending.emitJumpOnValue(operator.jump!);
  parseBinary(p, operator.precedence);
  p.pending.load();
  p.code.land(toEnd);
}

/**
 * Assigns what `value` makes pending to the variable, field or element that is pending now. The address of an
 * element or field is pushed first; when the value turns out to need no code, the push is removed.
 */
function parseAssignment(p: Parser, value: () => void): void {
  const kind = p.pending.kind;
  const place = p.pending.value;
  if (kind === Kind.Eax || kind >= Kind.Flags) p.fail("the left side cannot be assigned to");
  const isVariable = kind === Kind.Global || kind === Kind.Local;
  if (!isVariable) p.code.emitBytes(0x50);              // push eax
  const start = p.code.here;
  value();
  if (isVariable) {
    p.pending.load();
    p.code.emitStore(kind, place);
    return;
  }
  p.pending.loadOperands(start);
  p.code.emitModrm(kind === Kind.Byte ? 0x88 : 0x89, 0x88, place);  // mov [eax + place], cl or ecx
  p.code.emitBytes(0x91);                               // xchg eax, ecx
}

// Operands

function parsePrimary(p: Parser): void {
  parseOperand(p);
  parsePostfix(p);
}

function parsePostfix(p: Parser): void {
  for (;;) {
    switch (p.token) {
      case Token.Dot: parseMember(p); break;
      case Token.OpenBracket: parseIndex(p); break;
      case Token.OpenParenthesis: parseCall(p); break;
      case Token.Not: p.nextToken(); break;
      case Token.As:
        p.nextToken();
        p.parseType();
        break;
      default: return;
    }
  }
}

function parseOperand(p: Parser): void {
  switch (p.token) {
    case Token.Name: parseName(p); break;
    case Token.Number:
      p.pending.setConstant(p.lexer.number);
      p.nextToken();
      break;
    case Token.String: parseString(p); break;
    case Token.OpenParenthesis:
      p.nextToken();
      parseExpression(p);
      p.expect(Token.CloseParenthesis);
      break;
    case Token.New: parseNew(p); break;
    case Token.OpenBracket: parseArrayLiteral(p); break;
    default: p.fail("an expression belongs here");
  }
}

function parseName(p: Parser): void {
  const symbol = p.expectName();
  const { kind, value } = symbol;
  // null has no type of its own: `c ? x : null` keeps that of x
  if (symbol.type !== 0) p.pending.type = symbol.type;
  p.pending.value = value;
  if (kind === Kind.Ignored) {
    parseOperand(p);
  } else if (kind === Kind.Inline) {
    parseInline(p, value);
  } else if (kind === Kind.Unknown) {
    p.unknown("this name is not known");
    p.pending.kind = Kind.Constant;                     // most likely a function further down
  } else {
    p.pending.kind = kind;
  }
}

/** Inline machine code, copied from where `asm` put it: all arguments are pushed but the last, which is in eax. */
function parseInline(p: Parser, start: number): void {
  parseArguments(p);
  p.code.here--;
  const length = p.code.wordAt(start - 4);
  if (length >>> 0 > MOST_INLINE) p.fail("the inline code is too long, or defined further down");
  for (let i = 0; i < length; i++) p.code.emitBytes(p.code.byteAt(start + i));
}

/** The bytes lie in the code, jumped over; the value is their address. */
function parseString(p: Parser): void {
  const start = p.code.beginData();
  while (!p.lexer.takeClosingQuote()) p.code.emitBytes(p.lexer.readStringCharacter());
  p.code.endData(start);
  p.pending.setConstant(start + p.code.originDelta | 0);
  p.pending.type = p.symbols.bytesSymbol.address;
  p.nextToken();
}

/** new C(…) calls C's allocator and then its constructor, if there is one; new of an array type its runtime. */
function parseNew(p: Parser): void {
  p.nextToken();
  p.parseType();
  const type = p.pending.type;
  const symbol = p.symbols.ofType(type);
  if (symbol === undefined || symbol.kind === Kind.Unknown) {
    parseArguments(p);
    p.emitRuntimeCall(type === p.symbols.bytesSymbol.address ? "newBytes" : "newWords");
  } else {
    p.code.emitCall(symbol.value);
    const constructor = p.symbols.findSymbol(type + CONSTRUCTOR | 0);
    if (constructor.kind === Kind.Unknown) {
      parseArguments(p);
    } else {
      p.code.emitBytes(0x50, 0x50);                     // push eax: the result; push eax: this
      const address = constructor.value;
      parseArguments(p);
      p.code.emitCall(address);
      p.code.emitBytes(0x58);                           // pop eax
    }
  }
  p.pending.type = type;
}

/** [a, b, c]: the elements are pushed, and newArray finds them above its argument. */
function parseArrayLiteral(p: Parser): void {
  const count = parseArguments(p);
  const type = p.pending.type;
  p.code.emitBytes(0x68);                               // push count
  p.code.emitWord(count);
  p.emitRuntimeCall("newArray");
  p.code.emitBytes(0x81, 0xc4);                         // add esp, 4 * count
  p.code.emitWord(count * 4);
  p.pending.type = type + 1;
}

/** (a, b) or [a, b]: pushes each value; returns how many they are. */
function parseArguments(p: Parser): number {
  p.pending.kind = Kind.Eax;
  if (!p.at(Token.OpenParenthesis) && !p.at(Token.OpenBracket)) p.fail("( belongs here");
  const close = p.at(Token.OpenParenthesis) ? Token.CloseParenthesis : Token.CloseBracket;
  let count = 0;
  p.nextToken();
  while (!p.at(close)) {
    parseExpression(p);
    p.pending.loadAndPush();
    count++;
    if (!p.at(Token.Comma)) break;
    p.nextToken();
  }
  p.expect(close);
  return count;
}

/** A call of what is pending: directly when it is a function's name, else through its value. */
function parseCall(p: Parser): void {
  const type = p.pending.type;
  if (p.pending.kind === Kind.Constant) {
    const address = p.pending.value;
    parseArguments(p);
    p.code.emitCall(address);
    p.pending.kind = Kind.Eax;
  } else {
    p.pending.loadAndPush();
    const count = parseArguments(p);
    p.code.emitBytes(0xff, 0x94, 0x24);                 // call [esp + 4 * count]
    p.code.emitWord(count * 4);
    p.code.emitBytes(0x59);                             // pop ecx: the function
  }
  p.pending.type = type;
}

/** .length, .field, .METHOD(…), or a member of an enum. */
function parseMember(p: Parser): void {
  p.nextToken();
  const { tokenStart } = p.lexer;
  if (p.lexer.nameHash === LENGTH) {
    p.nextToken();
    p.pending.load();
    p.pending.set(Kind.Memory, -4);                     // the word before the elements
    return;
  }
  p.memberUses.push({ position: tokenStart, type: p.pending.type });
  const member = p.expectMember(p.pending.type);
  if (member.kind === Kind.Unknown) p.unknown("the class before the point has no such member");
  const { type, value } = member;
  if (p.at(Token.OpenParenthesis)) {
    p.pending.loadAndPush();                            // this
    parseArguments(p);
    p.code.emitCall(value);
    p.pending.kind = Kind.Eax;
  } else if (member.kind === Kind.Constant) {
    p.pending.setConstant(value);
  } else {
    p.pending.load();
    p.pending.set(Kind.Memory, value);
  }
  p.pending.type = type;
}

function parseIndex(p: Parser): void {
  const type = p.pending.type;
  p.pending.loadAndPush();
  const start = p.code.here;
  p.nextToken();
  parseExpression(p);
  p.pending.loadOperands(start);
  p.expect(Token.CloseBracket);
  p.code.emitBytes(0x3b, 0x48, 0xfc);                   // cmp ecx, [eax - 4]: unsigned, so -1 is too large
  p.code.emitBytes(0x72, 0x0a);                         // jb over the next two
  p.code.emitBytes(0x68);                               // push line
  p.code.emitWord(p.lexer.line);
  p.emitRuntimeCall("fail");
  selectElement(p, type);
}

/** The element of the array in eax whose index is in ecx: its address in eax, itself pending. */
export function selectElement(p: Parser, arrayType: number): void {
  if (arrayType === p.symbols.bytesSymbol.address) {
    p.code.emitBytes(0x01, 0xc8);                       // add eax, ecx
    p.pending.set(Kind.Byte, 0);
  } else {
    p.pending.type = arrayType - 1;
    p.code.emitBytes(0x8d, 0x04, 0x88);                 // lea eax, [eax + ecx * 4]
    p.pending.set(Kind.Memory, 0);
  }
}
