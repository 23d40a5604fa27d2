// Declarations that hold no statements: variables and constants, enums, imports (skipped) and inline machine code.

import { parseExpression } from "./expressions.js";
import type { Parser } from "./parser.js";
import { Kind } from "./symbols.js";
import { Token } from "./tokens.js";

/** let NAME: TYPE = VALUE, …; also `const enum`. A const with a constant value takes no memory. */
export function parseLetOrConst(p: Parser): void {
  const isConst = p.at(Token.Const);
  p.nextToken();
  if (p.at(Token.Enum)) {
    parseEnum(p);
    return;
  }
  for (;;) {
    parseVariable(p, isConst);
    if (!p.at(Token.Comma)) break;
    p.nextToken();
  }
  p.expect(Token.Semicolon);
}

function parseVariable(p: Parser, isConst: boolean): void {
  const { pending } = p;
  const symbol = p.expectName();
  let type = 0;
  if (p.at(Token.Colon)) {
    p.nextToken();
    p.parseType();
    type = pending.type;
  }
  if (!p.at(Token.Assign)) {
    pending.type = type;
    p.declareVariable(symbol);
    return;
  }
  p.nextToken();
  parseExpression(p);
  if (type !== 0) pending.type = type;
  if (isConst && pending.kind === Kind.Constant) {
    if (p.variables.inFunction) {
      p.symbols.saveBinding(symbol);
      symbol.value = pending.value;                     // a local may have a new value each time
    }
    p.defineSymbol(symbol, Kind.Constant, pending.value);
    symbol.type = pending.type;
  } else {
    pending.load();
    p.declareVariable(symbol);
    p.code.emitStore(symbol.kind, symbol.value);
  }
}

/** enum E { A, B = 5, C }: members are constants, each 1 more than the one before; E itself is only a type. */
export function parseEnum(p: Parser): void {
  const { pending } = p;
  p.nextToken();
  const symbol = p.expectName();
  symbol.kind = Kind.Constant;
  symbol.type = symbol.address;
  p.expect(Token.OpenBrace);
  pending.value = -1;
  while (!p.at(Token.CloseBrace)) {
    const member = p.expectMember(symbol.address);
    pending.value = pending.value + 1 | 0;
    if (p.at(Token.Assign)) {
      p.nextToken();
      parseExpression(p);
      if (pending.kind !== Kind.Constant) p.fail("the value of a member of an enum is a constant");
    }
    p.defineSymbol(member, Kind.Constant, pending.value);
    if (p.at(Token.Comma)) p.nextToken();
  }
  p.nextToken();
}

/** Imports are for Node: here all files of a program are one text. */
export function parseImport(p: Parser): void {
  while (!p.at(Token.Semicolon)) p.nextToken();
  p.nextToken();
}

/** asm NAME BYTES; : a call of NAME becomes these bytes; without bytes NAME is ignored. */
export function parseAsm(p: Parser): void {
  p.nextToken();
  const symbol = p.expectName();
  const start = p.code.beginData();
  while (p.at(Token.Number)) {
    p.code.emitBytes(p.lexer.number);
    p.nextToken();
  }
  const length = p.code.endData(start);
  p.defineSymbol(symbol, length === 0 ? Kind.Ignored : Kind.Inline, start);
  p.expect(Token.Semicolon);
}
