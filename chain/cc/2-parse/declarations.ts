// Declarations (C99 6.7): specifiers, struct and enum types, declarators, and what they declare with which linkage.
// A declarator is read from the outside in; its parenthesized part is read against a placeholder type that is
// replaced when what follows the parentheses is known.
import { b, ch } from "../../runtime/node.js";
import { fromInt, isEqual64 } from "../1-read/int64.js";
import { internText } from "../1-read/text.js";
import {
  accept, error, errorAbout, expect, next, peek, peekName, token, tokenName, unexpected,
} from "../1-read/tokens.js";
import { Field, Name, Node, Op, Parameter, Storage, Symbol, Token, Type, TypeKind } from "../model.js";
import { constantExpression, enterNesting, leaveNesting } from "./expressions.js";
import { initializeLocal, initializeStatic } from "./initializers.js";
import {
  declare, declareTag, enterScope, forgetLocals, leaveScope, locals, newLocal, newStatic, scope,
} from "./scopes.js";
import { compoundStatement, finishFunction, startFunction } from "./statements.js";
import { forgetNodes, NodeList, statementNode } from "./tree.js";
import {
  alignOf, areCompatible, arrayOf, charPointerType, charType, doubleType, floatType, functionReturning, intType,
  isArray, isCompleteType, isFunction, isInteger, isRecord, isScalar, isVoid, longDoubleType, longLongType, longType,
  pointerTo, shortType, signedCharType, sizeOf, unsignedCharType, unsignedIntType, unsignedLongLongType,
  unsignedLongType, unsignedShortType, voidType,
} from "./types.js";

// ---- specifiers ----

function isTypeKeyword(kind: number): boolean {
  switch (kind) {
    case Token.Char: case Token.Const: case Token.Double: case Token.Enum: case Token.Float: case Token.Int:
    case Token.Long: case Token.Short: case Token.Signed: case Token.Struct: case Token.Union: case Token.Unsigned:
    case Token.Void: case Token.BuiltinVaList: case Token.Restrict: case Token.Attribute:
      return true;
    default: return false;
  }
}

function isTypedef(name: Name): boolean { return name.symbol !== null && name.symbol.storage === Storage.Typedef; }

/** Does the current token begin a type name? */
function isTypeStart(): boolean {
  if (token === Token.Name) return isTypedef(tokenName);
  return isTypeKeyword(token);
}

/** Does the token after the current one begin a type name? */
export function isTypeAhead(): boolean {
  if (peek() !== Token.Name) return false;
  const name = peekName();
  return name.keyword !== 0 ? isTypeKeyword(name.keyword) : isTypedef(name);
}

/** Does the current token begin a declaration? */
export function isDeclarationStart(): boolean {
  switch (token) {
    case Token.Typedef: case Token.Extern: case Token.Static: case Token.Auto: case Token.Register: case Token.Inline:
      return true;
    default: return isTypeStart();
  }
}

/** What stands before the declarators. */
class Specifiers {
  type: Type = intType;
  /** Token of the storage class, or 0. */
  storage: number = 0;
  isInline: boolean = false;
}

const noreturnName = internText(b("noreturn"));
const formatName = internText(b("format"));

/** Skips the attributes that change no code: __attribute__((noreturn)) and __attribute__((format(...))). */
function skipAttributes(): void {
  while (accept(Token.Attribute)) {
    expect(ch('('));
    expect(ch('('));
    const isFormat = token === Token.Name && tokenName === formatName;
    if (!isFormat && !(token === Token.Name && tokenName === noreturnName)) unexpected(b("noreturn or format"));
    next();
    while (isFormat && token !== ch(')') && token !== Token.End) skipBalanced();
    expect(ch(')'));
    expect(ch(')'));
  }
}

/** Skips one token, or all up to the closing parenthesis. */
function skipBalanced(): void {
  enterNesting();
  if (accept(ch('('))) while (token !== ch(')') && token !== Token.End) skipBalanced();
  next();
  leaveNesting();
}

/** Reads declaration specifiers. */
function specifiers(): Specifiers {
  let type: Type | null = null;
  let basic = 0;
  let longs = 0;
  let isShort = false;
  let sign = 0;
  const result = new Specifiers();
  while (true) {
    const kind = token;
    let isKnown = true;
    switch (kind) {
      case Token.Name:
        if (type !== null || basic !== 0 || longs !== 0 || isShort || sign !== 0 || !isTypedef(tokenName)) {
          isKnown = false;
        } else type = tokenName.symbol!.type;
        break;
      case Token.Typedef: case Token.Extern: case Token.Static: case Token.Auto: case Token.Register:
        if (result.storage !== 0) error(b("multiple storage classes"));
        result.storage = kind;
        break;
      case Token.Inline:
        result.isInline = true;
        break;
      case Token.Const: case Token.Restrict: break;
      case Token.Attribute:
        skipAttributes();
        continue;
      case Token.Void: case Token.Char: case Token.Int: case Token.Float: case Token.Double:
      case Token.BuiltinVaList:
        if (basic !== 0 || type !== null) error(b("multiple types in one declaration"));
        basic = kind;
        break;
      case Token.Short:
        isShort = true;
        break;
      case Token.Long:
        longs++;
        break;
      case Token.Signed: case Token.Unsigned:
        if (sign !== 0) error(b("multiple sign specifiers"));
        sign = kind;
        break;
      case Token.Struct: case Token.Union: case Token.Enum:
        if (basic !== 0 || type !== null) error(b("multiple types in one declaration"));
        type = kind === Token.Enum ? enumSpecifier() : recordSpecifier(kind);
        continue;
      default: isKnown = false;
    }
    if (!isKnown) break;
    next();
  }
  const hasModifier = longs !== 0 || isShort || sign !== 0;
  if (type !== null) {
    if (hasModifier) error(b("invalid combination of type specifiers"));
    result.type = type;
    return result;
  }
  if (basic === 0 && !hasModifier) {
    if (token === Token.Name) errorAbout(b("unknown type: "), tokenName.text);
    unexpected(b("a type"));
  }
  result.type = basicType(basic, longs, isShort, sign);
  return result;
}

function basicType(basic: number, longs: number, isShort: boolean, sign: number): Type {
  const isUnsigned = sign === Token.Unsigned;
  const isPlain = longs === 0 && !isShort;
  if (basic === Token.Char && isPlain) {
    return isUnsigned ? unsignedCharType : sign === Token.Signed ? signedCharType : charType;
  }
  if (basic === Token.Double && !isShort && longs < 2 && sign === 0) return longs === 1 ? longDoubleType : doubleType;
  if (isPlain && sign === 0) {
    if (basic === Token.Void) return voidType;
    if (basic === Token.Float) return floatType;
    if (basic === Token.BuiltinVaList) return charPointerType;
  }
  if (basic !== 0 && basic !== Token.Int || isShort && longs > 0 || longs > 2) {
    error(b("invalid combination of type specifiers"));
  }
  if (isShort) return isUnsigned ? unsignedShortType : shortType;
  if (longs === 1) return isUnsigned ? unsignedLongType : longType;
  if (longs === 2) return isUnsigned ? unsignedLongLongType : longLongType;
  return isUnsigned ? unsignedIntType : intType;
}

// ---- struct, union, enum ----

/** The tag's type in this scope, or the visible one if it is only used; a new incomplete one if there is none. */
function tagType(name: Name | null, kind: TypeKind, isDefinition: boolean): Type {
  if (name !== null) {
    const known = name.tag;
    if (known !== null && (known.tagScope === scope || !isDefinition && token !== ch(';'))) {
      if (known.kind !== kind) errorAbout(b("tag of another kind: "), name.text);
      return known;
    }
  }
  const type = new Type(kind, 0, 1);
  type.isComplete = false;
  if (name !== null) declareTag(name, type);
  return type;
}

function readTag(): Name | null {
  if (token !== Token.Name) return null;
  const name = tokenName;
  next();
  return name;
}

/** Bytes of an object: its bits can still be counted in a word. */
const LARGEST_OBJECT = 0x8000000;

function recordSpecifier(keyword: number): Type {
  enterNesting();
  next();
  const name = readTag();
  const isDefinition = token === ch('{');
  if (name === null && !isDefinition) unexpected(b("a tag or '{'"));
  const type = tagType(name, keyword === Token.Struct ? TypeKind.Struct : TypeKind.Union, isDefinition);
  if (isDefinition) {
    if (type.isComplete) errorAbout(b("redefined: "), name!.text);
    next();
    recordMembers(type);
  }
  leaveNesting();
  return type;
}

/** Where the next member goes: bits from the start of the record. */
let bitPosition = 0;
let lastField: Field | null = null;

function addField(record: Type, field: Field): void {
  if (field.name !== null) {
    let other = record.fields;
    // only small records are checked for doubled names: the check is quadratic
    let count = 0;
    while (other !== null && count < 200) {
      if (other.name === field.name) errorAbout(b("duplicate member: "), field.name.text);
      other = other.next;
      count++;
    }
  }
  if (lastField === null) record.fields = field;
  else lastField.next = field;
  lastField = field;
}

function recordMembers(record: Type): void {
  const outerPosition = bitPosition, outerField = lastField;
  bitPosition = 0;
  lastField = null;
  let size = 0;
  while (token !== ch('}')) {
    if (token === ch(';')) {
      next();
      continue;
    }
    const common = specifiers(), base = common.type;
    if (common.storage !== 0) error(b("a member cannot have a storage class"));
    if (token === ch(';') && isRecord(base) && base.tag === null) placeField(record, new Field(null, base, 0));
    while (token !== ch(';')) {
      const field = new Field(null, base, 0);
      if (token !== ch(':')) {
        const declared = declarator(base);
        if (declared.name === null) unexpected(b("the name of a member"));
        field.name = declared.name;
        field.type = declared.type;
      }
      if (accept(ch(':'))) placeBitField(record, field);
      else placeField(record, field);
      if (record.kind === TypeKind.Union) {
        if (bitPosition > size) size = bitPosition;
        bitPosition = 0;
      }
      if (token !== ch(';')) expect(ch(','));
    }
    next();
    if (record.kind === TypeKind.Union && bitPosition > size) size = bitPosition;
    if (record.kind === TypeKind.Union) bitPosition = 0;
  }
  next();
  if (record.kind === TypeKind.Struct) size = bitPosition;
  const bytes = size + 7 >> 3;
  record.size = bytes + record.align - 1 & -record.align;
  record.isComplete = true;
  bitPosition = outerPosition;
  lastField = outerField;
}

function placeField(record: Type, field: Field): void {
  const type = field.type;
  const isFlexible = isArray(type) && type.count < 0 && isCompleteType(type.base!);
  if (!isFlexible && !isCompleteType(type)) error(b("member of incomplete type"));
  const align = alignOf(type);
  const offset = (bitPosition + 7 >> 3) + align - 1 & -align;
  field.offset = offset;
  if (align > record.align) record.align = align;
  const size = sizeOf(type);
  if (offset + size > LARGEST_OBJECT) error(b("the struct or union is too large"));
  bitPosition = offset + size << 3;
  addField(record, field);
}

/** As gcc does on i386: a bit-field lies in one unit of its type. */
function placeBitField(record: Type, field: Field): void {
  const type = field.type;
  if (!isInteger(type) || type.size > 4) error(b("a bit-field must be an integer of at most 32 bits"));
  const unit = type.size * 8, number = constantExpression().number, width = number.low;
  if (number.high !== 0 || width < 1 || width > unit) error(b("invalid bit-field width"));
  if (bitPosition % unit + width > unit) bitPosition = bitPosition + unit - 1 & -unit;
  field.bitShift = bitPosition % unit;
  field.bitWidth = width;
  field.offset = bitPosition - field.bitShift >> 3;
  bitPosition += width;
  if (bitPosition >> 3 >= LARGEST_OBJECT) error(b("the struct or union is too large"));
  if (field.name === null) return;
  if (type.align > record.align) record.align = type.align;
  addField(record, field);
}

function enumSpecifier(): Type {
  next();
  const name = readTag();
  const isDefinition = token === ch('{');
  if (name === null && !isDefinition) unexpected(b("a tag or '{'"));
  const type = tagType(name, TypeKind.Enum, isDefinition);
  if (!isDefinition) {
    if (type.base === null) errorAbout(b("undefined enum: "), name!.text);
    return type.base!;
  }
  if (type.isComplete) errorAbout(b("redefined: "), name!.text);
  next();
  let value = 0, isTooLarge = false, hasNegative = false;
  while (token !== ch('}')) {
    if (token !== Token.Name) unexpected(b("the name of a constant"));
    const constant = tokenName;
    next();
    if (accept(ch('='))) {
      const number = constantExpression().number;
      value = number.low;
      isTooLarge = !isEqual64(number, fromInt(value));
    }
    if (isTooLarge) error(b("enum constant does not fit an int"));
    if (value < 0) hasNegative = true;
    checkRedeclaration(constant);
    const symbol = new Symbol(constant, intType, Storage.EnumConstant);
    symbol.value = value;
    declare(constant, symbol);
    value = value + 1 | 0;
    isTooLarge = value === 1 << 31;
    if (token !== ch('}')) expect(ch(','));
  }
  next();
  type.base = hasNegative ? intType : unsignedIntType;
  type.isComplete = true;
  return type.base;
}

// ---- declarators ----

const MOST_DERIVED = 100;

/** Reads a declarator, with or without a name. */
function declarator(base: Type): Parameter {
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

/** Puts `outer` where the placeholder stands at the inner end of a type. */
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

/** Array lengths and parameter lists behind a name. */
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

/** The type in a cast or sizeof. */
export function typeName(): Type {
  const base = specifiers();
  if (base.storage !== 0) error(b("unexpected storage class"));
  const declared = declarator(base.type);
  if (declared.name !== null) errorAbout(b("unexpected name: "), declared.name.text);
  return declared.type;
}

// ---- what is declared ----

function checkRedeclaration(name: Name): void {
  const known = name.symbol;
  if (known !== null && known.scope === scope) errorAbout(b("redeclared: "), name.text);
}

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
    // an array whose length nobody tells has one element
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

/** A declaration at file scope, or a function definition, which is returned; nodes before it are given back. */
export function externalDeclaration(): Node | null {
  forgetNodes();
  forgetLocals();
  return accept(ch(';')) ? null : declaration();
}

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

function functionDefinition(symbol: Symbol, name: Name, type: Type): Node {
  symbol.type = type;
  defineObject(symbol, name);
  const result = type.base!;
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
  startFunction(result);
  const definition = statementNode(Op.Function, compoundStatement(false), null);
  definition.symbol = symbol;
  definition.locals = locals;
  finishFunction();
  leaveScope();
  return definition;
}
