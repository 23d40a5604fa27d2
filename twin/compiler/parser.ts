// What all parts of the compiler share: lexer, symbols, code, pending value and variables, each with its own data, and
// the small parts of the grammar. The compiler goes through the text once and makes code as it reads: there is no tree.

import { Code } from "./code.js";
import { Lexer } from "./lexer.js";
import { Pending } from "./pending.js";
import { Kind, type Symbol, SymbolTable } from "./symbols.js";
import { Token } from "./tokens.js";
import { Variables } from "./variables.js";

/** Where `break`, `continue` and the labels of `switch` belong; only statements.ts reads and writes it. */
export class JumpTargets {
  /** Jumps out of the current loop or switch, as a chain. */
  breakChain = 0;
  /** Where `continue` jumps to; 0 outside of loops. */
  continueTarget = 0;
  /** The slot that holds the value of the current switch; 0 outside of one. */
  switchSlot = 0;
  /** The jump of its last test that failed; 0 after `default`. */
  failedTest = 0;
}

export class Parser {
  readonly code = new Code();
  readonly symbols: SymbolTable;
  readonly lexer: Lexer;
  readonly pending = new Pending(this.code);
  readonly variables: Variables;
  readonly targets = new JumpTargets();

  /** Pass 4, 3, 2, 1. In the last one everything must be known and nothing may move. */
  pass = 4;

  /** What was taken as a member of which type in this pass: for the checks, not needed to compile. */
  memberUses: { position: number; type: number }[] = [];

  constructor(source: Uint8Array) {
    this.symbols = new SymbolTable((reason) => this.fail(reason));
    this.variables = new Variables(this.symbols, (symbol, kind, value) => this.defineSymbol(symbol, kind, value));
    this.lexer = new Lexer(source, this.symbols, () => this.checkRoom());
  }

  get token(): number { return this.lexer.token; }

  at(token: number): boolean { return this.lexer.token === token; }

  nextToken(): void { this.lexer.nextToken(); }

  fail(reason: string): never { this.lexer.fail(reason); }

  private checkRoom(): void {
    if (this.code.isFull) this.fail("the program is too big: there is room for 2 MiB of code");
  }

  /** The token before is not known: an error, but only in the last pass. Until then it may still be declared. */
  unknown(reason: string): void {
    if (this.pass === 1) this.lexer.failAtPrevious(reason);
  }

  expect(token: number): void {
    if (this.token !== token) this.fail(`${String.fromCharCode(token)} belongs here`);
    this.nextToken();
  }

  /** Takes a name. */
  expectName(): Symbol {
    if (!this.at(Token.Name)) this.fail("a name belongs here");
    const { symbol } = this.lexer;
    this.nextToken();
    return symbol;
  }

  /** Takes the name of a member of a class (or enum): the same name is another symbol in each class. */
  expectMember(type: number): Symbol {
    if (type === 0) this.unknown("the class before the point is not known");
    const hash = this.lexer.nameHash + type | 0;
    if (hash === 0) this.fail("the hash of this member is 0, which marks a free place: take another name");
    this.lexer.symbol = this.symbols.findSymbol(hash);
    return this.expectName();
  }

  defineSymbol(symbol: Symbol, kind: number, value: number): void {
    symbol.kind = kind;
    if (symbol.value === value) return;
    if (this.pass === 1) this.fail("a name has two meanings, or its value does not settle");
    symbol.value = value;
  }

  /** A new variable of the type that was read last. */
  declareVariable(symbol: Symbol): void {
    this.variables.declareVariable(symbol, this.pending.type);
  }

  /** A call of a function of the program that is part of the language: alloc, newWords, newBytes, newArray, fail. */
  emitRuntimeCall(text: string): void {
    const symbol = this.symbols.findText(text);
    if (symbol.kind === Kind.Unknown) this.unknown(`the program has no function ${text}, which is called here`);
    this.code.emitCall(symbol.value);
  }

  /** A type: NAME, NAME<TYPE>, (…) => TYPE, each with [] and | null after it. */
  parseType(): void {
    if (this.at(Token.OpenParenthesis)) {
      do this.nextToken(); while (!this.at(Token.Greater));
      this.nextToken();
    }
    this.pending.type = this.expectName().address;
    if (this.at(Token.Less)) {
      this.nextToken();
      this.parseType();
      this.pending.type++;
      this.expect(Token.Greater);
    }
    while (this.at(Token.OpenBracket)) {
      this.pending.type++;
      this.nextToken();
      this.expect(Token.CloseBracket);
    }
    while (this.at(Token.Bar)) {
      this.nextToken();
      this.nextToken();
    }
  }
}
