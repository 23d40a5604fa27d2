// Operands: the lower half of expressions. A name, number, string, parenthesis, `new` or array literal, and then
// any number of .member, [index], (arguments), ! and `as TYPE`.
// Which member a name after a point means is found by the class of what stands before it, so every part must leave
// the right type.

import { parseExpression } from "./expressions.js";
import { hashOf, Kind } from "./names.js";
import type { Parser } from "./parser.js";
import { Token } from "./tokens.js";

const MOST_INLINE = 4095;
const LENGTH = hashOf("length");
const CONSTRUCTOR = hashOf("constructor");

export function parsePrimary(p: Parser): void {
  parseOperand(p);
  for (;;) {
    switch (p.token) {
      case Token.Dot: parseMember(p); break;
      case Token.OpenBracket: parseIndex(p); break;
      case Token.OpenParenthesis: parseCall(p); break;
      case Token.Not: p.next(); break;
      case Token.As:
        p.next();
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
      p.setConstant(p.lexer.number);
      p.next();
      break;
    case Token.String: parseString(p); break;
    case Token.OpenParenthesis:
      p.next();
      parseExpression(p);
      p.expect(Token.CloseParenthesis);
      break;
    case Token.New: parseNew(p); break;
    case Token.OpenBracket: parseArrayLiteral(p); break;
    default: p.fail("an expression belongs here");
  }
}

function parseName(p: Parser): void {
  const name = p.expectName();
  // null has no type of its own: in `c ? x : null` that of x stays
  if (name.type !== 0) p.type = name.type;
  p.pendingValue = name.value;
  if (name.kind === Kind.Ignored) {
    parseOperand(p);
  } else if (name.kind === Kind.Inline) {
    parseInline(p, name.value);
  } else if (name.kind === Kind.None) {
    p.unknown("this name is not known");
    p.pending = Kind.Constant;
  } else {
    p.pending = name.kind;
  }
}

/** Inline machine code, copied from where `asm` put it: all arguments are pushed but the last, which is in eax. */
function parseInline(p: Parser, start: number): void {
  parseArguments(p);
  p.code.here--;
  const length = p.code.wordAt(start - 4);
  if (length >>> 0 > MOST_INLINE) p.fail("the inline code is too long, or defined further down");
  for (let i = 0; i < length; i++) p.code.byte(p.code.byteAt(start + i));
}

/** The bytes lie in the code, jumped over; the value is their address. */
function parseString(p: Parser): void {
  const start = p.code.beginData();
  for (;;) {
    const byte = p.lexer.stringByte();
    if (byte < 0) break;
    p.code.byte(byte);
  }
  p.code.endData(start);
  p.setConstant(start + p.code.delta | 0);
  p.type = p.names.bytes.address;
  p.next();
}

/** new C(…) calls C's allocator and then its constructor, if there is one; new of an array type its runtime. */
function parseNew(p: Parser): void {
  p.next();
  p.parseType();
  const type = p.type;
  const name = p.names.ofType(type);
  if (name === undefined || name.kind === Kind.None) {
    parseArguments(p);
    p.callRuntime(type === p.names.bytes.address ? "newBytes" : "newWords");
  } else {
    p.code.call(name.value);
    const constructor = p.names.find(type + CONSTRUCTOR | 0);
    if (constructor.kind === Kind.None) {
      parseArguments(p);
    } else {
      p.code.byte(0x50, 0x50);                          // push eax: the result; push eax: this
      const address = constructor.value;
      parseArguments(p);
      p.code.call(address);
      p.code.byte(0x58);                                // pop eax
    }
  }
  p.type = type;
}

/** [a, b, c]: the elements are pushed, and newArray finds them above its argument. */
function parseArrayLiteral(p: Parser): void {
  const count = parseArguments(p);
  const type = p.type;
  p.code.byte(0x68);                                    // push count
  p.code.word(count);
  p.callRuntime("newArray");
  p.code.byte(0x81, 0xc4);                              // add esp, 4 * count
  p.code.word(count * 4);
  p.type = type + 1;
}

/** (a, b) or [a, b]: pushes each value; returns how many they are. */
function parseArguments(p: Parser): number {
  p.pending = Kind.None;
  if (!p.at(Token.OpenParenthesis) && !p.at(Token.OpenBracket)) p.fail("( belongs here");
  const close = p.at(Token.OpenParenthesis) ? Token.CloseParenthesis : Token.CloseBracket;
  let count = 0;
  p.next();
  while (!p.at(close)) {
    parseExpression(p);
    p.loadAndPush();
    count++;
    if (!p.at(Token.Comma)) break;
    p.next();
  }
  p.expect(close);
  return count;
}

/** A call of what is pending: directly when it is a function's name, else through its value. */
function parseCall(p: Parser): void {
  const type = p.type;
  if (p.pending === Kind.Constant) {
    const address = p.pendingValue;
    parseArguments(p);
    p.code.call(address);
    p.pending = Kind.None;
  } else {
    p.loadAndPush();
    const count = parseArguments(p);
    p.code.byte(0xff, 0x94, 0x24);                      // call [esp + 4 * count]
    p.code.word(count * 4);
    p.code.byte(0x59);                                  // pop ecx: the function
  }
  p.type = type;
}

/** .length, .field, .METHOD(…), or a member of an enum. */
function parseMember(p: Parser): void {
  p.next();
  const { start } = p.lexer;
  if (p.lexer.hash === LENGTH) {
    p.next();
    p.load();
    p.pending = Kind.Memory;                            // the word before the elements
    p.pendingValue = -4;
    return;
  }
  p.memberUses.push({ position: start, type: p.type });
  const member = p.expectMember(p.type);
  if (member.kind === Kind.None) p.unknown("what stands before the point has no such member");
  const { type, value } = member;
  if (p.at(Token.OpenParenthesis)) {
    p.loadAndPush();                                    // this
    parseArguments(p);
    p.code.call(value);
    p.pending = Kind.None;
  } else if (member.kind === Kind.Constant) {
    p.setConstant(value);
  } else {
    p.load();
    p.pending = Kind.Memory;
    p.pendingValue = value;
  }
  p.type = type;
}

function parseIndex(p: Parser): void {
  const type = p.type;
  p.loadAndPush();
  const start = p.code.here;
  p.next();
  parseExpression(p);
  p.combine(start);
  p.expect(Token.CloseBracket);
  p.code.byte(0x3b, 0x48, 0xfc);                        // cmp ecx, [eax - 4]: unsigned, so -1 is too large
  p.code.byte(0x72, 0x0a);                              // jb over the next two
  p.code.byte(0x68);                                    // push line
  p.code.word(p.lexer.line);
  p.callRuntime("fail");
  selectElement(p, type);
}

/** Element ecx of the array in eax: its address to eax, itself pending. */
export function selectElement(p: Parser, arrayType: number): void {
  if (arrayType === p.names.bytes.address) {
    p.code.byte(0x01, 0xc8);                            // add eax, ecx
    p.pending = Kind.Byte;
  } else {
    p.type = arrayType - 1;
    p.code.byte(0x8d, 0x04, 0x88);                      // lea eax, [eax + ecx * 4]
    p.pending = Kind.Memory;
  }
  p.pendingValue = 0;
}
