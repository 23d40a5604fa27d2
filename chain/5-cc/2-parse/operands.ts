// The rules of C on the types of operands (C99 6.5): what is refused, and which conversions are made. What has been
// checked here is built by tree.ts. Compound assignment and ++ become plain assignments, so that the code generator
// knows only those.
import { b } from "../../2-runtime/node.js";
import { isZero64 } from "../1-read/int64.js";
import { isComparison } from "../1-read/operators.js";
import { error } from "../1-read/tokens.js";
import { Node, Op, Storage, Type } from "../model.js";
import { newLocal } from "./scopes.js";
import {
  addressOf, arithmetic, assign, bitField, cast, comma, comparison, conditional, decay, duplicate, explicitCast,
  hasEffect, indirect, intNode, isLvalue, logical, promote, variable, wholeUnit,
} from "./tree.js";
import {
  commonType, intType, isArithmetic, isArray, isCompleteType, isFloatingType, isFunction, isInteger, isPointer,
  isRecord, isScalar, isVoid, pointerTo, sizeOf, voidPointerType, voidType,
} from "./types.js";

// ---- values and conversions ----

export function asValue(node: Node): Node {
  node.isValue = true;
  return node;
}

/** The value of an expression: arrays and functions as pointers. */
export function rvalue(node: Node): Node {
  const value = decay(node);
  if (isVoid(value.type)) error(b("void value used"));
  return value;
}

/** A value that can be tested. */
export function scalar(node: Node): Node {
  const value = rvalue(node);
  if (!isScalar(value.type)) error(b("scalar value required"));
  return value;
}

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

export function castTo(operand: Node, type: Type): Node {
  if (isVoid(operand.type)) error(b("void value used"));
  if (!isScalar(type) || !isScalar(operand.type)) error(b("cast between non-scalar types"));
  if (isPointer(operand.type) && isFloatingType(type) || isPointer(type) && isFloatingType(operand.type)) {
    error(b("no conversion between pointer and floating type"));
  }
  return explicitCast(operand, type);
}

// ---- binary operators ----

/** Bytes by which a pointer moves when 1 is added. */
function stepOf(pointer: Type): number {
  const base = pointer.base!;
  if (isVoid(base) || isFunction(base)) return 1;
  if (!isCompleteType(base)) error(b("arithmetic on a pointer to an incomplete type"));
  return sizeOf(base);
}

/** pointer + index, or pointer - index. */
export function addToPointer(op: Op, pointer: Node, index: Node): Node {
  const offset = arithmetic(Op.Multiply, cast(index, intType), intNode(stepOf(pointer.type)), intType);
  return arithmetic(op, pointer, offset, pointer.type);
}

export function dereference(pointer: Node): Node {
  if (!isPointer(pointer.type)) error(b("operand of * must be a pointer"));
  return indirect(pointer, pointer.type.base!, 0);
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
export function binary(op: Op, leftOperand: Node, rightOperand: Node): Node {
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

/** condition ? yes : no with the common type of the two (6.5.15). */
export function choice(condition: Node, yes: Node, no: Node): Node {
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

// ---- assignment ----

export function checkModifiable(target: Node): void {
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
export function assignArithmetic(op: Op, target: Node, value: Node): Node {
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
export function postIncremented(op: Op, target: Node): Node {
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
