// Statements, each by its keyword. Jumps forward are fixups that land when their target is reached; `break` is a chain
// of them, `continue` jumps to a place that is already known (which is why the update of a `for` comes first in the
// code, and is jumped over).

import { parseAsm, parseEnum, parseImport, parseLetOrConst } from "./declarations.js";
import { parseExpression, selectElement } from "./expressions.js";
import { emitReturn, parseClass, parseFunctionDeclaration } from "./functions.js";
import type { Parser } from "./parser.js";
import { Kind } from "./symbols.js";
import { Token } from "./tokens.js";

export function parseStatement(p: Parser): void {
  switch (p.token) {
    case Token.OpenBrace: parseBlock(p); break;
    case Token.Semicolon: p.nextToken(); break;
    case Token.If: parseIf(p); break;
    case Token.While: parseWhile(p); break;
    case Token.For: parseFor(p); break;
    case Token.Break: parseBreak(p); break;
    case Token.Continue: parseContinue(p); break;
    case Token.Return: parseReturn(p); break;
    case Token.Let:
    case Token.Const: parseLetOrConst(p); break;
    case Token.Function: parseFunctionDeclaration(p, parseBlock); break;
    case Token.Class: parseClass(p, parseBlock); break;
    case Token.Export: p.nextToken(); break;
    case Token.Import: parseImport(p); break;
    case Token.Asm: parseAsm(p); break;
    case Token.Enum: parseEnum(p); break;
    case Token.Switch: parseSwitch(p); break;
    case Token.Case: parseCase(p); break;
    case Token.Default: parseDefault(p); break;
    default:
      parseExpression(p);
      p.pending.kind = Kind.Eax;
      p.expect(Token.Semicolon);
  }
}

/** { statements }, a scope of its own; the caller has seen the brace, or trusts that it is there. */
function parseBlock(p: Parser): void {
  const scope = p.variables.beginScope();
  p.nextToken();
  while (!p.at(Token.CloseBrace)) parseStatement(p);
  p.nextToken();
  p.variables.endScope(scope);
}

/** KEYWORD (expression) */
function parseParenthesized(p: Parser): void {
  p.nextToken();
  p.expect(Token.OpenParenthesis);
  parseExpression(p);
  p.expect(Token.CloseParenthesis);
}

function parseCondition(p: Parser): number {
  parseParenthesized(p);
  return p.pending.emitJumpIfFalse();
}

function parseIf(p: Parser): void {
  const toElse = parseCondition(p);
  parseStatement(p);
  if (!p.at(Token.Else)) {
    p.code.land(toElse);
    return;
  }
  const toEnd = p.code.emitJumpForward();
  p.code.land(toElse);
  p.nextToken();
  parseStatement(p);
  p.code.land(toEnd);
}

function parseWhile(p: Parser): void {
  const start = p.code.here;
  const exitJump = parseCondition(p);
  parseLoopBody(p, exitJump, start);
}

/** The statement of a loop, the jump back, and the landing of `exitJump` and every `break`. */
function parseLoopBody(p: Parser, exitJump: number, again: number): void {
  const { code, targets } = p;
  const { breakChain, continueTarget } = targets;
  targets.continueTarget = again;
  targets.breakChain = exitJump;
  parseStatement(p);
  code.emitJumpTo(targets.continueTarget);
  targets.continueTarget = continueTarget;
  code.land(targets.breakChain);
  targets.breakChain = breakChain;
}

function parseFor(p: Parser): void {
  p.nextToken();
  p.expect(Token.OpenParenthesis);
  const scope = p.variables.beginScope();
  if (p.at(Token.Const)) parseForOf(p);
  else parseForWithCounter(p);
  p.variables.endScope(scope);
}

/** for (first; condition; update) body: condition, jump to the body, update, jump to the condition, body. */
function parseForWithCounter(p: Parser): void {
  parseStatement(p);
  const condition = p.code.here;
  let exitJump = 0;
  if (!p.at(Token.Semicolon)) {
    parseExpression(p);
    exitJump = p.pending.emitJumpIfFalse();
  }
  p.expect(Token.Semicolon);
  let again = condition;
  if (!p.at(Token.CloseParenthesis)) {
    const toBody = p.code.emitJumpForward();
    again = p.code.here;
    parseExpression(p);
    p.pending.load();
    p.code.emitJumpTo(condition);
    p.code.land(toBody);
  }
  p.expect(Token.CloseParenthesis);
  parseLoopBody(p, exitJump, again);
}

/** for (const x of array) body: two temporaries hold the array and the index. */
function parseForOf(p: Parser): void {
  const { code, pending } = p;
  p.nextToken();
  const symbol = p.expectName();
  p.nextToken();                                        // of
  parseExpression(p);
  pending.load();
  p.expect(Token.CloseParenthesis);
  const arrayType = pending.type;
  const array = declareTemporary(p);
  code.emitStore(Kind.Local, array);
  code.emitLoadConstant(-1);
  const index = declareTemporary(p);
  code.emitStore(Kind.Local, index);
  const again = code.here;
  code.emitModrm(0xff, 0x85, index);                    // inc dword [index]
  code.emitModrm(0x8b, 0x8d, index);                    // mov ecx, [index]
  code.emitModrm(0x8b, 0x85, array);                    // mov eax, [array]
  code.emitBytes(0x3b, 0x48, 0xfc);                     // cmp ecx, [eax - 4]
  const exitJump = code.emitJumpForwardIf(0x83);        // jae
  selectElement(p, arrayType);
  pending.load();
  p.declareVariable(symbol);
  code.emitStore(symbol.kind, symbol.value);
  parseLoopBody(p, exitJump, again);
}

/** Declares a local variable without a name; returns its slot. */
function declareTemporary(p: Parser): number {
  if (!p.variables.inFunction) p.fail("switch and for of are allowed only in functions");
  const { temporary } = p.symbols;
  p.declareVariable(temporary);
  return temporary.value;
}

function parseBreak(p: Parser): void {
  if (p.targets.continueTarget === 0 && p.targets.switchSlot === 0) p.fail("break outside a loop or switch");
  p.nextToken();
  p.targets.breakChain = p.code.emitJumpAlong(p.targets.breakChain);
  p.expect(Token.Semicolon);
}

function parseContinue(p: Parser): void {
  p.nextToken();
  if (p.targets.continueTarget === 0) p.fail("continue outside a loop");
  p.code.emitJumpTo(p.targets.continueTarget);
  p.expect(Token.Semicolon);
}

function parseReturn(p: Parser): void {
  if (!p.variables.inFunction) p.fail("return outside a function");
  p.nextToken();
  if (!p.at(Token.Semicolon)) {
    parseExpression(p);
    p.pending.load();
  }
  emitReturn(p);
  p.expect(Token.Semicolon);
}

/** The value goes to a temporary; each case tests it and jumps on to the next test when it fails. */
function parseSwitch(p: Parser): void {
  const { code, targets } = p;
  parseParenthesized(p);
  p.pending.load();
  const scope = p.variables.beginScope();
  const { switchSlot, failedTest, breakChain } = targets;
  targets.switchSlot = declareTemporary(p);
  code.emitStore(Kind.Local, targets.switchSlot);
  targets.failedTest = code.emitJumpForward();          // to the first test
  targets.breakChain = 0;
  parseBlock(p);
  code.land(targets.failedTest);
  code.land(targets.breakChain);
  targets.breakChain = breakChain;
  targets.failedTest = failedTest;
  targets.switchSlot = switchSlot;
  p.variables.endScope(scope);
}

function parseCase(p: Parser): void {
  p.nextToken();
  const fallThrough = p.code.emitJumpForward();         // from the case before: over the test
  landFailedTest(p);
  parseExpression(p);
  p.pending.load();
  p.code.emitModrm(0x3b, 0x85, p.targets.switchSlot);   // cmp eax, [ebp + slot]
  p.targets.failedTest = p.code.emitJumpForwardIf(0x85);  // jne
  p.code.land(fallThrough);
  p.expect(Token.Colon);
}

function parseDefault(p: Parser): void {
  p.nextToken();
  landFailedTest(p);
  p.expect(Token.Colon);
}

/** The test before has failed, so this case or default is next. */
function landFailedTest(p: Parser): void {
  if (p.targets.failedTest === 0) p.fail("case or default outside a switch, or after its default");
  p.code.land(p.targets.failedTest);
  p.targets.failedTest = 0;
}
