// Statements, each by its keyword. Jumps forward are fixups that land when their target has come; `break` is a
// chain of them, `continue` a place that is already known (which is why the update of a `for` comes first in the
// code, and is jumped over).

import {
  parseClass, parseConstOrLet, parseEnum, parseFunctionStatement, parseImport, parseInlineCode,
} from "./declarations.js";
import { parseExpression } from "./expressions.js";
import { Kind } from "./names.js";
import type { Parser } from "./parser.js";
import { selectElement } from "./primary.js";
import { Token } from "./tokens.js";

export function parseStatement(p: Parser): void {
  switch (p.token) {
    case Token.OpenBrace: parseBlock(p); break;
    case Token.Semicolon: p.next(); break;
    case Token.If: parseIf(p); break;
    case Token.While: parseWhile(p); break;
    case Token.For: parseFor(p); break;
    case Token.Break: parseBreak(p); break;
    case Token.Continue: parseContinue(p); break;
    case Token.Return: parseReturn(p); break;
    case Token.Let:
    case Token.Const: parseConstOrLet(p); break;
    case Token.Function: parseFunctionStatement(p); break;
    case Token.Class: parseClass(p); break;
    case Token.Export: p.next(); break;
    case Token.Import: parseImport(p); break;
    case Token.Asm: parseInlineCode(p); break;
    case Token.Enum: parseEnum(p); break;
    case Token.Switch: parseSwitch(p); break;
    case Token.Case: parseCase(p); break;
    case Token.Default: parseDefault(p); break;
    default:
      parseExpression(p);
      p.pending = Kind.None;
      p.expect(Token.Semicolon);
  }
}

/** Whatever is declared in `body` ends with it: names get their old meanings back, slots are used again. */
function inScope(p: Parser, body: () => void): void {
  const slot = p.slot;
  const mark = p.names.mark;
  body();
  p.names.restore(mark);
  p.slot = slot;
}

/** A block, from its brace on (who calls has seen it or trusts it). */
export function parseBlock(p: Parser): void {
  inScope(p, () => {
    p.next();
    while (!p.at(Token.CloseBrace)) parseStatement(p);
    p.next();
  });
}

/** KEYWORD (expression) */
function parseParenthesized(p: Parser): void {
  p.next();
  p.expect(Token.OpenParenthesis);
  parseExpression(p);
  p.expect(Token.CloseParenthesis);
}

function parseCondition(p: Parser): number {
  parseParenthesized(p);
  return p.jumpIfFalse();
}

function parseIf(p: Parser): void {
  const toElse = parseCondition(p);
  parseStatement(p);
  if (!p.at(Token.Else)) {
    p.code.land(toElse);
    return;
  }
  const toEnd = p.code.jumpForward();
  p.code.land(toElse);
  p.next();
  parseStatement(p);
  p.code.land(toEnd);
}

function parseWhile(p: Parser): void {
  const start = p.code.here;
  const exit = parseCondition(p);
  parseLoopBody(p, exit, start);
}

/** The statement of a loop, the jump back, and the landing of `exit` and every `break`. */
function parseLoopBody(p: Parser, exit: number, again: number): void {
  const { breaks, continueTarget } = p;
  p.continueTarget = again;
  p.breaks = exit;
  parseStatement(p);
  p.code.jumpTo(p.continueTarget);
  p.continueTarget = continueTarget;
  p.code.land(p.breaks);
  p.breaks = breaks;
}

function parseFor(p: Parser): void {
  p.next();
  p.expect(Token.OpenParenthesis);
  inScope(p, () => {
    if (p.at(Token.Const)) parseForOf(p);
    else parseForWithCounter(p);
  });
}

/** for (init; condition; update) body: condition, jump to the body, update, jump to the condition, body. */
function parseForWithCounter(p: Parser): void {
  parseStatement(p);
  const condition = p.code.here;
  let exit = 0;
  if (!p.at(Token.Semicolon)) {
    parseExpression(p);
    exit = p.jumpIfFalse();
  }
  p.expect(Token.Semicolon);
  let again = condition;
  if (!p.at(Token.CloseParenthesis)) {
    const toBody = p.code.jumpForward();
    again = p.code.here;
    parseExpression(p);
    p.load();
    p.code.jumpTo(condition);
    p.code.land(toBody);
  }
  p.expect(Token.CloseParenthesis);
  parseLoopBody(p, exit, again);
}

/** for (const x of array) body: two hidden variables hold the array and the index. */
function parseForOf(p: Parser): void {
  p.next();
  const name = p.expectName();
  p.next();                                             // of
  parseExpression(p);
  p.load();
  p.expect(Token.CloseParenthesis);
  const arrayType = p.type;
  storeHidden(p);
  p.code.loadConstant(-1);
  const index = storeHidden(p);
  const again = p.code.here;
  p.code.memory(0xff, 0x85, index);                     // inc dword [index]
  p.code.memory(0x8b, 0x8d, index);                     // mov ecx, [index]
  p.code.memory(0x8b, 0x85, index + 4 | 0);             // mov eax, [array]
  p.code.byte(0x3b, 0x48, 0xfc);                        // cmp ecx, [eax - 4]
  const exit = p.code.jumpForwardIf(0x83);              // jae
  selectElement(p, arrayType);
  p.load();
  p.declare(name);
  p.store(name.kind, name.value);
  parseLoopBody(p, exit, again);
}

/** Puts eax into a new local variable that has no name; returns its place. */
function storeHidden(p: Parser): number {
  if (!p.inFunction) p.fail("switch and for of stand in functions");
  const { hidden } = p.names;
  p.declare(hidden);
  p.store(hidden.kind, hidden.value);
  return hidden.value;
}

function parseBreak(p: Parser): void {
  if (p.continueTarget === 0 && p.switchSlot === 0) p.fail("break stands in a loop or a switch");
  p.next();
  p.breaks = p.code.jumpAlong(p.breaks);
  p.expect(Token.Semicolon);
}

function parseContinue(p: Parser): void {
  p.next();
  if (p.continueTarget === 0) p.fail("continue stands in a loop");
  p.code.jumpTo(p.continueTarget);
  p.expect(Token.Semicolon);
}

function parseReturn(p: Parser): void {
  if (!p.inFunction) p.fail("return stands in a function");
  p.next();
  if (!p.at(Token.Semicolon)) {
    parseExpression(p);
    p.load();
  }
  emitReturn(p);
  p.expect(Token.Semicolon);
}

export function emitReturn(p: Parser): void {
  p.code.memory(0x8d, 0xa5, p.frame);                   // lea esp, [ebp + frame]
  p.code.byte(0x5d);                                    // pop ebp
  const parameterBytes = -(p.frame + 8);
  p.code.byte(0xc2, parameterBytes, parameterBytes >> 8);  // ret parameterBytes
}

/** The value goes to a hidden variable; each case tests it and jumps on to the next test when it fails. */
function parseSwitch(p: Parser): void {
  parseParenthesized(p);
  p.load();
  inScope(p, () => {
    const { switchSlot, failedTest, breaks } = p;
    p.switchSlot = storeHidden(p);
    p.failedTest = p.code.jumpForward();
    p.breaks = 0;
    parseBlock(p);
    p.code.land(p.failedTest);
    p.code.land(p.breaks);
    p.breaks = breaks;
    p.failedTest = failedTest;
    p.switchSlot = switchSlot;
  });
}

function parseCase(p: Parser): void {
  p.next();
  const fallThrough = p.code.jumpForward();             // from the case before: over the test
  landFailedTest(p);
  parseExpression(p);
  p.load();
  p.code.memory(0x3b, 0x85, p.switchSlot);              // cmp eax, [ebp + slot]
  p.failedTest = p.code.jumpForwardIf(0x85);            // jne
  p.code.land(fallThrough);
  p.expect(Token.Colon);
}

function parseDefault(p: Parser): void {
  p.next();
  landFailedTest(p);
  p.expect(Token.Colon);
}

/** The test before has failed, so this case or default is next. */
function landFailedTest(p: Parser): void {
  if (p.failedTest === 0) p.fail("case and default stand in a switch, the default as the last one");
  p.code.land(p.failedTest);
  p.failedTest = 0;
}
