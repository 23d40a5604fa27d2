// Instrumented programs: the JavaScript of a chain program in which every operator whose result could differ between
// Node and T goes through a function of watch.ts, and throws where it does. A run of it that throws nothing, with the
// same output as in the chain, is what the rules of numbers.ts cannot prove.
// Only the program's own files change; chain/2-runtime/node.ts is emitted as it is.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { COMPILER_OPTIONS } from "./check.js";
import { isTypeScript, type Program } from "./programs.js";
import { isPostfixStatement } from "./syntax.js";

const S = ts.SyntaxKind;
const { factory } = ts;

const WATCH = "twin/checks/watch.ts";

const COMPARISONS = new Set([
  S.LessThanToken, S.GreaterThanToken, S.LessThanEqualsToken, S.GreaterThanEqualsToken,
  S.EqualsEqualsEqualsToken, S.ExclamationEqualsEqualsToken,
]);

const EXACT = new Set([S.PlusToken, S.MinusToken, S.AsteriskToken]);

const COMPOUND = new Map<ts.SyntaxKind, ts.BinaryOperator>([
  [S.PlusEqualsToken, S.PlusToken], [S.MinusEqualsToken, S.MinusToken], [S.AsteriskEqualsToken, S.AsteriskToken],
  [S.PercentEqualsToken, S.PercentToken],
]);

/**
 * Writes the instrumented programs to `outDir`, with the paths that their files have below `root`.
 * Returns the files to run with Node: that of each program's last source.
 */
export function buildChecked(root: string, programs: Program[], outDir: string): string[] {
  const sources = programs.map((program) => {
    return program.files.filter(isTypeScript).map((file) => path.join(root, file.path));
  });
  const files = sources.flat();
  const host = ts.createProgram([...files, path.join(root, WATCH)], {
    ...COMPILER_OPTIONS, rootDir: root, outDir, noEmit: false, inlineSourceMap: true, declaration: false,
  });
  const isOwn = (file: ts.SourceFile): boolean =>
    files.includes(file.fileName) && !file.fileName.includes("/chain/2-runtime/");
  const result = host.emit(undefined, undefined, undefined, false, {
    before: [(context) => (file) => isOwn(file) ? new Instrumenter(root, host, context).run(file) : file],
  });
  if (result.emitSkipped) throw new Error("TypeScript made no output");
  mkdirSync(outDir, { recursive: true });
  writeFileSync(path.join(outDir, "package.json"), readFileSync(path.join(root, "package.json")));
  return sources.map((list) => path.join(outDir, path.relative(root, list[list.length - 1]).replace(/\.ts$/, ".js")));
}

class Instrumenter {
  private readonly checker: ts.TypeChecker;
  private readonly watch = factory.createIdentifier("$");

  constructor(
    private readonly root: string, host: ts.Program, private readonly context: ts.TransformationContext,
  ) {
    this.checker = host.getTypeChecker();
  }

  run(file: ts.SourceFile): ts.SourceFile {
    const changed = ts.visitEachChild(file, this.visit, this.context);
    const from = path.relative(path.dirname(file.fileName), path.join(this.root, WATCH)).replace(/\.ts$/, ".js");
    const namespace = factory.createImportClause(false, undefined, factory.createNamespaceImport(this.watch));
    const importWatch = factory.createImportDeclaration(undefined, namespace, factory.createStringLiteral(from));
    return factory.updateSourceFile(changed, [importWatch, ...changed.statements]);
  }

  private call(name: string, ...values: ts.Expression[]): ts.Expression {
    return factory.createCallExpression(factory.createPropertyAccessExpression(this.watch, name), undefined, values);
  }

  private see(node: ts.Expression): ts.Expression {
    return ts.visitNode(node, this.visit) as ts.Expression;
  }

  private isNumber(node: ts.Node): boolean {
    return (this.checker.getTypeAtLocation(node).flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.EnumLike)) !== 0;
  }

  /** A value that is compared or decided on. */
  private checked(node: ts.Expression): ts.Expression {
    const isComparison = ts.isBinaryExpression(node) && COMPARISONS.has(node.operatorToken.kind);
    if (isComparison) return this.see(node);
    return this.call(this.isNumber(node) ? "int" : "known", this.see(node));
  }

  private readonly visit = (node: ts.Node): ts.Node => {
    if (ts.isBinaryExpression(node)) return this.binary(node);
    if (ts.isElementAccessExpression(node)) {
      return this.call("get", this.see(node.expression), this.see(node.argumentExpression));
    }
    if (isPostfixStatement(node)) return this.postfix(node as ts.PostfixUnaryExpression);
    if (ts.isPrefixUnaryExpression(node)) return this.prefix(node);
    if (ts.isCallExpression(node) && node.expression.getText() === "b") return this.text(node);
    if (ts.isNewExpression(node) && /^(Array|Int32Array|Uint8Array)$/.test(node.expression.getText())) {
      const size = this.call("size", this.see(node.arguments![0]));
      return factory.updateNewExpression(node, node.expression, node.typeArguments, [size]);
    }
    return this.decision(node) ?? ts.visitEachChild(node, this.visit, this.context);
  };

  private decision(node: ts.Node): ts.Node | undefined {
    const statement = (inner: ts.Statement): ts.Statement => ts.visitNode(inner, this.visit) as ts.Statement;
    if (ts.isIfStatement(node)) {
      const otherwise = node.elseStatement === undefined ? undefined : statement(node.elseStatement);
      return factory.updateIfStatement(node, this.checked(node.expression), statement(node.thenStatement), otherwise);
    }
    if (ts.isWhileStatement(node)) {
      return factory.updateWhileStatement(node, this.checked(node.expression), statement(node.statement));
    }
    if (ts.isForStatement(node)) {
      const visitOptional = <T extends ts.Node>(inner: T | undefined): T | undefined =>
        inner === undefined ? undefined : ts.visitNode(inner, this.visit) as T;
      const condition = node.condition === undefined ? undefined : this.checked(node.condition);
      return factory.updateForStatement(
        node, visitOptional(node.initializer), condition, visitOptional(node.incrementor), statement(node.statement));
    }
    if (ts.isConditionalExpression(node)) {
      return factory.updateConditionalExpression(
        node, this.checked(node.condition), node.questionToken, this.see(node.whenTrue), node.colonToken,
        this.see(node.whenFalse));
    }
    if (ts.isSwitchStatement(node)) {
      const caseBlock = ts.visitNode(node.caseBlock, this.visit) as ts.CaseBlock;
      return factory.updateSwitchStatement(node, this.checked(node.expression), caseBlock);
    }
    return undefined;
  }

  private binary(node: ts.BinaryExpression): ts.Expression {
    const kind = node.operatorToken.kind;
    const { left, right } = node;
    if (COMPARISONS.has(kind)) {
      return factory.updateBinaryExpression(node, this.checked(left), node.operatorToken, this.checked(right));
    }
    if (kind === S.AmpersandAmpersandToken || kind === S.BarBarToken) {
      return factory.updateBinaryExpression(node, this.checked(left), node.operatorToken, this.see(right));
    }
    const compound = COMPOUND.get(kind);
    if (compound !== undefined) return this.compound(left, compound, this.see(right));
    if (kind >= S.FirstAssignment && kind <= S.LastAssignment) {
      return factory.updateBinaryExpression(node, this.target(left), node.operatorToken, this.assigned(node));
    }
    return this.arithmetic(kind as ts.BinaryOperator, this.see(left), this.see(right));
  }

  /** An assigned value; what goes into an array must not be undefined. */
  private assigned(node: ts.BinaryExpression): ts.Expression {
    const value = this.see(node.right);
    return ts.isElementAccessExpression(node.left) ? this.call("known", value) : value;
  }

  private arithmetic(kind: ts.BinaryOperator, left: ts.Expression, right: ts.Expression): ts.Expression {
    if (kind === S.SlashToken) return this.call("divide", left, right);
    if (kind === S.PercentToken) return this.call("remainder", left, right);
    const value = factory.createBinaryExpression(left, kind, right);
    return EXACT.has(kind) ? this.call("exact", value) : factory.createParenthesizedExpression(value);
  }

  private index(): ts.Expression { return factory.createPropertyAccessExpression(this.watch, "index"); }

  /** The left side of an assignment. */
  private target(node: ts.Expression): ts.Expression {
    if (!ts.isElementAccessExpression(node)) return this.see(node);
    const array = this.call("at", this.see(node.expression), this.see(node.argumentExpression));
    return factory.createElementAccessExpression(array, this.index());
  }

  /** x op= value, with the operator checked; the object of a field is evaluated once. */
  private compound(target: ts.Expression, kind: ts.BinaryOperator, value: ts.Expression): ts.Expression {
    if (ts.isIdentifier(target)) return factory.createAssignment(target, this.arithmetic(kind, target, value));
    const old = factory.createIdentifier("$old");
    const parameter = factory.createParameterDeclaration(undefined, undefined, old);
    const body = this.arithmetic(kind, old, value);
    const change = factory.createArrowFunction(undefined, undefined, [parameter], undefined, undefined, body);
    if (ts.isElementAccessExpression(target)) {
      const array = this.call("at", this.see(target.expression), this.see(target.argumentExpression));
      return this.call("update", array, this.index(), change);
    }
    const access = target as ts.PropertyAccessExpression;
    return this.call("update", this.see(access.expression), factory.createStringLiteral(access.name.text), change);
  }

  private postfix(node: ts.PostfixUnaryExpression): ts.Expression {
    const kind = node.operator === S.PlusPlusToken ? S.PlusToken : S.MinusToken;
    return this.compound(node.operand, kind, factory.createNumericLiteral(1));
  }

  private prefix(node: ts.PrefixUnaryExpression): ts.Expression {
    if (ts.isNumericLiteral(node.operand)) return node;
    if (node.operator === S.TildeToken) return factory.updatePrefixUnaryExpression(node, this.see(node.operand));
    return factory.updatePrefixUnaryExpression(node, this.checked(node.operand));
  }

  private text(node: ts.CallExpression): ts.Expression {
    const file = node.getSourceFile();
    const { line, character } = file.getLineAndCharacterOfPosition(node.getStart());
    const place = `${path.relative(this.root, file.fileName)}:${line + 1}:${character + 1}`;
    const make = factory.createArrowFunction(undefined, undefined, [], undefined, undefined, node);
    return this.call("literal", factory.createStringLiteral(place), make);
  }
}
