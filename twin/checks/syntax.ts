// Which TypeScript is T: the kinds of syntax that the compiler knows, and for the others what to write instead.
// What follows from types, names and numbers is in the other files of this folder.

import ts from "typescript";
import type { Report } from "./problems.js";

const S = ts.SyntaxKind;

const ALLOWED = new Set([
  S.SourceFile, S.EndOfFileToken, S.ImportDeclaration, S.ImportClause, S.NamedImports, S.ImportSpecifier,
  S.Identifier, S.StringLiteral, S.NumericLiteral,
  S.VariableStatement, S.VariableDeclarationList, S.VariableDeclaration, S.FunctionDeclaration, S.Parameter,
  S.ClassDeclaration, S.PropertyDeclaration, S.MethodDeclaration, S.Constructor, S.EnumDeclaration, S.EnumMember,
  S.Block, S.EmptyStatement, S.ExpressionStatement, S.IfStatement, S.WhileStatement, S.ForStatement, S.ForOfStatement,
  S.BreakStatement, S.ContinueStatement, S.ReturnStatement, S.SwitchStatement, S.CaseBlock, S.CaseClause,
  S.DefaultClause,
  S.BinaryExpression, S.PrefixUnaryExpression, S.PostfixUnaryExpression, S.ConditionalExpression, S.CallExpression,
  S.NewExpression, S.PropertyAccessExpression, S.ElementAccessExpression, S.ParenthesizedExpression,
  S.ArrayLiteralExpression, S.NonNullExpression, S.AsExpression, S.ThisKeyword, S.TrueKeyword, S.FalseKeyword,
  S.NullKeyword,
  S.TypeReference, S.ArrayType, S.UnionType, S.LiteralType, S.FunctionType, S.NumberKeyword, S.BooleanKeyword,
  S.VoidKeyword, S.ExportKeyword, S.ConstKeyword,
]);

const INSTEAD = new Map<ts.SyntaxKind, string>([
  [S.ArrowFunction, "write a function of its own at the top level and use its name"],
  [S.FunctionExpression, "write a function of its own at the top level and use its name"],
  [S.TemplateExpression, "write b(\"text\") and put the parts together as bytes"],
  [S.NoSubstitutionTemplateLiteral, "write b(\"text\")"],
  [S.InterfaceDeclaration, "write a class"],
  [S.TypeAliasDeclaration, "write a class, or number for what is one word"],
  [S.TypeLiteral, "write a class"],
  [S.ObjectLiteralExpression, "write a class and new"],
  [S.DoStatement, "write while (true) with a break at its end"],
  [S.ForInStatement, "write for with a counter"],
  [S.ThrowStatement, "return a number that tells the error, or call fail"],
  [S.TryStatement, "return a number that tells the error, or call fail"],
  [S.LabeledStatement, "write a function and return from it"],
  [S.GetAccessor, "write a method"],
  [S.SetAccessor, "write a method"],
  [S.ModuleDeclaration, "write files"],
  [S.HeritageClause, "write a field with the other object, or one class with a kind"],
  [S.TypeParameter, "write it for each type"],
  [S.ParenthesizedType, "write Array<A | null> for (A | null)[]"],
  [S.TupleType, "write a class"],
  [S.OptionalType, "write a class"],
  [S.StringKeyword, "write Uint8Array"],
  [S.AnyKeyword, "name the class"],
  [S.UndefinedKeyword, "write null"],
  [S.BigIntLiteral, "write two words"],
  [S.RegularExpressionLiteral, "compare the bytes"],
  [S.SpreadElement, "copy in a loop"],
  [S.ArrayBindingPattern, "write one const for each part"],
  [S.ObjectBindingPattern, "write one const for each part"],
  [S.OmittedExpression, "write each element"],
  [S.TypeOfExpression, "the class is known"],
  [S.DeleteExpression, "write = null"],
  [S.VoidExpression, "write the call alone"],
  [S.AwaitExpression, "there is only one thread"],
  [S.YieldExpression, "there is only one thread"],
  [S.ExportDeclaration, "write export before the declaration itself"],
  [S.ExportAssignment, "write export before the declaration itself"],
  [S.NamespaceImport, "import the names one by one"],
  [S.SatisfiesExpression, "write as"],
  [S.ClassExpression, "write a class of its own at the top level"],
]);

const BINARY_OPERATORS = new Set([
  S.PlusToken, S.MinusToken, S.AsteriskToken, S.SlashToken, S.PercentToken,
  S.AmpersandToken, S.BarToken, S.CaretToken,
  S.LessThanLessThanToken, S.GreaterThanGreaterThanToken, S.GreaterThanGreaterThanGreaterThanToken,
  S.LessThanToken, S.GreaterThanToken, S.LessThanEqualsToken, S.GreaterThanEqualsToken,
  S.EqualsEqualsEqualsToken, S.ExclamationEqualsEqualsToken, S.AmpersandAmpersandToken, S.BarBarToken,
  S.EqualsToken, S.PlusEqualsToken, S.MinusEqualsToken, S.AsteriskEqualsToken, S.PercentEqualsToken,
  S.AmpersandEqualsToken, S.BarEqualsToken, S.CaretEqualsToken,
  S.LessThanLessThanEqualsToken, S.GreaterThanGreaterThanEqualsToken, S.GreaterThanGreaterThanGreaterThanEqualsToken,
  S.SlashEqualsToken,  // refused with the divisions
]);

const OPERATOR_INSTEAD = new Map<ts.SyntaxKind, string>([
  [S.EqualsEqualsToken, "write ==="],
  [S.ExclamationEqualsToken, "write !=="],
  [S.CommaToken, "write two statements"],
  [S.QuestionQuestionToken, "write x !== null ? x : y"],
  [S.AsteriskAsteriskToken, "write a loop, or << for powers of two"],
  [S.InstanceOfKeyword, "give the class a kind"],
  [S.InKeyword, "give the class a field"],
]);

const NUMBER_TYPES = "number, boolean, void, a class, an enum, arrays, Uint8Array, Int32Array or a function type";

export function isPostfixStatement(node: ts.Node): boolean {
  const { parent } = node;
  return ts.isPostfixUnaryExpression(node)
    && (ts.isExpressionStatement(parent) || ts.isForStatement(parent) && parent.incrementor === node);
}

function isIncrement(node: ts.Node): boolean {
  return (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node))
    && (node.operator === S.PlusPlusToken || node.operator === S.MinusMinusToken);
}

/** Kinds that must end with a semicolon of their own. */
const NEED_SEMICOLON = new Set([
  S.VariableStatement, S.ExpressionStatement, S.BreakStatement, S.ContinueStatement, S.ReturnStatement,
  S.ImportDeclaration, S.PropertyDeclaration,
]);

/** Checks one node by its kind alone; returns false when what is inside needs no further look. */
export function checkSyntax(node: ts.Node, report: Report): boolean {
  const isOperator = ts.isToken(node) && ts.isBinaryExpression(node.parent) && node.parent.operatorToken === node;
  if (isOperator) {
    checkOperator(node, report);
    return true;
  }
  if (node.kind === S.UnknownKeyword) return true;      // looked at with its `as`
  if (ts.isOptionalChain(node)) {
    report(node, "?. is not in T: write if (x !== null)");
    return false;
  }
  if (!ALLOWED.has(node.kind) && !(ts.isToken(node) && !ts.isModifier(node) && !INSTEAD.has(node.kind)
      && !ts.isTypeNode(node))) {
    const instead = INSTEAD.get(node.kind);
    report(node, `${describe(node)} is not in T${instead === undefined ? "" : `: ${instead}`}`);
    return false;
  }
  if (NEED_SEMICOLON.has(node.kind) && !node.getText().endsWith(";")) report(node, "the semicolon is missing");
  checkByKind(node, report);
  return true;
}

function describe(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, " ");
  return text.length > 30 ? `${text.slice(0, 27)}...` : text;
}

function checkOperator(node: ts.Node, report: Report): void {
  if (BINARY_OPERATORS.has(node.kind)) return;
  const instead = OPERATOR_INSTEAD.get(node.kind);
  report(node, `the operator ${node.getText()} is not in T${instead === undefined ? "" : `: ${instead}`}`);
}

function checkByKind(node: ts.Node, report: Report): void {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) checkFunction(node, report);
  else if (ts.isParameter(node)) checkParameter(node, report);
  else if (ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) checkTopLevel(node, report);
  else if (ts.isPropertyDeclaration(node)) checkField(node, report);
  else if (ts.isVariableDeclaration(node)) checkVariable(node, report);
  else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) checkUnary(node, report);
  else if (ts.isSwitchStatement(node)) checkSwitch(node, report);
  else if (ts.isForStatement(node)) checkFor(node, report);
  else if (ts.isForOfStatement(node)) checkForOf(node, report);
  else if (ts.isUnionTypeNode(node)) checkUnion(node, report);
  else if (ts.isFunctionTypeNode(node)) checkFunctionType(node, report);
  else if (ts.isTypeReferenceNode(node)) checkTypeReference(node, report);
  else if (ts.isStringLiteral(node)) checkString(node, report);
  else if (ts.isImportDeclaration(node)) checkImport(node, report);
  else if (ts.isAsExpression(node)) checkAs(node, report);
  else if (ts.isNewExpression(node)) checkNew(node, report);
  else if (ts.isCallExpression(node) && node.typeArguments !== undefined) report(node, "no type arguments in calls");
}

function checkFunction(node: ts.FunctionDeclaration | ts.MethodDeclaration, report: Report): void {
  if (ts.isFunctionDeclaration(node)) checkTopLevel(node, report);
  if (node.type === undefined) report(node.name ?? node, "the return type must be written");
  if (node.body === undefined) report(node, "a function needs a body here");
  if (node.asteriskToken !== undefined) report(node, "generators are not in T");
  if (node.questionToken !== undefined) report(node, "optional methods are not in T");
}

function checkTopLevel(node: ts.Declaration, report: Report): void {
  if (!ts.isSourceFile(node.parent)) report(node, "functions, classes and enums belong at the top level");
}

function checkParameter(node: ts.ParameterDeclaration, report: Report): void {
  if (node.type === undefined) report(node, "the type of a parameter must be written");
  if (node.initializer !== undefined) report(node, "no default values: pass the argument in every call");
  if (node.questionToken !== undefined) report(node, "no optional parameters: pass null");
  if (node.dotDotDotToken !== undefined) report(node, "no rest parameters: pass an array");
  if (node.name.getText() === "this") report(node, "this is no parameter");
}

function checkField(node: ts.PropertyDeclaration, report: Report): void {
  if (node.type === undefined) report(node, "the type of a field must be written");
  if (node.questionToken !== undefined) report(node, "no optional fields: write | null");
  if (node.exclamationToken !== undefined) report(node, "no ! here: give the field a value");
  if (!ts.isIdentifier(node.name)) report(node.name, "the name of a field is a plain name");
}

function checkVariable(node: ts.VariableDeclaration, report: Report): void {
  const list = node.parent as ts.VariableDeclarationList;
  if (!(list.flags & ts.NodeFlags.BlockScoped)) report(node, "var is not in T: write let or const");
  if (node.exclamationToken !== undefined) report(node, "no ! here: give the variable a value");
  if (node.initializer === undefined && !ts.isForOfStatement(list.parent)) {
    report(node, "a variable needs a value: in T it would begin with whatever lies there");
  }
}

function checkUnary(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression, report: Report): void {
  if (isIncrement(node)) {
    const operator = node.operator === S.PlusPlusToken ? "++" : "--";
    if (ts.isPrefixUnaryExpression(node)) report(node, `${operator}x is not in T: write x${operator} as a statement`);
    else if (!isPostfixStatement(node)) report(node, `x${operator} only as a statement: in T its value is the new one`);
  } else if (node.operator === S.PlusToken) {
    report(node, "unary + is not in T");
  }
}

function checkSwitch(node: ts.SwitchStatement, report: Report): void {
  const { clauses } = node.caseBlock;
  clauses.forEach((clause, i) => {
    if (ts.isDefaultClause(clause) && i !== clauses.length - 1) report(clause, "default must be the last one");
    for (const statement of clause.statements) {
      if (ts.isVariableStatement(statement)) report(statement, "let or const in a case needs braces around the case");
    }
  });
}

function checkFor(node: ts.ForStatement, report: Report): void {
  const { initializer } = node;
  if (initializer === undefined || !ts.isVariableDeclarationList(initializer)) return;
  if (initializer.flags & ts.NodeFlags.Const) report(initializer, "const is for `for (const x of array)`: write let");
}

function checkForOf(node: ts.ForOfStatement, report: Report): void {
  const { initializer } = node;
  const isConst = ts.isVariableDeclarationList(initializer) && initializer.flags & ts.NodeFlags.Const;
  if (!isConst) report(initializer, "write for (const x of array)");
  else if (initializer.declarations[0].type !== undefined) report(initializer, "no type: it is that of the elements");
  if (node.awaitModifier !== undefined) report(node, "await is not in T");
}

function checkUnion(node: ts.UnionTypeNode, report: Report): void {
  const isNull = (type: ts.TypeNode): boolean => type.getText() === "null";
  if (node.types.length !== 2 || isNull(node.types[0]) || !isNull(node.types[1])) {
    report(node, "a union is a class or array | null, null last");
  }
}

function checkFunctionType(node: ts.FunctionTypeNode, report: Report): void {
  for (const parameter of node.parameters) {
    if (parameter.type?.getText().includes(">")) {
      report(parameter, "no > inside the parameters of a function type: write T[] for Array<T>");
    }
  }
}

function checkTypeReference(node: ts.TypeReferenceNode, report: Report): void {
  const name = node.typeName.getText();
  if (!ts.isIdentifier(node.typeName)) report(node, "a type is a plain name");
  const isArray = name === "Array";
  if (isArray !== (node.typeArguments?.length === 1) || !isArray && node.typeArguments !== undefined) {
    report(node, `types are ${NUMBER_TYPES}`);
  }
}

function checkString(node: ts.StringLiteral, report: Report): void {
  const { parent } = node;
  if (ts.isImportDeclaration(parent)) return;
  const callee = ts.isCallExpression(parent) && parent.arguments[0] === node ? parent.expression.getText() : "";
  const quote = node.getText()[0];
  if (callee !== "b" && callee !== "ch") report(node, "text is allowed only in b(\"text\") and ch('x')");
  else if (callee === "b" && quote !== "\"") report(node, "b takes double quotes: single ones are a number in T");
  else if (callee === "ch" && quote !== "'") report(node, "ch takes single quotes: double ones are an array in T");
}

function checkImport(node: ts.ImportDeclaration, report: Report): void {
  const clause = node.importClause;
  if (clause === undefined || clause.name !== undefined) {
    report(node, "write import { a, c } from \"...\"");
  } else if (clause.namedBindings !== undefined && ts.isNamedImports(clause.namedBindings)) {
    for (const specifier of clause.namedBindings.elements) {
      if (specifier.propertyName !== undefined) report(specifier, "a name keeps its name: no as in imports");
    }
  }
}

function checkAs(node: ts.AsExpression, report: Report): void {
  const isHalf = node.type.kind === S.UnknownKeyword && !ts.isAsExpression(node.parent);
  if (isHalf) report(node, "unknown is allowed only in x as unknown as T");
  if (node.type.getText() === "const") report(node, "as const is not in T");
}

function checkNew(node: ts.NewExpression, report: Report): void {
  const name = node.expression.getText();
  if (node.arguments === undefined) report(node, "write the parentheses");
  if (name === "Array" && node.typeArguments?.length !== 1) report(node, "write new Array<T>(n)");
  const needsOne = name === "Array" || name === "Uint8Array" || name === "Int32Array";
  if (needsOne && node.arguments?.length !== 1) report(node, "an array is made with its length alone");
}
