// Order: in T the top level of all files runs from the first file of the list to the last. A global that is used
// before its line has run is 0 there, without a word. So for every statement of the top level, in the order of the
// list, this follows the functions that it may call and refuses those that reach a global of a later place.

import ts from "typescript";
import type { Report } from "./problems.js";

type Body = ts.Node;

export class OrderCheck {
  /** Storage globals in the order in which they get their values. */
  private readonly place = new Map<ts.Symbol, number>();
  private readonly uses = new Map<Body, Set<ts.Symbol>>();

  constructor(private readonly checker: ts.TypeChecker, private readonly report: Report) {}

  check(files: ts.SourceFile[]): void {
    const statements = files.flatMap((file) => [...file.statements]);
    statements.forEach((statement, i) => {
      if (!ts.isVariableStatement(statement)) return;
      for (const { name } of statement.declarationList.declarations) {
        const symbol = this.checker.getSymbolAtLocation(name);
        if (symbol !== undefined) this.place.set(symbol, i);
      }
    });
    statements.forEach((statement, i) => {
      const runs = ts.isVariableStatement(statement) || ts.isExpressionStatement(statement)
        || ts.isIfStatement(statement) || ts.isWhileStatement(statement);
      if (runs) this.checkStatement(statement, i);
    });
  }

  private checkStatement(statement: ts.Statement, at: number): void {
    const seen = new Set<ts.Symbol>();
    const open = [...this.usesOf(statement)];
    while (open.length > 0) {
      const symbol = open.pop()!;
      if (seen.has(symbol)) continue;
      seen.add(symbol);
      const place = this.place.get(symbol);
      if (place !== undefined && place > at && !this.isConstant(symbol)) {
        this.report(statement, `this runs before ${symbol.name} has its value: change the order`);
        return;
      }
      for (const body of bodiesOf(symbol)) open.push(...this.usesOf(body));
    }
  }

  /** A const that T folds has its value from the start. */
  private isConstant(symbol: ts.Symbol): boolean {
    const declaration = symbol.valueDeclaration;
    if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
    if (!(ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const)) return false;
    let isConstant = true;
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) isConstant = isConstant && /^(b|ch)$/.test(node.expression.getText());
      else if (ts.isNewExpression(node) || ts.isArrayLiteralExpression(node)) isConstant = false;
      else if (ts.isElementAccessExpression(node) || ts.isConditionalExpression(node)) isConstant = false;
      ts.forEachChild(node, visit);
    };
    if (declaration.initializer !== undefined) visit(declaration.initializer);
    return isConstant;
  }

  /** The functions, methods, classes and globals that a piece of code names. */
  private usesOf(body: Body): Set<ts.Symbol> {
    const known = this.uses.get(body);
    if (known !== undefined) return known;
    const symbols = new Set<ts.Symbol>();
    const visit = (node: ts.Node): void => {
      if (ts.isTypeNode(node)) return;
      if (ts.isIdentifier(node)) {
        let symbol = this.checker.getSymbolAtLocation(node);
        if (symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias) symbol = this.checker.getAliasedSymbol(symbol);
        if (symbol !== undefined) symbols.add(symbol);
      }
      ts.forEachChild(node, visit);
    };
    visit(body);
    this.uses.set(body, symbols);
    return symbols;
  }
}

/** What runs when a symbol is called or made: a function's or method's body; a class's constructor and values. */
function bodiesOf(symbol: ts.Symbol): Body[] {
  const bodies: Body[] = [];
  for (const declaration of symbol.declarations ?? []) {
    if (ts.isFunctionDeclaration(declaration) || ts.isMethodDeclaration(declaration)) {
      if (declaration.body !== undefined) bodies.push(declaration.body);
    } else if (ts.isClassDeclaration(declaration)) {
      for (const member of declaration.members) {
        if (ts.isConstructorDeclaration(member) && member.body !== undefined) bodies.push(member.body);
        if (ts.isPropertyDeclaration(member) && member.initializer !== undefined) bodies.push(member.initializer);
      }
    }
  }
  return bodies;
}
