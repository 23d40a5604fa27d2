// Types: TypeScript compares them by structure, T lays objects out by class and finds members by class. So a B may
// not pass for an A, here or inside arrays; a function may not pass for one with another number of parameters (the
// callee takes its arguments off the stack); and at every `.member` both languages must see the same class.

import ts from "typescript";
import type { Report } from "./problems.js";

const S = ts.SyntaxKind;
const WORD_FLAGS = ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike | ts.TypeFlags.EnumLike;

export class ClassCheck {
  constructor(private readonly checker: ts.TypeChecker, private readonly report: Report) {}

  check(node: ts.Node): void {
    const { checker } = this;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) this.checkArguments(node);
    if (ts.isCallExpression(node)) this.checkCallee(node);
    if (ts.isPropertyAccessExpression(node)) this.checkAccess(node);
    if (ts.isElementAccessExpression(node)) this.checkIndex(node);
    if (ts.isAsExpression(node)) this.checkAs(node);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === S.EqualsToken) {
      this.flow(node.right, checker.getTypeAtLocation(node.left));
      if (isLength(node.left)) this.report(node, "the length of an array does not change: make a new one");
    }
    if ((ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node)) && node.initializer && node.type) {
      this.flow(node.initializer, checker.getTypeFromTypeNode(node.type));
    }
    if (ts.isPropertyDeclaration(node) && node.initializer) this.checkInitializer(node.initializer);
    if (ts.isReturnStatement(node) && node.expression) {
      const owner = ts.findAncestor(node, ts.isFunctionLike);
      if (owner?.type !== undefined) this.flow(node.expression, checker.getTypeFromTypeNode(owner.type));
    }
  }

  /** A value goes where `target` is expected; each branch of a choice goes there by itself. */
  private flow(expression: ts.Expression, target: ts.Type): void {
    if (ts.isParenthesizedExpression(expression)) {
      this.flow(expression.expression, target);
    } else if (ts.isConditionalExpression(expression)) {
      this.flow(expression.whenTrue, target);
      this.flow(expression.whenFalse, target);
    } else if (ts.isArrayLiteralExpression(expression)) {
      const element = this.elementType(target);
      if (element !== undefined) for (const item of expression.elements) this.flow(item, element);
    } else {
      const source = this.checker.getTypeAtLocation(expression);
      const difference = this.difference(source, target);
      if (difference !== "") this.report(expression, difference);
    }
  }

  private plain(type: ts.Type): ts.Type {
    return this.checker.getNonNullableType(type);
  }

  private elementType(type: ts.Type): ts.Type | undefined {
    const plain = this.plain(type);
    return this.checker.isArrayType(plain) ? this.checker.getTypeArguments(plain as ts.TypeReference)[0] : undefined;
  }

  /** What makes a source type pass for the target in TypeScript but not in T; empty when they agree. */
  private difference(sourceType: ts.Type, targetType: ts.Type): string {
    const source = this.plain(sourceType);
    const target = this.plain(targetType);
    if (source === target || source.flags & ts.TypeFlags.Never) return "";
    const sourceElement = this.elementType(source);
    const targetElement = this.elementType(target);
    if (sourceElement !== undefined && targetElement !== undefined) {
      return this.difference(sourceElement, targetElement);
    }
    const sourceCall = source.getCallSignatures()[0];
    const targetCall = target.getCallSignatures()[0];
    if (sourceCall !== undefined && targetCall !== undefined) return this.callDifference(sourceCall, targetCall);
    const sourceName = this.className(source);
    const targetName = this.className(target);
    if (sourceName === targetName || sourceName === "" || targetName === "") return "";
    return `${sourceName} passes for ${targetName} in TypeScript, but T lays them out by class`;
  }

  private callDifference(source: ts.Signature, target: ts.Signature): string {
    if (source.parameters.length !== target.parameters.length) {
      return `this function takes ${source.parameters.length} arguments, it will be called with `
        + `${target.parameters.length}: T needs the same number`;
    }
    for (let i = 0; i < source.parameters.length; i++) {
      const difference = this.difference(this.typeOf(source.parameters[i]), this.typeOf(target.parameters[i]));
      if (difference !== "") return difference;
    }
    return this.difference(source.getReturnType(), target.getReturnType());
  }

  private typeOf(symbol: ts.Symbol): ts.Type {
    return symbol.valueDeclaration === undefined
      ? this.checker.getDeclaredTypeOfSymbol(symbol)
      : this.checker.getTypeOfSymbolAtLocation(symbol, symbol.valueDeclaration);
  }

  private className(type: ts.Type): string {
    const { symbol } = type;
    const isClass = symbol !== undefined && symbol.flags & ts.SymbolFlags.Class;
    const isArray = symbol !== undefined && /^(Uint8Array|Int32Array)$/.test(symbol.name);
    return isClass || isArray ? symbol.name : "";
  }

  private checkArguments(node: ts.CallExpression | ts.NewExpression): void {
    const signature = this.checker.getResolvedSignature(node);
    if (signature === undefined || node.arguments === undefined) return;
    signature.parameters.forEach((parameter, i) => {
      const argument = node.arguments?.[i];
      if (argument === undefined || parameter.valueDeclaration === undefined) return;
      if (parameter.valueDeclaration.getSourceFile().isDeclarationFile) return;
      this.flow(argument, this.checker.getTypeOfSymbolAtLocation(parameter, node));
    });
  }

  private checkCallee(node: ts.CallExpression): void {
    const callee = node.expression;
    if (!ts.isPropertyAccessExpression(callee)) return;
    const declaration = this.checker.getSymbolAtLocation(callee.name)?.valueDeclaration;
    if (declaration !== undefined && ts.isPropertyDeclaration(declaration)) {
      this.report(callee.name, `${callee.name.text} is a field: in T x.f(...) calls a method; write (x.f)(...)`);
    }
  }

  private checkAccess(node: ts.PropertyAccessExpression): void {
    const type = this.plain(this.checker.getTypeAtLocation(node.expression));
    const isArray = this.checker.isArrayType(type) || /Array$/.test(type.symbol?.name ?? "");
    if (isArray && node.name.text !== "length") {
      this.report(node.name, `arrays have only length and [index]; there is no ${node.name.text}`);
    }
    if (type.flags & WORD_FLAGS && !(type.symbol?.flags & ts.SymbolFlags.Enum)) {
      this.report(node.name, "numbers have no members");
    }
    const declaration = this.checker.getSymbolAtLocation(node.name)?.valueDeclaration;
    const isCalled = ts.isCallExpression(node.parent) && node.parent.expression === node;
    if (declaration !== undefined && ts.isMethodDeclaration(declaration) && !isArray && !isCalled) {
      this.report(node.name, `${node.name.text} is a method: it can only be called`);
    }
  }

  private checkIndex(node: ts.ElementAccessExpression): void {
    const type = this.plain(this.checker.getTypeAtLocation(node.expression));
    const name = type.symbol?.name ?? "";
    const isArray = this.checker.isArrayType(type) || name === "Uint8Array" || name === "Int32Array";
    if (!isArray) this.report(node, "only arrays have [index]");
  }

  private checkAs(node: ts.AsExpression): void {
    if (node.type.kind === S.UnknownKeyword) return;
    const source = this.checker.getTypeAtLocation(node.expression);
    if (source.flags & ts.TypeFlags.Unknown) return;
    const difference = this.difference(source, this.checker.getTypeFromTypeNode(node.type));
    if (difference !== "") this.report(node, `${difference}: write as unknown as if you mean the same memory`);
  }

  private checkInitializer(initializer: ts.Expression): void {
    const visit = (node: ts.Node): void => {
      if (node.kind === S.ThisKeyword) this.report(node, "no this in the value of a field: write a constructor");
      ts.forEachChild(node, visit);
    };
    visit(initializer);
  }

  /**
   * The class or enum that TypeScript sees before the point of a member's name, and whether T agrees.
   * `seenByT` is the name of the class that T takes, or undefined when its type is none of a class.
   */
  checkMemberUse(name: ts.Node, seenByT: string | undefined): void {
    const access = name.parent;
    if (!ts.isPropertyAccessExpression(access)) return;
    const type = this.plain(this.checker.getTypeAtLocation(access.expression));
    const expected = type.symbol?.name ?? "?";
    if (seenByT !== expected) {
      this.report(name, `T sees ${seenByT ?? "something without members"} before the point, `
        + `TypeScript sees ${expected}: put it into a variable with a written type`);
    }
  }
}

function isLength(node: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(node) && node.name.text === "length";
}
