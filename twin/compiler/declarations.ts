// Declarations: constants and variables, functions, classes, enums, imports (passed over) and inline machine code.
// Code of functions lies where they are written, jumped over by what surrounds it.

import { parseExpression } from "./expressions.js";
import { Kind, type Name } from "./names.js";
import type { Parser } from "./parser.js";
import { emitReturn, parseBlock } from "./statements.js";
import { Token } from "./tokens.js";

/** let NAME: TYPE = VALUE, …; a const with a constant value takes no place. */
export function parseConstOrLet(p: Parser): void {
  const isConst = p.at(Token.Const);
  p.next();
  if (p.at(Token.Enum)) {
    parseEnum(p);
    return;
  }
  for (;;) {
    parseVariable(p, isConst);
    if (!p.at(Token.Comma)) break;
    p.next();
  }
  p.expect(Token.Semicolon);
}

function parseVariable(p: Parser, isConst: boolean): void {
  const name = p.expectName();
  let type = 0;
  if (p.at(Token.Colon)) {
    p.next();
    p.parseType();
    type = p.type;
  }
  if (!p.at(Token.Assign)) {
    p.type = type;
    p.declare(name);
    return;
  }
  p.next();
  parseExpression(p);
  if (type !== 0) p.type = type;
  if (isConst && p.pending === Kind.Constant) {
    if (p.inFunction) {
      p.names.shadow(name);
      name.value = p.pendingValue;
    }
    p.define(name, Kind.Constant, p.pendingValue);
    name.type = p.type;
  } else {
    p.load();
    p.declare(name);
    p.store(name.kind, name.value);
  }
}

export function parseFunctionStatement(p: Parser): void {
  expectOutside(p);
  parseFunction(p, p.expectName(), 0);
}

/** Takes the keyword `function` or `class`, which may not stand in a function. */
function expectOutside(p: Parser): void {
  if (p.inFunction) p.fail("functions and classes stand outside of functions");
  p.next();
}

/**
 * A function or method from its parameters on. Parameters are pushed left to right, for a method after `this`; ebp
 * points above them, so the first one is at [ebp - 4], and locals follow below the return address and saved ebp.
 */
function parseFunction(p: Parser, name: Name, classType: number): void {
  const over = p.code.jumpForward();
  const mark = p.names.mark;
  p.define(name, Kind.Constant, p.code.here + p.code.delta | 0);
  const outside = p.inFunction;
  p.inFunction = true;
  p.slot = 0;
  if (classType !== 0) {
    p.type = classType;
    p.declare(p.names.self);
  }
  parseParameters(p);
  if (p.at(Token.Colon)) {
    p.next();
    p.parseType();
  }
  name.type = p.type;
  p.slot -= 8;
  p.frame = p.slot;
  p.lowestSlot = p.slot;
  p.code.byte(0x55);                                    // push ebp
  p.code.byte(0x8d, 0xac, 0x24);                        // lea ebp, [esp - frame]
  p.code.word(-p.slot);
  p.code.byte(0x81, 0xec);                              // sub esp, room for locals
  p.code.word(0);
  const room = p.code.here;
  parseBlock(p);
  p.code.setWordAt(room - 4, p.frame - p.lowestSlot);
  emitReturn(p);
  p.inFunction = outside;
  p.names.restore(mark);
  p.code.land(over);
}

function parseParameters(p: Parser): void {
  p.expect(Token.OpenParenthesis);
  while (!p.at(Token.CloseParenthesis)) {
    const name = p.expectName();
    p.expect(Token.Colon);
    p.parseType();
    p.declare(name);
    if (!p.at(Token.Comma)) break;
    p.next();
  }
  p.expect(Token.CloseParenthesis);
}

/**
 * A class is an allocator: `alloc(size)`, then the initializers of its fields with the object in eax, then a return.
 * Methods lie between the initializers, jumped over.
 */
export function parseClass(p: Parser): void {
  expectOutside(p);
  const name = p.expectName();
  const type = name.address;
  name.type = type;
  const over = p.code.jumpForward();
  p.define(name, Kind.Constant, p.code.here + p.code.delta | 0);
  p.code.byte(0x68);                                    // push size
  p.code.word(0);
  const sizeEnd = p.code.here;
  p.callRuntime("alloc");
  let size = 0;
  p.expect(Token.OpenBrace);
  while (!p.at(Token.CloseBrace)) {
    const member = p.expectMember(type);
    if (p.at(Token.OpenParenthesis)) {
      parseFunction(p, member, type);
    } else {
      parseField(p, member, size);
      size += 4;
    }
  }
  p.code.setWordAt(sizeEnd - 4, size);
  p.code.byte(0xc3);                                    // ret
  p.code.land(over);
  p.next();
}

function parseField(p: Parser, member: Name, offset: number): void {
  p.define(member, Kind.Memory, offset);
  p.expect(Token.Colon);
  p.parseType();
  member.type = p.type;
  if (p.at(Token.Assign)) {
    const place = member.value;
    p.code.byte(0x50);                                  // push eax: the object
    const start = p.code.here;
    p.next();
    parseExpression(p);
    p.combine(start);
    p.code.memory(0x89, 0x88, place);                   // mov [eax + place], ecx
  }
  p.expect(Token.Semicolon);
}

/** enum E { A, B = 5, C }: members are constants; E itself is only a type. */
export function parseEnum(p: Parser): void {
  p.next();
  const name = p.expectName();
  name.kind = Kind.Constant;
  name.type = name.address;
  p.expect(Token.OpenBrace);
  p.pendingValue = -1;
  while (!p.at(Token.CloseBrace)) {
    const member = p.expectMember(name.address);
    p.pendingValue = p.pendingValue + 1 | 0;
    if (p.at(Token.Assign)) {
      p.next();
      parseExpression(p);
      if (p.pending !== Kind.Constant) p.fail("the value of a member of an enum is a constant");
    }
    p.define(member, Kind.Constant, p.pendingValue);
    if (p.at(Token.Comma)) p.next();
  }
  p.next();
}

/** Imports are for Node: here all files of a program are one text. */
export function parseImport(p: Parser): void {
  while (!p.at(Token.Semicolon)) p.next();
  p.next();
}

/** asm NAME BYTES; : a call of NAME becomes these bytes; without bytes it disappears. */
export function parseInlineCode(p: Parser): void {
  p.next();
  const name = p.expectName();
  const start = p.code.beginData();
  while (p.at(Token.Number)) {
    p.code.byte(p.lexer.number);
    p.next();
  }
  const length = p.code.endData(start);
  p.define(name, length === 0 ? Kind.Ignored : Kind.Inline, start);
  p.expect(Token.Semicolon);
}
