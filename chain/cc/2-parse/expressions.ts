// Expressions (C99 6.5): parsing, and all rules about the types of operands. The tree itself is built by tree.ts.
// Compound assignment and ++ are rewritten here as plain assignments, so that the code generator knows only those.
import { b, ch } from "../../runtime/node.js";
import { fitsReal, readReal } from "../1-read/floating.js";
import { fromInt, isZero64 } from "../1-read/int64.js";
import { characterValue, IntegerLiteral, isFloating, readInteger } from "../1-read/literals.js";
import { isComparison, operationOf, precedenceOf } from "../1-read/operators.js";
import { error, errorAbout, expect, next, stringText, token, tokenName, unexpected } from "../1-read/tokens.js";
import { Node, Op, Storage, Symbol, Token, Type, TypeKind } from "../model.js";
import { typeName } from "./declarations.js";
import { newLocal, newStatic } from "./scopes.js";
import { isTypeAhead } from "./specifiers.js";
import {
  addressOf, arithmetic, assign, bitField, call, cast, comma, comparison, complement, conditional, decay, duplicate,
  explicitCast, hasEffect, indirect, intNode, isIntegerConstant, isLvalue, logical, member, negate, not, numberNode,
  precisionOf, promote, realNode, variable, wholeUnit,
} from "./tree.js";
import {
  areCompatible, arrayOf, charPointerType, charType, commonType, doubleType, findField, floatType, intType,
  isArithmetic, isArray, isCompleteType, isFloatingType, isFunction, isInteger, isPointer, isRecord, isScalar, isVoid,
  longDoubleType, longLongType, longType, pointerTo, sizeOf, unsignedIntType, unsignedLongLongType, unsignedLongType,
  voidPointerType, voidType,
} from "./types.js";

/** Bounds the recursion of the parser, for expressions, statements, types and initializers together. */
const MOST_NESTED = 400;
let nested = 0;
export function enterNesting(): void {
  nested++;
  if (nested > MOST_NESTED) error(b("nested too deeply"));
}
export function leaveNesting(): void { nested--; }

// ---- primary expressions ----

/** Type of an integer constant (6.4.4.1): the first of the list that can hold it. */
function typeOfInteger(literal: IntegerLiteral): Type {
  const number = literal.number, canBeUnsigned = literal.isUnsigned || !literal.isDecimal;
  if (number.high === 0 && literal.longs < 2) {
    if (number.low >= 0 && !literal.isUnsigned) return literal.longs === 0 ? intType : longType;
    if (canBeUnsigned) return literal.longs === 0 ? unsignedIntType : unsignedLongType;
  }
  return literal.isUnsigned || number.high < 0 ? unsignedLongLongType : longLongType;
}

function numberConstant(): Node {
  const text = tokenName.text;
  if (!isFloating(text)) {
    const literal = readInteger(text);
    return numberNode(typeOfInteger(literal), literal.number);
  }
  const suffix = text[text.length - 1] | 32;
  const isHex = text.length > 1 && (text[1] | 32) === ch('x');
  const isFloat = suffix === ch('f'), isLong = suffix === ch('l');
  const type = isFloat ? floatType : isLong ? longDoubleType : doubleType;
  const literal = readReal(text), end = literal.end;
  if (end !== text.length - (isFloat || isLong ? 1 : 0) || end === 0) errorAbout(b("not a number: "), text);
  const last = text[end - 1];
  if (last === ch('+') || last === ch('-') || (last | 32) === (isHex ? ch('p') : ch('e'))) {
    errorAbout(b("exponent without digits: "), text);
  }
  const real = literal.real;
  if (real === null || !fitsReal(real, precisionOf(type))) {
    errorAbout(b("floating constant not exactly representable: "), text);
  }
  return realNode(type, real!);
}

/** The object that holds the characters of the current string token. */
export function stringSymbol(): Symbol {
  const known = tokenName.literal;
  if (known !== null) return known;
  const symbol = newStatic(null, arrayOf(charType, stringText.count + 1));
  symbol.isDefined = true;
  const data = new Uint8Array(stringText.count + 1);
  for (let i = 0; i < stringText.count; i++) data[i] = stringText.bytes[i];
  symbol.data = data;
  tokenName.literal = symbol;
  return symbol;
}

function nameExpression(): Node {
  const name = tokenName, symbol = name.symbol;
  if (symbol === null) errorAbout(b("undeclared: "), name.text);
  if (symbol!.storage === Storage.Typedef) errorAbout(b("type name in an expression: "), name.text);
  next();
  if (symbol!.storage === Storage.EnumConstant) {
    return numberNode(symbol!.type, fromInt(symbol!.value));
  }
  return variable(symbol!);
}

// primary-expression: identifier | constant | string-literal | ( expression )
function primary(): Node {
  let node: Node | null = null;
  switch (token) {
    case Token.Name: return nameExpression();
    case Token.Number:
      node = numberConstant();
      next();
      return node;
    case Token.Character:
      node = intNode(characterValue(tokenName.text));
      next();
      return node;
    case Token.String:
      node = variable(stringSymbol());
      next();
      return node;
    case ch('('):
      next();
      node = expression();
      expect(ch(')'));
      return node;
    case Token.BuiltinVaStart: case Token.BuiltinVaArg: case Token.BuiltinVaEnd: case Token.BuiltinVaCopy:
      return builtin(token);
    default: unexpected(b("an expression"));
  }
  return intNode(0);
}

// ---- builtins ----

function roundedToWord(size: number): number { return size + 3 & ~3; }

function builtin(which: number): Node {
  next();
  expect(ch('('));
  let node = intNode(0);
  const list = assignmentExpression();
  if (!areCompatible(decay(list).type, charPointerType)) error(b("argument must be a va_list"));
  if (which === Token.BuiltinVaStart) {
    expect(ch(','));
    const last = assignmentExpression();
    const isParameter = last.op === Op.Variable && last.symbol!.storage === Storage.Parameter;
    if (!isParameter) error(b("second argument of va_start must be the last parameter"));
    const size = roundedToWord(sizeOf(last.type));
    node = assign(list, arithmetic(Op.Add, addressOf(last, charType), intNode(size), charPointerType));
  } else if (which === Token.BuiltinVaArg) {
    expect(ch(','));
    const type = typeName();
    if (!isScalar(type)) error(b("va_arg supports scalar types only"));
    const size = roundedToWord(type.size);
    const after = assignArithmetic(Op.Add, list, intNode(size));
    const place = arithmetic(Op.Add, after, intNode(-size), charPointerType);
    node = asValue(indirect(cast(place, pointerTo(type)), type, 0));
  } else if (which === Token.BuiltinVaCopy) {
    expect(ch(','));
    node = assign(list, rvalue(assignmentExpression()));
  } else node = cast(list, voidType);
  expect(ch(')'));
  return node;
}

// ---- postfix expressions ----

/** The value of an expression: arrays and functions as pointers. */
export function rvalue(node: Node): Node {
  const value = decay(node);
  if (isVoid(value.type)) error(b("void value used"));
  return value;
}

/** Bytes by which a pointer moves when 1 is added. */
function stepOf(pointer: Type): number {
  const base = pointer.base!;
  if (isVoid(base) || isFunction(base)) return 1;
  if (!isCompleteType(base)) error(b("arithmetic on a pointer to an incomplete type"));
  return sizeOf(base);
}

/** pointer + index, or pointer - index. */
function addToPointer(op: Op, pointer: Node, index: Node): Node {
  const offset = arithmetic(Op.Multiply, cast(index, intType), intNode(stepOf(pointer.type)), intType);
  return arithmetic(op, pointer, offset, pointer.type);
}

function dereference(pointer: Node): Node {
  if (!isPointer(pointer.type)) error(b("operand of * must be a pointer"));
  return indirect(pointer, pointer.type.base!, 0);
}

// postfix-expression: postfix-expression [ expression ]
/** a[i]; the '[' is the current token. */
function indexed(array: Node): Node {
  next();
  let pointer = rvalue(array);
  let index = rvalue(expression());
  expect(ch(']'));
  if (isInteger(pointer.type) && isPointer(index.type)) {
    const swapped = pointer;
    pointer = index;
    index = swapped;
  }
  if (!isPointer(pointer.type)) error(b("subscripted value must be a pointer"));
  if (!isInteger(index.type)) error(b("subscript must be an integer"));
  return dereference(addToPointer(Op.Add, pointer, promote(index)));
}

// postfix-expression: postfix-expression . identifier | postfix-expression -> identifier
/** The current token is a member of the record. */
function memberOf(record: Node): Node {
  if (!isRecord(record.type)) error(b("not a struct or union"));
  if (record.op !== Op.Variable && record.op !== Op.Indirect) error(b("member of a struct value is not supported"));
  if (!record.type.isComplete) error(b("incomplete struct or union"));
  if (token !== Token.Name) unexpected(b("the name of a member"));
  const found = findField(record.type, tokenName);
  if (found === null) errorAbout(b("no such member: "), tokenName.text);
  const field = found!.field, node = member(record, field.type, found!.offset);
  next();
  return bitField(node, field.bitShift, field.bitWidth);
}

// postfix-expression: postfix-expression ( argument-expression-list? )
function callExpression(callee: Node): Node {
  const pointer = rvalue(callee);
  if (!isPointer(pointer.type) || !isFunction(pointer.type.base!)) error(b("called object is not a function"));
  const type = pointer.type.base!;
  next();
  let last: Node | null = null;
  let parameter = type.parameters;
  while (token !== ch(')')) {
    let argument = rvalue(assignmentExpression());
    if (parameter !== null) {
      argument = converted(argument, parameter.type);
      parameter = parameter.next;
    } else {
      if (type.hasPrototype && !type.isVariadic) error(b("too many arguments"));
      argument = argument.type.kind === TypeKind.Float ? cast(argument, doubleType) : promote(argument);
    }
    if (!isScalar(argument.type)) error(b("argument must be scalar"));
    argument.next = last;
    last = argument;
    if (token !== ch(')')) {
      expect(ch(','));
      if (token === ch(')')) unexpected(b("an argument"));
    }
  }
  if (parameter !== null) error(b("too few arguments"));
  next();
  return call(pointer, last, type.base!);
}

// postfix-expression: primary-expression, followed by any number of [ ], ( ), . -> ++ --
function postfix(first: Node): Node {
  let node = first;
  while (true) {
    switch (token) {
      case ch('['):
        node = indexed(node);
        break;
      case ch('('):
        node = callExpression(node);
        break;
      case ch('.'):
        next();
        node = memberOf(node);
        break;
      case Token.Arrow:
        next();
        node = memberOf(dereference(rvalue(node)));
        break;
      case Token.Increment: case Token.Decrement:
        node = postIncremented(token === Token.Increment ? Op.Add : Op.Subtract, node);
        next();
        break;
      default: return node;
    }
  }
}

// ---- assignment ----

/** The value of an expression as assigned, passed or returned to an object of a type (6.5.16.1). */
export function converted(node: Node, type: Type): Node {
  const value = rvalue(node);
  const from = value.type;
  if (isRecord(type) || isRecord(from)) {
    if (type !== from) error(b("incompatible struct or union type"));
    const isObject = value.op === Op.Variable || value.op === Op.Indirect || value.op === Op.Assign;
    if (!isObject) error(b("struct or union expression not supported"));
    return value;
  }
  if (!isScalar(type)) error(b("not assignable"));
  if (isPointer(from) && isFloatingType(type) || isPointer(type) && isFloatingType(from)) {
    error(b("no conversion between pointer and floating type"));
  }
  if (isPointer(from) && type.size !== 4) error(b("pointer converted to a type of another size"));
  return cast(value, type);
}

function checkModifiable(target: Node): void {
  if (!isLvalue(target) || isArray(target.type) || isFunction(target.type)) error(b("not assignable"));
  if (!isCompleteType(target.type)) error(b("assignment to an incomplete type"));
}

/** Can the object be named twice, with the value computed in between? */
function canDuplicate(target: Node, value: Node): boolean {
  if (target.op === Op.Variable) return true;
  const pointer = target.left!;
  return pointer.op === Op.Variable && pointer.bitWidth === 0 && !hasEffect(value);
}

/** target op= value is target = target op value; where needed the target's address goes to a pointer of our own. */
function assignArithmetic(op: Op, target: Node, value: Node): Node {
  checkModifiable(target);
  const type = target.type;
  if (!isScalar(type) || !isScalar(value.type)) error(b("invalid operands"));
  if (canDuplicate(target, value)) return assignOperation(op, target, value);
  const shift = target.bitShift, width = target.bitWidth;
  const holder = newLocal(null, pointerTo(type), Storage.Local);
  const hold = assign(variable(holder), addressOf(wholeUnit(target), type));
  return comma(hold, assignOperation(op, bitField(indirect(variable(holder), type, 0), shift, width), value));
}

function assignOperation(op: Op, target: Node, value: Node): Node {
  return assign(target, converted(binary(op, duplicate(target), value), target.type));
}

/** target++ is (target = target + 1) - 1. */
function postIncremented(op: Op, target: Node): Node {
  const type = target.type;
  checkModifiable(target);
  if (!isScalar(type)) error(b("operand of ++ or -- must be arithmetic or a pointer"));
  // rounding, or cutting to the width of a bit-field, cannot be taken back
  if (isFloatingType(type) || target.bitWidth > 0) {
    error(b("x++ of a floating object or bit-field is not supported: use ++x"));
  }
  const changed = assignArithmetic(op, target, intNode(1));
  return asValue(cast(binary(op === Op.Add ? Op.Subtract : Op.Add, changed, intNode(1)), type));
}

function asValue(node: Node): Node {
  node.isValue = true;
  return node;
}

// ---- unary expressions ----

// unary-expression: sizeof unary-expression | sizeof ( type-name )
function sizeOfExpression(): Node {
  let type = intType;
  if (token === ch('(') && isTypeAhead()) {
    next();
    type = typeName();
    expect(ch(')'));
  } else {
    const node = unaryExpression();
    if (node.bitWidth > 0) error(b("sizeof a bit-field"));
    type = node.type;
  }
  if (isVoid(type) || isFunction(type)) return numberNode(unsignedIntType, fromInt(1));
  if (!isCompleteType(type)) error(b("sizeof an incomplete type"));
  return numberNode(unsignedIntType, fromInt(sizeOf(type)));
}

// unary-expression: postfix-expression | (++ | --) unary-expression | (& | * | - | ~ | !) cast-expression
function unaryExpression(): Node {
  enterNesting();
  const node = unaryInner(token);
  leaveNesting();
  return node;
}

function unaryInner(operator: number): Node {
  switch (operator) {
    case ch('*'): {
      next();
      const pointer = rvalue(castExpression());
      if (isPointer(pointer.type) && isVoid(pointer.type.base!)) return indirect(pointer, voidType, 0);
      return dereference(pointer);
    }
    case ch('&'): {
      next();
      const object = castExpression();
      if (isFunction(object.type)) return decay(object);
      if (!isLvalue(object)) error(b("lvalue required by &"));
      if (object.bitWidth > 0) error(b("address of a bit-field"));
      return asValue(addressOf(object, object.type));
    }
    case ch('!'):
      next();
      return not(scalar(castExpression()));
    case ch('-'): {
      next();
      const operand = promote(rvalue(castExpression()));
      if (!isArithmetic(operand.type)) error(b("operand of - must be arithmetic"));
      return negate(operand);
    }
    case ch('~'): {
      next();
      const operand = promote(rvalue(castExpression()));
      if (!isInteger(operand.type)) error(b("operand of ~ must be an integer"));
      return complement(operand);
    }
    case Token.Increment: case Token.Decrement: {
      next();
      const target = unaryExpression();
      return assignArithmetic(operator === Token.Increment ? Op.Add : Op.Subtract, target, intNode(1));
    }
    case Token.Sizeof:
      next();
      return sizeOfExpression();
    default: return postfix(primary());
  }
}

// cast-expression: unary-expression | ( type-name ) cast-expression
function castExpression(): Node {
  if (token !== ch('(') || !isTypeAhead()) return unaryExpression();
  enterNesting();
  next();
  const type = typeName();
  expect(ch(')'));
  const operand = decay(castExpression());
  leaveNesting();
  return isVoid(type) ? cast(operand, type) : asValue(castTo(operand, type));
}

function castTo(operand: Node, type: Type): Node {
  if (isVoid(operand.type)) error(b("void value used"));
  if (!isScalar(type) || !isScalar(operand.type)) error(b("cast between non-scalar types"));
  if (isPointer(operand.type) && isFloatingType(type) || isPointer(type) && isFloatingType(operand.type)) {
    error(b("no conversion between pointer and floating type"));
  }
  return explicitCast(operand, type);
}

// ---- binary expressions ----

/** A value that can be tested. */
export function scalar(node: Node): Node {
  const value = rvalue(node);
  if (!isScalar(value.type)) error(b("scalar value required"));
  return value;
}

function isNullConstant(node: Node): boolean { return node.op === Op.Number && isZero64(node.number); }

function pointerBinary(op: Op, left: Node, right: Node): Node {
  if (op === Op.Add) {
    if (isPointer(left.type) && isInteger(right.type)) return addToPointer(op, left, promote(right));
    if (isInteger(left.type) && isPointer(right.type)) return addToPointer(op, right, promote(left));
  }
  if (op === Op.Subtract && isPointer(left.type)) {
    if (isInteger(right.type)) return addToPointer(op, left, promote(right));
    if (isPointer(right.type)) {
      const size = stepOf(left.type);
      if (size === 0) error(b("difference of pointers to objects of size 0"));
      const difference = arithmetic(op, cast(left, intType), cast(right, intType), intType);
      return arithmetic(Op.Divide, difference, intNode(size), intType);
    }
  }
  if (isComparison(op)) {
    if (isPointer(left.type) && isPointer(right.type)) return comparison(op, left, right);
    if (isPointer(left.type) && isInteger(right.type)) return comparison(op, left, cast(promote(right), left.type));
    if (isPointer(right.type) && isInteger(left.type)) return comparison(op, cast(promote(left), right.type), right);
  }
  error(b("invalid operands"));
  return left;
}

/** left op right with the conversions of C. */
function binary(op: Op, leftOperand: Node, rightOperand: Node): Node {
  if (op === Op.LogicalAnd || op === Op.LogicalOr) return logical(op, scalar(leftOperand), scalar(rightOperand));
  const left = rvalue(leftOperand);
  const right = rvalue(rightOperand);
  if (isPointer(left.type) || isPointer(right.type)) return pointerBinary(op, left, right);
  if (!isArithmetic(left.type) || !isArithmetic(right.type)) error(b("invalid operands"));
  const onlyIntegers = op === Op.Modulo || op === Op.And || op === Op.Or || op === Op.Xor;
  const isShift = op === Op.ShiftLeft || op === Op.ShiftRight;
  if ((onlyIntegers || isShift) && !(isInteger(left.type) && isInteger(right.type))) {
    error(b("operands must be integers"));
  }
  const promotedLeft = promote(left);
  const promotedRight = promote(right);
  if (isShift) return arithmetic(op, promotedLeft, cast(promotedRight, intType), promotedLeft.type);
  const type = commonType(promotedLeft.type, promotedRight.type);
  if (isComparison(op)) return comparison(op, cast(promotedLeft, type), cast(promotedRight, type));
  return arithmetic(op, cast(promotedLeft, type), cast(promotedRight, type), type);
}

// multiplicative-expression to logical-OR-expression: by precedence climbing, operators of at least `least`
function binaryExpression(least: number): Node {
  let left = castExpression();
  while (true) {
    const precedence = precedenceOf(token);
    if (precedence === 0 || precedence < least) return left;
    const op = operationOf(token);
    next();
    left = binary(op, left, binaryExpression(precedence + 1));
  }
}

// conditional-expression: logical-OR-expression | logical-OR-expression ? expression : conditional-expression
function conditionalExpression(): Node {
  const condition = binaryExpression(1);
  if (token !== ch('?')) return condition;
  enterNesting();
  next();
  const test = scalar(condition);
  const yes = decay(expression());
  expect(ch(':'));
  const no = decay(conditionalExpression());
  leaveNesting();
  return choice(test, yes, no);
}

/** condition ? yes : no with the common type of the two (6.5.15). */
function choice(condition: Node, yes: Node, no: Node): Node {
  let type = voidType;
  if (isVoid(yes.type) || isVoid(no.type)) {
    return conditional(condition, cast(yes, voidType), cast(no, voidType), voidType);
  }
  if (!isScalar(yes.type) || !isScalar(no.type)) error(b("operands of ?: must be scalar or void"));
  if (isPointer(yes.type) || isPointer(no.type)) {
    if (isFloatingType(yes.type) || isFloatingType(no.type)) error(b("operands of ?: have different types"));
    type = isPointer(yes.type) ? yes.type : no.type;
    if (isPointer(yes.type) && isPointer(no.type)) {
      if (isNullConstant(yes)) type = no.type;
      else if (isVoid(no.type.base!) && !isNullConstant(no)) type = voidPointerType;
    }
  } else type = commonType(promote(yes).type, promote(no).type);
  return conditional(condition, cast(promote(yes), type), cast(promote(no), type), type);
}

// assignment-expression: conditional-expression | unary-expression assignment-operator assignment-expression
/** An expression without a comma at its top. */
export function assignmentExpression(): Node {
  const target = conditionalExpression();
  if (token === ch('=')) {
    enterNesting();
    checkModifiable(target);
    next();
    const value = converted(assignmentExpression(), target.type);
    leaveNesting();
    return assign(target, value);
  }
  if (token < Token.AddAssign || token > Token.ShiftRightAssign) return target;
  enterNesting();
  const op = Op.Add + token - Token.AddAssign;
  next();
  const value = rvalue(assignmentExpression());
  leaveNesting();
  return assignArithmetic(op, target, value);
}

// expression: assignment-expression | expression , assignment-expression
export function expression(): Node {
  let node = assignmentExpression();
  while (token === ch(',')) {
    next();
    node = comma(node, decay(assignmentExpression()));
  }
  return node;
}

// constant-expression: conditional-expression
/** An integer constant expression; its value is in the node. */
export function constantExpression(): Node {
  const node = conditionalExpression();
  if (!isIntegerConstant(node)) error(b("integer constant expression required"));
  return node;
}
