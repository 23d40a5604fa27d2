// Functions and classes. Their code lies where they are written, jumped over by what surrounds it.
// A body is a block of statements, and statements are the next floor up: the caller says how a block is parsed.

import { parseExpression } from "./expressions.js";
import type { Parser } from "./parser.js";
import { Kind, type Symbol } from "./symbols.js";
import { Token } from "./tokens.js";

type ParseBlock = (p: Parser) => void;

export function parseFunctionDeclaration(p: Parser, parseBlock: ParseBlock): void {
  expectTopLevel(p);
  parseFunction(p, p.expectName(), 0, parseBlock);
}

/** Takes the keyword `function` or `class`, which is not allowed in a function. */
function expectTopLevel(p: Parser): void {
  if (p.variables.inFunction) p.fail("functions and classes are declared outside of functions");
  p.nextToken();
}

/**
 * A function or method from its parameters on. Parameters are pushed left to right, for a method after `this`; ebp
 * points above them, so the first one is at [ebp - 4], and locals follow below the return address and saved ebp.
 */
function parseFunction(p: Parser, symbol: Symbol, classType: number, parseBlock: ParseBlock): void {
  const { code, variables } = p;
  const over = code.emitJumpForward();
  p.defineSymbol(symbol, Kind.Constant, code.here + code.originDelta | 0);
  const scope = variables.beginFunction();
  if (classType !== 0) {
    p.pending.type = classType;
    p.declareVariable(p.symbols.thisSymbol);
  }
  parseParameters(p);
  if (p.at(Token.Colon)) {
    p.nextToken();
    p.parseType();
  }
  symbol.type = p.pending.type;
  variables.endParameters();
  code.emitBytes(0x55);                                 // push ebp
  code.emitBytes(0x8d, 0xac, 0x24);                     // lea ebp, [esp - frame]
  code.emitWord(-variables.frame);
  code.emitBytes(0x81, 0xec);                           // sub esp, room for locals
  const room = code.emitFixup();
  parseBlock(p);
  code.setWordAt(room - 4, variables.frame - variables.lowestSlot);
  emitReturn(p);
  variables.endFunction(scope);
  code.land(over);
}

function parseParameters(p: Parser): void {
  p.expect(Token.OpenParenthesis);
  while (!p.at(Token.CloseParenthesis)) {
    const symbol = p.expectName();
    p.expect(Token.Colon);
    p.parseType();
    p.declareVariable(symbol);
    if (!p.at(Token.Comma)) break;
    p.nextToken();
  }
  p.expect(Token.CloseParenthesis);
}

export function emitReturn(p: Parser): void {
  const { code, variables: { frame } } = p;
  code.emitModrm(0x8d, 0xa5, frame);                    // lea esp, [ebp + frame]
  code.emitBytes(0x5d);                                 // pop ebp
  const parameterBytes = -(frame + 8);
  code.emitBytes(0xc2, parameterBytes, parameterBytes >> 8);  // ret parameterBytes
}

/**
 * A class is an allocator: `alloc(size)`, then the initializers of its fields with the object in eax, then a return.
 * Methods lie between the initializers, jumped over.
 */
export function parseClass(p: Parser, parseBlock: ParseBlock): void {
  const { code } = p;
  expectTopLevel(p);
  const symbol = p.expectName();
  const classType = symbol.address;
  symbol.type = classType;
  const over = code.emitJumpForward();
  p.defineSymbol(symbol, Kind.Constant, code.here + code.originDelta | 0);
  code.emitBytes(0x68);                                 // push size
  const sizeEnd = code.emitFixup();
  p.emitRuntimeCall("alloc");
  let size = 0;
  p.expect(Token.OpenBrace);
  while (!p.at(Token.CloseBrace)) {
    const member = p.expectMember(classType);
    if (p.at(Token.OpenParenthesis)) {
      parseFunction(p, member, classType, parseBlock);
    } else {
      parseField(p, member, size);
      size += 4;
    }
  }
  code.setWordAt(sizeEnd - 4, size);
  code.emitBytes(0xc3);                                 // ret
  code.land(over);
  p.nextToken();
}

function parseField(p: Parser, member: Symbol, offset: number): void {
  p.defineSymbol(member, Kind.Memory, offset);
  p.expect(Token.Colon);
  p.parseType();
  member.type = p.pending.type;
  if (p.at(Token.Assign)) {
    const place = member.value;
    p.code.emitBytes(0x50);                             // push eax: the object
    const start = p.code.here;
    p.nextToken();
    parseExpression(p);
    p.pending.loadOperands(start);
    p.code.emitModrm(0x89, 0x88, place);                // mov [eax + place], ecx
  }
  p.expect(Token.Semicolon);
}
