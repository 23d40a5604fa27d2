// Expressions (C99 6.5): recursive descent, one function for each production, which stands above it as the standard has
// it; the ten levels of binary operators are one function, by precedence climbing. A function is called with its first
// token as the current one, and leaves the token after it as the current one. The rules on the types of operands are in
// operands.ts, building nodes in tree.ts: nothing here computes a type but those of constants.
import { b, ch } from "../../2-runtime/node.js";
import { fitsReal, readReal } from "../1-read/floating.js";
import { fromInt } from "../1-read/int64.js";
import { characterValue, IntegerLiteral, isFloating, readInteger } from "../1-read/literals.js";
import { operationOf, precedenceOf } from "../1-read/operators.js";
import {
  enterNesting, error, errorAbout, expect, leaveNesting, next, stringText, token, tokenName, unexpected,
} from "../1-read/tokens.js";
import { Node, Op, Storage, Symbol, Token, Type, TypeKind } from "../model.js";
import { typeName } from "./declarations.js";
import {
  addToPointer, assignArithmetic, asValue, binary, castTo, checkModifiable, choice, converted, dereference,
  postIncremented, rvalue, scalar,
} from "./operands.js";
import { newStatic } from "./scopes.js";
import { isTypeAhead } from "./specifiers.js";
import {
  addressOf, arithmetic, assign, bitField, call, cast, comma, complement, decay, indirect, intNode, isIntegerConstant,
  isLvalue, member, negate, not, numberNode, precisionOf, promote, realNode, variable,
} from "./tree.js";
import {
  areCompatible, arrayOf, charPointerType, charType, doubleType, findField, floatType, intType, isArithmetic,
  isCompleteType, isFunction, isInteger, isPointer, isRecord, isScalar, isVoid, longDoubleType, longLongType, longType,
  pointerTo, sizeOf, unsignedIntType, unsignedLongLongType, unsignedLongType, voidType,
} from "./types.js";

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

// constant: integer-constant | floating-constant
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
  const symbol = newStatic(null, arrayOf(charType, stringText.size + 1));
  symbol.isDefined = true;
  const data = new Uint8Array(stringText.size + 1);
  for (let i = 0; i < stringText.size; i++) data[i] = stringText.bytes[i];
  symbol.data = data;
  tokenName.literal = symbol;
  return symbol;
}

// identifier | enumeration-constant
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

// primary-expression: identifier | constant | string-literal | ( expression ), and the builtins
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

// __builtin_va_start ( assignment-expression , assignment-expression )
// __builtin_va_arg ( assignment-expression , type-name )    __builtin_va_end ( assignment-expression )
// __builtin_va_copy ( assignment-expression , assignment-expression )
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

/** The same, with its first token. */
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

// ---- binary expressions ----

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
