// Declaration specifiers (C99 6.7.1 to 6.7.4): storage classes, the names of types, struct, union and enum with their
// members and layout (System V ABI, i386 supplement, 3-2). A struct is laid out while its members are read, so that no
// list of declarations is kept. Objects are not declared here, only tags and enumeration constants.
import { b, ch } from "../../2-runtime/node.js";
import { fromInt, isEqual64 } from "../1-read/int64.js";
import { internText } from "../1-read/names.js";
import {
  accept, enterNesting, error, errorAbout, expect, leaveNesting, next, peek, peekName, token, tokenName, unexpected,
} from "../1-read/tokens.js";
import { Field, Name, Storage, Symbol, Token, Type, TypeKind } from "../model.js";
import { declarator } from "./declarations.js";
import { constantExpression } from "./expressions.js";
import { checkRedeclaration, declare, declareTag, scope } from "./scopes.js";
import {
  alignOf, charPointerType, charType, doubleType, findField, floatType, intType, isArray, isCompleteType, isInteger,
  isRecord, longDoubleType, longLongType, longType, shortType, signedCharType, sizeOf, unsignedCharType,
  unsignedIntType, unsignedLongLongType, unsignedLongType, unsignedShortType, voidType,
} from "./types.js";

function isTypeKeyword(kind: number): boolean {
  switch (kind) {
    case Token.Char: case Token.Const: case Token.Double: case Token.Enum: case Token.Float: case Token.Int:
    case Token.Long: case Token.Short: case Token.Signed: case Token.Struct: case Token.Union: case Token.Unsigned:
    case Token.Void: case Token.BuiltinVaList: case Token.Restrict: case Token.Attribute:
      return true;
    default: return false;
  }
}

export function isTypedef(name: Name): boolean {
  return name.symbol !== null && name.symbol.storage === Storage.Typedef;
}

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

/** What precedes the declarators. */
export class Specifiers {
  type: Type = intType;
  /** Token of the storage class, or 0. */
  storage: number = 0;
  isInline: boolean = false;
  /** A type that is named by a typedef, struct, union or enum. */
  named: Type | null = null;
  /** Token of a basic type, or 0. */
  basic: number = 0;
  longs: number = 0;
  isShort: boolean = false;
  /** Token.Signed, Token.Unsigned or 0. */
  sign: number = 0;

  hasModifier(): boolean { return this.longs !== 0 || this.isShort || this.sign !== 0; }

  hasType(): boolean { return this.named !== null || this.basic !== 0; }
}

const noreturnName = internText(b("noreturn"));
const formatName = internText(b("format"));

// attribute: __attribute__ ( ( noreturn ) ) | __attribute__ ( ( format ( ... ) ) )
/** Skips the attributes that change no code: __attribute__((noreturn)) and __attribute__((format(...))). */
export function skipAttributes(): void {
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

// storage-class-specifier | type-specifier | type-qualifier | function-specifier | attribute
/** Reads one specifier; false when the current token is none. */
function specifier(into: Specifiers): boolean {
  const kind = token;
  switch (kind) {
    case Token.Name:
      if (into.hasType() || into.hasModifier() || !isTypedef(tokenName)) return false;
      into.named = tokenName.symbol!.type;
      break;
    case Token.Typedef: case Token.Extern: case Token.Static: case Token.Auto: case Token.Register:
      if (into.storage !== 0) error(b("multiple storage classes"));
      into.storage = kind;
      break;
    case Token.Inline:
      into.isInline = true;
      break;
    case Token.Const: case Token.Restrict: break;
    case Token.Attribute:
      skipAttributes();
      return true;
    case Token.Void: case Token.Char: case Token.Int: case Token.Float: case Token.Double: case Token.BuiltinVaList:
      if (into.hasType()) error(b("multiple types in one declaration"));
      into.basic = kind;
      break;
    case Token.Short:
      into.isShort = true;
      break;
    case Token.Long:
      into.longs++;
      break;
    case Token.Signed: case Token.Unsigned:
      if (into.sign !== 0) error(b("multiple sign specifiers"));
      into.sign = kind;
      break;
    case Token.Struct: case Token.Union: case Token.Enum:
      if (into.hasType()) error(b("multiple types in one declaration"));
      into.named = kind === Token.Enum ? enumSpecifier() : recordSpecifier(kind);
      return true;
    default: return false;
  }
  next();
  return true;
}

// declaration-specifiers: one or more of storage-class-specifier, type-specifier, type-qualifier, function-specifier
export function specifiers(): Specifiers {
  const result = new Specifiers();
  while (specifier(result)) continue;
  if (result.named !== null) {
    if (result.hasModifier()) error(b("invalid combination of type specifiers"));
    result.type = result.named;
  } else {
    if (result.basic === 0 && !result.hasModifier()) {
      if (token === Token.Name) errorAbout(b("unknown type: "), tokenName.text);
      unexpected(b("a type"));
    }
    result.type = basicType(result.basic, result.longs, result.isShort, result.sign);
  }
  return result;
}

/** The type of type-specifiers that are keywords (6.7.2). */
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

// identifier?
function readTag(): Name | null {
  if (token !== Token.Name) return null;
  const name = tokenName;
  next();
  return name;
}

/** Bytes of an object: its bits can still be counted in a word. */
export const LARGEST_OBJECT = 0x8000000;

// struct-or-union-specifier: (struct | union) identifier? { struct-declaration+ } | (struct | union) identifier
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
    new Layout(type).members();
  }
  leaveNesting();
  return type;
}

/** Places the members of a struct or union while they are read. */
class Layout {
  record: Type;
  last: Field | null = null;
  /** Bits from the start of the record to where the next member goes. */
  position: number = 0;
  /** Bits of the record so far. */
  size: number = 0;
  constructor(record: Type) { this.record = record; }

  // struct-declaration-list, up to its '}'
  members(): void {
    while (!accept(ch('}'))) if (!accept(ch(';'))) this.declaration();
    const record = this.record;
    record.size = (this.size + 7 >> 3) + record.align - 1 & -record.align;
    record.isComplete = true;
  }

  // struct-declaration: specifier-qualifier-list struct-declarator-list ;
  declaration(): void {
    const common = specifiers(), base = common.type;
    if (common.storage !== 0) error(b("a member cannot have a storage class"));
    if (token === ch(';') && isRecord(base) && base.tag === null) this.place(new Field(null, base, 0));
    while (!accept(ch(';'))) {
      this.declarator(base);
      if (token !== ch(';')) expect(ch(','));
    }
  }

  // struct-declarator: declarator | declarator? : constant-expression
  declarator(base: Type): void {
    const field = new Field(null, base, 0);
    if (token !== ch(':')) {
      const declared = declarator(base);
      if (declared.name === null) unexpected(b("the name of a member"));
      field.name = declared.name;
      field.type = declared.type;
    }
    if (accept(ch(':'))) this.placeBits(field);
    else this.place(field);
  }

  place(field: Field): void {
    const type = field.type, record = this.record;
    const isFlexible = isArray(type) && type.count < 0 && isCompleteType(type.base!);
    if (!isFlexible && !isCompleteType(type)) error(b("member of incomplete type"));
    const align = alignOf(type), size = sizeOf(type);
    field.offset = (this.position + 7 >> 3) + align - 1 & -align;
    if (align > record.align) record.align = align;
    if (field.offset + size > LARGEST_OBJECT) error(b("the struct or union is too large"));
    this.append(field, field.offset + size << 3);
  }

  /** As gcc does on i386: a bit-field lies in one unit of its type. */
  placeBits(field: Field): void {
    const type = field.type, record = this.record;
    if (!isInteger(type) || type.size > 4) error(b("a bit-field must be an integer of at most 32 bits"));
    const unit = type.size * 8, number = constantExpression().number, width = number.low;
    if (number.high !== 0 || width < 1 || width > unit) error(b("invalid bit-field width"));
    if (this.position % unit + width > unit) this.position = this.position + unit - 1 & -unit;
    field.bitShift = this.position % unit;
    field.bitWidth = width;
    field.offset = this.position - field.bitShift >> 3;
    if (field.offset >= LARGEST_OBJECT) error(b("the struct or union is too large"));
    if (field.name !== null && type.align > record.align) record.align = type.align;
    this.append(field, this.position + width);
  }

  /** Adds a member that ends at a bit; unnamed bit-fields only take room. */
  append(field: Field, end: number): void {
    const record = this.record;
    if (end > this.size) this.size = end;
    this.position = record.kind === TypeKind.Union ? 0 : end;
    if (field.name === null && field.bitWidth > 0) return;
    if (field.name !== null && findField(record, field.name) !== null) {
      errorAbout(b("duplicate member: "), field.name.text);
    }
    if (this.last === null) record.fields = field;
    else this.last.next = field;
    this.last = field;
  }
}

// enum-specifier: enum identifier? { enumerator-list ,? } | enum identifier
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
  type.base = enumerators() ? intType : unsignedIntType;
  type.isComplete = true;
  return type.base;
}

// enumerator: enumeration-constant | enumeration-constant = constant-expression
/** Declares constants up to the '}': is one of them negative? */
function enumerators(): boolean {
  let value = 0, isTooLarge = false, hasNegative = false;
  while (!accept(ch('}'))) {
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
  return hasNegative;
}
