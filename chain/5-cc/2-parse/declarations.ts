// Declarations (C99 6.7): declarators, and what they declare with which linkage.
// A declarator is read from the outside in; its parenthesized part is read against a placeholder type that is
// replaced when what follows the parentheses is known. For `int *(*f)(void)`: the specifiers give int, the `*` outside
// makes it int *; (*f) is read against a placeholder, which makes f a pointer to the placeholder; the suffix (void)
// makes int * a function's result, and that function takes the placeholder's place.
import { b, ch } from "../../2-runtime/node.js";
import {
  accept, enterNesting, error, errorAbout, expect, leaveNesting, next, peek, token, tokenName, unexpected,
} from "../1-read/tokens.js";
import { Name, Node, Op, Parameter, Storage, Symbol, Token, Type, TypeKind } from "../model.js";
import { constantExpression } from "./expressions.js";
import { initializeLocal, initializeStatic } from "./initializers.js";
import {
  checkRedeclaration, declare, enterScope, forgetLocals, leaveScope, locals, newLocal, newStatic, scope,
} from "./scopes.js";
import { isTypeAhead, isTypedef, LARGEST_OBJECT, skipAttributes, specifiers } from "./specifiers.js";
import { functionBody } from "./statements.js";
import { forgetNodes, NodeList, statementNode } from "./tree.js";
import {
  areCompatible, arrayOf, functionReturning, isArray, isCompleteType, isFunction, isRecord, isScalar, isVoid,
  pointerTo, sizeOf,
} from "./types.js";

// ---- declarators ----

const MOST_DERIVED = 100;

// declarator: pointer? direct-declarator    abstract-declarator: the same without a name
export function declarator(base: Type): Parameter {
  enterNesting();
  let declared = new Parameter(null, base);
  while (accept(ch('*'))) {
    while (token === Token.Const || token === Token.Restrict) next();
    declared.type = pointerTo(declared.type);
    if (declared.type.depth > MOST_DERIVED) error(b("the type is too deep"));
  }
  if (token === ch('(') && isInnerDeclarator()) {
    next();
    const placeholder = new Type(TypeKind.Int, 4, 4);
    const inner = declarator(placeholder);
    expect(ch(')'));
    inner.type = replaced(inner.type, placeholder, declaratorSuffix(declared.type));
    declared = inner;
  } else {
    if (token === Token.Name) {
      declared.name = tokenName;
      next();
    }
    declared.type = declaratorSuffix(declared.type);
  }
  skipAttributes();
  if (declared.type.depth > MOST_DERIVED) error(b("the type is too deep"));
  checkSize(declared.type);
  leaveNesting();
  return declared;
}

/** Is this '(' around a declarator, and not the start of a parameter list? */
function isInnerDeclarator(): boolean {
  const following = peek();
  return following !== ch(')') && !isTypeAhead();
}

/** Replaces the placeholder at the inner end of a type by `outer`. */
function replaced(inner: Type, placeholder: Type, outer: Type): Type {
  if (inner === placeholder) return outer;
  let type = inner, steps = 1;
  while (type.base !== placeholder) {
    type = type.base!;
    steps++;
  }
  checkDerived(type, outer);
  type.base = outer;
  // the depths on the way counted from the placeholder
  type = inner;
  while (type !== outer) {
    type.depth = outer.depth + steps;
    steps--;
    type = type.base!;
  }
  return inner;
}

function checkDerived(type: Type, base: Type): void {
  if (isArray(type) && !isCompleteType(base)) error(b("an array of an incomplete type"));
  if (isFunction(type) && !isScalar(base) && !isVoid(base)) error(b("invalid function result type"));
}

/** All arrays in a type must be small enough. */
function checkSize(type: Type): void {
  if (type.base === null) return;
  checkSize(type.base);
  if (!isArray(type) || type.count < 0) return;
  const size = sizeOf(type.base);
  if (size > 0 && type.count > ((LARGEST_OBJECT / size) | 0)) error(b("the array is too large"));
}

// direct-declarator: direct-declarator [ constant-expression? ] | direct-declarator ( parameter-type-list )
/** Array lengths and parameter lists after a name. */
function declaratorSuffix(base: Type): Type {
  if (token === ch('[')) {
    next();
    let count = -1;
    if (token !== ch(']')) {
      const length = constantExpression().number;
      if (length.high !== 0 || length.low < 0) error(b("invalid array length"));
      count = length.low;
    }
    expect(ch(']'));
    enterNesting();
    const element = declaratorSuffix(base);
    leaveNesting();
    // a placeholder is an int for now; what replaces it is checked then
    if (!isCompleteType(element)) error(b("an array of an incomplete type"));
    return arrayOf(element, count);
  }
  if (token === ch('(')) return parameterList(base);
  return base;
}

// parameter-type-list: parameter-list | parameter-list , ...
function parameterList(base: Type): Type {
  next();
  const type = functionReturning(base);
  let last: Parameter | null = null;
  if (token === Token.Void && peek() === ch(')')) {
    next();
    type.hasPrototype = true;
  } else if (token === Token.Name && !isTypedef(tokenName)) {
    errorAbout(b("unknown type of a parameter: "), tokenName.text);
  } else {
    while (token !== ch(')')) {
      type.hasPrototype = true;
      if (token === Token.Ellipsis) {
        if (last === null) error(b("parameter required before ..."));
        type.isVariadic = true;
        next();
        break;
      }
      const parameter = parameterDeclaration();
      if (last === null) type.parameters = parameter;
      else last.next = parameter;
      last = parameter;
      if (token !== ch(')')) expect(ch(','));
      else break;
      if (token === ch(')')) unexpected(b("a parameter"));
    }
  }
  expect(ch(')'));
  checkDerived(type, base);
  return type;
}

// parameter-declaration: declaration-specifiers declarator | declaration-specifiers abstract-declarator?
function parameterDeclaration(): Parameter {
  const base = specifiers();
  if (base.storage !== 0 && base.storage !== Token.Register) error(b("invalid storage class of a parameter"));
  const parameter = declarator(base.type);
  const type = parameter.type;
  if (isArray(type)) parameter.type = pointerTo(type.base!);
  if (isFunction(type)) parameter.type = pointerTo(type);
  if (!isScalar(parameter.type)) error(b("parameter must be scalar"));
  return parameter;
}

// type-name: specifier-qualifier-list abstract-declarator?
/** The type in a cast or sizeof. */
export function typeName(): Type {
  const base = specifiers();
  if (base.storage !== 0) error(b("unexpected storage class"));
  const declared = declarator(base.type);
  if (declared.name !== null) errorAbout(b("unexpected name: "), declared.name.text);
  return declared.type;
}

// ---- what is declared ----

function declareTypedef(name: Name, type: Type): void {
  const known = name.symbol;
  if (known !== null && known.scope === scope) {
    if (known.storage === Storage.Typedef && areCompatible(known.type, type)) return;
    errorAbout(b("redeclared: "), name.text);
  }
  declare(name, new Symbol(name, type, Storage.Typedef));
}

/** The function or object with linkage that a declaration speaks of, known before or new. */
function linkedSymbol(name: Name, type: Type, isInternal: boolean): Symbol {
  const visible = name.symbol;
  if (visible !== null && visible.storage === Storage.Static && visible.name !== null) {
    if (!areCompatible(visible.type, type)) errorAbout(b("conflicting types: "), name.text);
    if (isInternal && !visible.hasInternalLinkage) errorAbout(b("static, but declared extern before: "), name.text);
    // the more complete of the two types counts
    if (isFunction(type) ? type.hasPrototype || !visible.type.hasPrototype : sizeOf(type) > 0) visible.type = type;
    if (visible.scope !== scope && scope !== 0 && visible.scope !== 0) declare(name, visible);
    return visible;
  }
  if (visible !== null && visible.scope === scope) errorAbout(b("redeclared: "), name.text);
  let symbol: Symbol | null = isInternal ? null : name.external;
  if (symbol === null) {
    symbol = newStatic(name, type);
    symbol.hasInternalLinkage = isInternal;
    if (!isInternal) name.external = symbol;
  } else {
    const sameKind = isFunction(symbol.type) === isFunction(type);
    if (!sameKind) errorAbout(b("a function in one file, an object in another: "), name.text);
    if (!isArray(type) || type.count >= 0) symbol.type = type;
  }
  declare(name, symbol);
  return symbol;
}

function defineObject(symbol: Symbol, name: Name): void {
  if (symbol.isDefined) errorAbout(b("redefined: "), name.text);
  symbol.isDefined = true;
}

/** An object at file scope, its declarator just read. */
function fileScopeObject(name: Name, type: Type, wanted: number): void {
  if (isVoid(type)) errorAbout(b("void object: "), name.text);
  const symbol = linkedSymbol(name, type, wanted === Token.Static);
  if (accept(ch('='))) {
    symbol.isTentative = false;
    defineObject(symbol, name);
    if (!isArray(type) && !isCompleteType(type)) errorAbout(b("incomplete type: "), name.text);
    initializeStatic(symbol);
  } else if (wanted !== Token.Extern) {
    symbol.isTentative = true;
    // an array of unknown length has one element
    if (isArray(type) && type.count < 0 && symbol.size === 0) symbol.size = sizeOf(type.base!);
    if (isCompleteType(symbol.type) && sizeOf(symbol.type) > symbol.size) symbol.size = sizeOf(symbol.type);
    if (isRecord(type) && !type.isComplete) errorAbout(b("incomplete type: "), name.text);
  }
}

/** An object in a block: the assignments of its initializer, or null. */
function localObject(name: Name, type: Type, wanted: number): Node | null {
  if (isVoid(type)) errorAbout(b("void object: "), name.text);
  checkRedeclaration(name);
  const isStatic = wanted === Token.Static;
  const symbol = isStatic ? newStatic(null, type) : newLocal(name, type, Storage.Local);
  symbol.isDefined = true;
  symbol.size = sizeOf(type);
  declare(name, symbol);
  let nodes: Node | null = null;
  if (accept(ch('='))) {
    if (!isArray(type) && !isCompleteType(type)) errorAbout(b("incomplete type: "), name.text);
    if (isStatic) initializeStatic(symbol);
    else nodes = initializeLocal(symbol);
  }
  if (!isCompleteType(symbol.type)) errorAbout(b("incomplete type: "), name.text);
  return nodes;
}

// external-declaration: function-definition | declaration
/** A declaration at file scope, or a function definition, which is returned; nodes before it are given back. */
export function externalDeclaration(): Node | null {
  forgetNodes();
  forgetLocals();
  return accept(ch(';')) ? null : declaration();
}

// declaration: declaration-specifiers init-declarator-list? ;    init-declarator: declarator | declarator = initializer
/** A declaration: the assignments of its initializers, linked by `next`; a function definition; or null. */
export function declaration(): Node | null {
  const initializers = new NodeList();
  const base = specifiers(), wanted = base.storage;
  if (accept(ch(';'))) return null;
  let isFirst = true;
  while (true) {
    const declared = declarator(base.type);
    const type = declared.type;
    const name = declared.name!;
    if (declared.name === null) unexpected(b("a name"));
    if (wanted === Token.Typedef) {
      if (token === ch('=')) error(b("a typedef cannot be initialized"));
      declareTypedef(name, type);
    } else if (scope !== 0 && wanted === Token.Extern) {
      errorAbout(b("extern in a block is not supported: "), name.text);
    } else if (isFunction(type)) {
      if (token === ch('=')) error(b("a function cannot be initialized"));
      const isUnknown = name.symbol === null;
      const isInternal = wanted === Token.Static || base.isInline && wanted !== Token.Extern && isUnknown;
      const symbol = linkedSymbol(name, type, isInternal);
      if (token === ch('{')) {
        if (!isFirst || scope !== 0) error(b("function definition not allowed here"));
        return functionDefinition(symbol, name, type);
      }
    } else if (scope === 0) {
      if (wanted === Token.Auto || wanted === Token.Register) error(b("invalid storage class at file scope"));
      fileScopeObject(name, type, wanted);
    } else initializers.append(localObject(name, type, wanted));
    isFirst = false;
    if (accept(ch(';'))) return initializers.first;
    if (token !== ch(',')) unexpected(b("',' or ';'"));
    next();
  }
}

// function-definition: declaration-specifiers declarator compound-statement
function functionDefinition(symbol: Symbol, name: Name, type: Type): Node {
  symbol.type = type;
  defineObject(symbol, name);
  forgetLocals();
  enterScope();
  let parameter = type.parameters;
  while (parameter !== null) {
    if (parameter.name === null) error(b("a parameter has no name"));
    checkRedeclaration(parameter.name!);
    const local = newLocal(parameter.name, parameter.type, Storage.Parameter);
    declare(parameter.name!, local);
    parameter = parameter.next;
  }
  const definition = statementNode(Op.Function, functionBody(type.base!), null);
  definition.symbol = symbol;
  definition.locals = locals;
  leaveScope();
  return definition;
}
