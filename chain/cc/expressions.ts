// Expressions (C99 6.5): parsing, and all rules about the types of operands. The tree itself is built by tree.ts.
// Compound assignment and ++ are rewritten here as plain assignments, so that the code generator knows only those.
import { b, ch } from "../runtime/node.js";
import { definedOperator, nameDefined } from "./directives.js";
import { isTypeAhead, typeName } from "./declarations.js";
import { Token } from "./lexer.js";
import {
  characterValue, isFloating, literalDecimal, literalHigh, literalLongs, literalLow, literalUnsigned, readInteger,
} from "./literals.js";
import { Precision, fitsReal, readReal, realEnd } from "./floating.js";
import { Op, isComparison, operationOf, precedenceOf } from "./operators.js";
import { Storage, Symbol, newLocal, newStatic } from "./symbols.js";
import {
  error, errorAbout, expect, isInCondition, next, stringText, token, tokenName, unexpected,
} from "./tokens.js";
import {
  HEAVY, Node, addressOf, again, arithmetic, assign, assignOperation, bitField, call, cast, comma, comparison,
  complement, conditional, decay, divideExactly, explicitCast, indirect, intNode, isIntegerConstant, isLvalue, logical,
  member, negate, not, numberNode, promote, realNode, variable, wholeUnit,
} from "./tree.js";
import {
  Type, TypeKind, arrayOf, areCompatible, charType, charPointerType, commonType, doubleType, fieldOffset,
  findField, floatType, intType, isArithmetic, isArray, isCompleteType, isFloatingType, isFunction,
  isInteger, isPointer, isRecord, isScalar, isVoid, isWide, longDoubleType, longLongType, longType, pointerTo,
  sizeOf, unsignedIntType, unsignedLongLongType, unsignedLongType, voidPointerType, voidType,
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
function typeOfInteger(): Type {
  const canBeUnsigned = literalUnsigned || !literalDecimal;
  if (literalHigh === 0 && literalLongs < 2) {
    if (literalLow >= 0 && !literalUnsigned) return literalLongs === 0 ? intType : longType;
    if (canBeUnsigned) return literalLongs === 0 ? unsignedIntType : unsignedLongType;
  }
  if (literalUnsigned || literalHigh < 0) return unsignedLongLongType;
  return longLongType;
}

function numberConstant(): Node {
  const text = tokenName.text;
  if (!isFloating(text)) {
    readInteger(text);
    const isLarge = literalUnsigned || literalHigh < 0;
    if (isInCondition) return numberNode(isLarge ? unsignedLongLongType : longLongType, literalLow, literalHigh);
    return numberNode(typeOfInteger(), literalLow, literalHigh);
  }
  const suffix = text[text.length - 1] | 32;
  const isHex = text.length > 1 && (text[1] | 32) === ch('x');
  let type = doubleType;
  let precision = Precision.Double;
  let suffixLength = 1;
  if (suffix === ch('f')) {
    type = floatType;
    precision = Precision.Float;
  } else if (suffix === ch('l')) {
    type = longDoubleType;
    precision = Precision.Extended;
  } else suffixLength = 0;
  const real = readReal(text);
  if (realEnd !== text.length - suffixLength || realEnd === 0) errorAbout(b("not a number: "), text);
  const last = text[realEnd - 1];
  if (last === ch('+') || last === ch('-') || (last | 32) === (isHex ? ch('p') : ch('e'))) {
    errorAbout(b("exponent without digits: "), text);
  }
  if (real === null || !fitsReal(real, precision)) errorAbout(b("a floating constant that is not exact: "), text);
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
  if (isInCondition) {
    if (name === nameDefined) return definedOperator();
    next();
    return intNode(0);
  }
  if (symbol === null) errorAbout(b("undeclared: "), name.text);
  if (symbol!.storage === Storage.Typedef) errorAbout(b("a type where an expression should be: "), name.text);
  next();
  if (symbol!.storage === Storage.EnumConstant) {
    return numberNode(symbol!.type, symbol!.value, symbol!.value < 0 ? -1 : 0);
  }
  return variable(symbol!);
}

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
    case 0x28:
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
  if (!areCompatible(decay(list).type, charPointerType)) error(b("a va_list is wanted here"));
  if (which === Token.BuiltinVaStart) {
    expect(ch(','));
    const last = assignmentExpression();
    const isParameter = last.op === Op.Variable && last.symbol!.storage === Storage.Parameter;
    if (!isParameter) error(b("va_start wants the last parameter"));
    const size = roundedToWord(sizeOf(last.type));
    node = assign(list, arithmetic(Op.Add, addressOf(last, charType), intNode(size), charPointerType));
  } else if (which === Token.BuiltinVaArg) {
    expect(ch(','));
    const type = typeName();
    if (!isScalar(type)) error(b("va_arg wants the type of a number or pointer"));
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
  if (isVoid(value.type)) error(b("a value is wanted here, not void"));
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
  if (!isPointer(pointer.type)) error(b("only a pointer can be dereferenced"));
  return indirect(pointer, pointer.type.base!, 0);
}

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
  if (!isPointer(pointer.type) || !isInteger(index.type)) error(b("only a pointer can be indexed, by an integer"));
  return dereference(addToPointer(Op.Add, pointer, promote(index)));
}

/** The current token is a member of the record. */
function memberOf(record: Node): Node {
  if (!isRecord(record.type)) error(b("only a struct or union has members"));
  if (record.op !== Op.Variable && record.op !== Op.Indirect) error(b("only an object has members, not a value"));
  if (!record.type.isComplete) error(b("the struct or union is not defined"));
  if (token !== Token.Name) unexpected(b("the name of a member"));
  const field = findField(record.type, tokenName);
  if (field === null) errorAbout(b("no member is called "), tokenName.text);
  const node = member(record, field!.type, fieldOffset());
  next();
  return bitField(node, field!.bitShift, field!.bitWidth);
}

function callExpression(callee: Node): Node {
  const pointer = rvalue(callee);
  if (!isPointer(pointer.type) || !isFunction(pointer.type.base!)) error(b("only a function can be called"));
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
    if (!isScalar(argument.type)) error(b("an argument must be a number or pointer"));
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

function postfix(first: Node): Node {
  let node = first;
  while (true) {
    switch (token) {
      case 0x5b:
        node = indexed(node);
        break;
      case 0x28:
        node = callExpression(node);
        break;
      case 0x2e:
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
    if (type !== from) error(b("a struct or union of another type is wanted here"));
    const isObject = value.op === Op.Variable || value.op === Op.Indirect || value.op === Op.Assign;
    if (!isObject) error(b("only an object can be assigned to a struct or union"));
    return value;
  }
  if (!isScalar(type)) error(b("cannot be assigned to"));
  if (isPointer(from) && isFloatingType(type) || isPointer(type) && isFloatingType(from)) {
    error(b("pointer and floating type do not convert into each other"));
  }
  if (isPointer(from) && type.size !== 4) error(b("a pointer does not fit this type"));
  return cast(value, type);
}

function checkModifiable(target: Node): void {
  if (!isLvalue(target) || isArray(target.type) || isFunction(target.type)) error(b("cannot be assigned to"));
  if (!isCompleteType(target.type)) error(b("an object of an incomplete type cannot be assigned to"));
}

/** Is nothing lost when the object is named twice, with the value computed in between? */
function isStable(target: Node, value: Node): boolean {
  if (target.op === Op.Variable) return true;
  const pointer = target.left!;
  if (pointer.op !== Op.Variable || pointer.bitWidth > 0) return false;
  return value.weight < HEAVY || pointer.symbol!.storage !== Storage.Static && !pointer.symbol!.isAddressTaken;
}

/** target op= value. */
function assignArithmetic(op: Op, target: Node, value: Node): Node {
  checkModifiable(target);
  const type = target.type;
  if (!isScalar(type) || !isScalar(value.type)) error(b("wrong operands of a compound assignment"));
  if (isStable(target, value)) {
    const copy = again(target);
    return assign(target, converted(binary(op, copy, value), type));
  }
  const isWord = type.size === 4 && !isFloatingType(type) && target.bitWidth === 0;
  const isSimple = op === Op.Add || op === Op.Subtract || op === Op.And || op === Op.Or || op === Op.Xor;
  if (isWord && isSimple && isInteger(value.type) && !isWide(value.type)) {
    let operand = cast(promote(value), intType);
    if (isPointer(type)) {
      if (op !== Op.Add && op !== Op.Subtract) error(b("wrong operands of a compound assignment"));
      operand = arithmetic(Op.Multiply, operand, intNode(stepOf(type)), intType);
    }
    return assignOperation(op, target, operand);
  }
  // the address goes to a pointer of our own
  const shift = target.bitShift, width = target.bitWidth;
  const holder = newLocal(null, pointerTo(type), Storage.Local);
  const hold = assign(variable(holder), addressOf(wholeUnit(target), type));
  const object = bitField(indirect(variable(holder), type, 0), shift, width);
  const copy = again(object);
  return comma(hold, assign(object, converted(binary(op, copy, value), type)));
}

/** target++ is (target = target + 1) - 1. */
function postIncremented(op: Op, target: Node): Node {
  const type = target.type;
  checkModifiable(target);
  if (!isScalar(type)) error(b("only a number or pointer can be counted up or down"));
  // rounding, or cutting to the width of a bit-field, cannot be taken back
  if (isFloatingType(type) || target.bitWidth > 0) error(b("only an integer or pointer keeps its old value: use ++x"));
  const changed = assignArithmetic(op, target, intNode(1));
  return asValue(cast(binary(op === Op.Add ? Op.Subtract : Op.Add, changed, intNode(1)), type));
}

function asValue(node: Node): Node {
  node.isValue = true;
  return node;
}

// ---- unary expressions ----

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
  if (isVoid(type) || isFunction(type)) return numberNode(unsignedIntType, 1, 0);
  if (!isCompleteType(type)) error(b("sizeof an incomplete type"));
  return numberNode(unsignedIntType, sizeOf(type), 0);
}

function unaryExpression(): Node {
  enterNesting();
  const node = unaryInner(token);
  leaveNesting();
  return node;
}

function unaryInner(operator: number): Node {
  switch (operator) {
    case 0x2a: {
      next();
      const pointer = rvalue(castExpression());
      if (isPointer(pointer.type) && isVoid(pointer.type.base!)) return indirect(pointer, voidType, 0);
      return dereference(pointer);
    }
    case 0x26: {
      next();
      const object = castExpression();
      if (isFunction(object.type)) return decay(object);
      if (!isLvalue(object)) error(b("only an object has an address"));
      if (object.bitWidth > 0) error(b("a bit-field has no address"));
      return asValue(addressOf(object, object.type));
    }
    case 0x21:
      next();
      return not(scalar(castExpression()));
    case 0x2d: {
      next();
      const operand = promote(rvalue(castExpression()));
      if (!isArithmetic(operand.type)) error(b("- wants a number"));
      return negate(operand);
    }
    case 0x7e: {
      next();
      const operand = promote(rvalue(castExpression()));
      if (!isInteger(operand.type)) error(b("~ wants an integer"));
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

export function castExpression(): Node {
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
  if (isVoid(operand.type)) error(b("a value is wanted here, not void"));
  if (!isScalar(type) || !isScalar(operand.type)) error(b("only numbers and pointers can be converted"));
  if (isPointer(operand.type) && isFloatingType(type) || isPointer(type) && isFloatingType(operand.type)) {
    error(b("pointer and floating type do not convert into each other"));
  }
  return explicitCast(operand, type);
}

// ---- binary expressions ----

/** A value that can be tested. */
export function scalar(node: Node): Node {
  const value = rvalue(node);
  if (!isScalar(value.type)) error(b("a number or pointer is wanted here"));
  return value;
}

function isNullConstant(node: Node): boolean { return node.op === Op.Number && (node.value | node.high) === 0; }

function pointerBinary(op: Op, left: Node, right: Node): Node {
  if (op === Op.Add) {
    if (isPointer(left.type) && isInteger(right.type)) return addToPointer(op, left, promote(right));
    if (isInteger(left.type) && isPointer(right.type)) return addToPointer(op, right, promote(left));
  }
  if (op === Op.Subtract && isPointer(left.type)) {
    if (isInteger(right.type)) return addToPointer(op, left, promote(right));
    if (isPointer(right.type)) {
      const size = stepOf(left.type);
      if (size === 0) error(b("difference of pointers to objects without size"));
      return divideExactly(arithmetic(op, cast(left, intType), cast(right, intType), intType), size);
    }
  }
  if (isComparison(op)) {
    if (isPointer(left.type) && isPointer(right.type)) return comparison(op, left, right);
    if (isPointer(left.type) && isInteger(right.type)) return comparison(op, left, cast(promote(right), left.type));
    if (isPointer(right.type) && isInteger(left.type)) return comparison(op, cast(promote(left), right.type), right);
  }
  error(b("wrong operands of a binary operator"));
  return left;
}

/** left op right with the conversions of C. */
function binary(op: Op, leftOperand: Node, rightOperand: Node): Node {
  if (op === Op.LogicalAnd || op === Op.LogicalOr) return logical(op, scalar(leftOperand), scalar(rightOperand));
  const left = rvalue(leftOperand);
  const right = rvalue(rightOperand);
  if (isPointer(left.type) || isPointer(right.type)) return pointerBinary(op, left, right);
  if (!isArithmetic(left.type) || !isArithmetic(right.type)) error(b("wrong operands of a binary operator"));
  const onlyIntegers = op === Op.Modulo || op === Op.And || op === Op.Or || op === Op.Xor;
  const isShift = op === Op.ShiftLeft || op === Op.ShiftRight;
  if ((onlyIntegers || isShift) && !(isInteger(left.type) && isInteger(right.type))) {
    error(b("the operator wants integers"));
  }
  const promotedLeft = promote(left);
  const promotedRight = promote(right);
  if (isShift) return arithmetic(op, promotedLeft, cast(promotedRight, intType), promotedLeft.type);
  const type = commonType(promotedLeft.type, promotedRight.type);
  if (isComparison(op)) return comparison(op, cast(promotedLeft, type), cast(promotedRight, type));
  return arithmetic(op, cast(promotedLeft, type), cast(promotedRight, type), type);
}

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
  if (!isScalar(yes.type) || !isScalar(no.type)) error(b("the results of ?: must be numbers, pointers or void"));
  if (isPointer(yes.type) || isPointer(no.type)) {
    if (isFloatingType(yes.type) || isFloatingType(no.type)) error(b("the two results of ?: have different types"));
    type = isPointer(yes.type) ? yes.type : no.type;
    if (isPointer(yes.type) && isPointer(no.type)) {
      if (isNullConstant(yes)) type = no.type;
      else if (isVoid(no.type.base!) && !isNullConstant(no)) type = voidPointerType;
    }
  } else type = commonType(promote(yes).type, promote(no).type);
  return conditional(condition, cast(promote(yes), type), cast(promote(no), type), type);
}

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

export function expression(): Node {
  let node = assignmentExpression();
  while (token === ch(',')) {
    next();
    node = comma(node, decay(assignmentExpression()));
  }
  return node;
}

/** An integer constant expression; its value is in the node. */
export function constantExpression(): Node {
  const node = conditionalExpression();
  if (!isIntegerConstant(node)) error(b("an integer constant is wanted here"));
  return node;
}
