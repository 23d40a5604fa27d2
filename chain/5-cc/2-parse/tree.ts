// The tree of a function's statements and expressions, and the functions that build it. Every builder gives a node
// whose type is right, with conversions made explicit and constants folded: constants on the right, offsets in the
// addressing node, multiplication by powers of two as a shift.
// Checks that C asks for are made by the callers in expressions.ts; here everything has been checked.
// Nodes come from a pool that is emptied after each function.
import { b } from "../../2-runtime/node.js";
import { fitsReal, int64FromReal, isZeroReal, negateReal, realFromInt64 } from "../1-read/floating.js";
import { fromInt, isZero64, negate64, powerOfTwo } from "../1-read/int64.js";
import { isComparison, operate64 } from "../1-read/operators.js";
import { error } from "../1-read/tokens.js";
import { Int64, Node, Op, Precision, Real, Storage, Symbol, Type, TypeKind, zero64 } from "../model.js";
import {
  intType, isArray, isFloatingType, isFunction, isInteger, isRecord, isVoid, pointerTo, promoted, unsignedIntType,
  voidType,
} from "./types.js";

/** The pool, and how many of its nodes are in the tree of the current function: memory is never given back. */
let nodes: Node[] = new Array<Node>(0);
let used = 0;

function newNode(op: Op, type: Type): Node {
  if (used === nodes.length) {
    const longer = new Array<Node>(used * 2 + 1000);
    for (let i = 0; i < used; i++) longer[i] = nodes[i];
    for (let i = used; i < longer.length; i++) longer[i] = new Node(op, type);
    nodes = longer;
  }
  const node = nodes[used];
  used++;
  node.op = op;
  node.type = type;
  node.left = null;
  node.right = null;
  node.third = null;
  node.next = null;
  node.number = zero64;
  node.offset = 0;
  node.symbol = null;
  node.label = null;
  node.defaultLabel = null;
  node.isDo = false;
  node.depth = 0;
  node.bitShift = 0;
  node.bitWidth = 0;
  node.isValue = false;
  return node;
}

const MOST_DEPTH = 1000;

/** Keeps the height of a node that is above another one. */
function noteDepth(node: Node, below: Node): void {
  if (below.depth < node.depth) return;
  node.depth = below.depth + 1;
  if (node.depth > MOST_DEPTH) error(b("the expression is too long"));
}

/** Gives all nodes back. */
export function forgetNodes(): void { used = 0; }

// ---- leaves ----

/** An integer constant: a number, cut down to its type and extended again. */
export function numberNode(type: Type, number: Int64): Node {
  const node = newNode(Op.Number, type);
  let low = number.low;
  if (type.size === 1) low = type.isUnsigned ? low & 255 : low << 24 >> 24;
  else if (type.size === 2) low = type.isUnsigned ? low & 0xffff : low << 16 >> 16;
  if (type.size === 8) node.number = number;
  else node.number = new Int64(low, type.isUnsigned || low >= 0 ? 0 : -1);
  return node;
}

export function intNode(value: number): Node { return numberNode(intType, fromInt(value)); }

export function realNode(type: Type, real: Real): Node {
  const node = newNode(Op.Real, type);
  node.real = real;
  return node;
}

export function precisionOf(type: Type): Precision {
  if (type.kind === TypeKind.Float) return Precision.Float;
  return type.kind === TypeKind.Double ? Precision.Double : Precision.Extended;
}

function objectNode(symbol: Symbol, type: Type, offset: number): Node {
  const node = newNode(Op.Variable, type);
  node.symbol = symbol;
  node.offset = offset;
  return node;
}

export function variable(symbol: Symbol): Node { return objectNode(symbol, symbol.type, 0); }

// ---- addresses ----

export function isLvalue(node: Node): boolean {
  return (node.op === Op.Variable || node.op === Op.Indirect) && !node.isValue;
}

/** The same pointer or 4-byte integer as another type. */
function relabel(node: Node, type: Type): Node {
  node.type = type;
  node.isValue = true;
  return node;
}

function addressOfSymbol(symbol: Symbol, type: Type, offset: number): Node {
  const node = newNode(Op.AddressOfVariable, type);
  node.symbol = symbol;
  node.offset = offset;
  return node;
}

/** The address of an object, as a pointer to `target`. */
export function addressOf(node: Node, target: Type): Node {
  const type = pointerTo(target);
  if (node.op === Op.Variable) return addressOfSymbol(node.symbol!, type, node.offset);
  if (node.offset === 0) return relabel(node.left!, type);
  return arithmetic(Op.Add, relabel(node.left!, type), intNode(node.offset), type);
}

/** The object of a type at pointer + offset. */
export function indirect(pointer: Node, type: Type, offset: number): Node {
  if (pointer.op === Op.AddressOfVariable) return objectNode(pointer.symbol!, type, pointer.offset + offset | 0);
  const node = newNode(Op.Indirect, type);
  node.left = pointer;
  node.offset = offset;
  if (pointer.op === Op.Add && pointer.right!.op === Op.Number) {
    node.left = pointer.left;
    node.offset = offset + pointer.right!.number.low | 0;
  }
  noteDepth(node, pointer);
  return node;
}

/** Member at an offset of a struct object, which may be only a value. */
export function member(record: Node, type: Type, offset: number): Node {
  if (record.op === Op.Variable) {
    const node = objectNode(record.symbol!, type, record.offset + offset | 0);
    node.isValue = record.isValue;
    return node;
  }
  const node = indirect(record.left!, type, record.offset + offset | 0);
  node.isValue = record.isValue;
  return node;
}

/** Arrays and functions become pointers where their value is used (6.3.2.1). */
export function decay(node: Node): Node {
  if (isArray(node.type)) return addressOf(node, node.type.base!);
  if (isFunction(node.type)) return addressOf(node, node.type);
  return node;
}

// ---- conversions ----

export function cast(node: Node, type: Type): Node {
  const from = node.type;
  // a bit-field must not keep its narrow promotion
  if (from === type) return node.bitWidth > 0 ? unary(Op.Cast, node, type) : node;
  if (isVoid(type)) return unary(Op.Cast, node, type);
  if (node.op === Op.Number) return castNumber(node, type);
  if (node.op === Op.Real) return castReal(node, type);
  if (isRecord(type)) return node;
  const fromInteger = !isFloatingType(from);
  if (fromInteger && !isFloatingType(type) && node.bitWidth === 0) {
    if (from.size === 4 && type.size === 4 && !dependsOnType(node)) return relabel(node, type);
    // the lower bytes of an object come first
    const isObject = node.op === Op.Variable || node.op === Op.Indirect;
    if (isObject && type.size < from.size) return relabel(node, type);
  }
  return unary(Op.Cast, node, type);
}

/** A conversion that the source asks for: it takes away excess precision, too (6.3.1.5). */
export function explicitCast(node: Node, type: Type): Node {
  const isRounded = node.op === Op.Real || node.op === Op.Variable || node.op === Op.Indirect;
  if (node.type === type && isFloatingType(type) && !isRounded) return unary(Op.Cast, node, type);
  return cast(node, type);
}

/** Would another type change what the node computes? */
function dependsOnType(node: Node): boolean {
  if (node.op === Op.Cast) return isFloatingType(node.left!.type);
  return node.op === Op.Divide || node.op === Op.Modulo || node.op === Op.ShiftRight;
}

function castNumber(node: Node, type: Type): Node {
  if (!isFloatingType(type)) return numberNode(type, node.number);
  const real = realFromInt64(node.number, node.type.isUnsigned);
  return fitsReal(real, precisionOf(type)) ? realNode(type, real) : unary(Op.Cast, node, type);
}

function castReal(node: Node, type: Type): Node {
  const real = node.real!;
  if (isFloatingType(type)) {
    return fitsReal(real, precisionOf(type)) ? realNode(type, real) : unary(Op.Cast, node, type);
  }
  return numberNode(type, int64FromReal(real));
}

/** Integer promotion of a value, bit-fields by their width. */
export function promote(node: Node): Node {
  if (node.bitWidth > 0) {
    return cast(node, node.type.isUnsigned && node.bitWidth === 32 ? unsignedIntType : intType);
  }
  return cast(node, promoted(node.type));
}

// ---- operators ----

function unary(op: Op, operand: Node, type: Type): Node {
  const node = newNode(op, type);
  node.left = operand;
  noteDepth(node, operand);
  return node;
}

/** A node above two others. */
function pair(op: Op, type: Type, left: Node, right: Node): Node {
  const node = newNode(op, type);
  node.left = left;
  node.right = right;
  noteDepth(node, left);
  noteDepth(node, right);
  return node;
}

/** May evaluating the node change an object? */
export function hasEffect(node: Node | null): boolean {
  if (node === null) return false;
  if (node.op === Op.Call || node.op === Op.Assign) return true;
  return hasEffect(node.left) || hasEffect(node.right) || hasEffect(node.third);
}

function isCommutative(op: Op): boolean {
  return op === Op.Add || op === Op.Multiply || op === Op.And || op === Op.Or || op === Op.Xor;
}

/** left op right, both already of the type (but for shift counts and offsets added to a pointer: int). */
export function arithmetic(op: Op, left: Node, right: Node, type: Type): Node {
  if (isFloatingType(type)) {
    // -1.0 * 0.0 is how a constant is written that is a negative zero; all else is left to the machine
    const isZero = op === Op.Multiply && left.op === Op.Real && right.op === Op.Real && isZeroReal(right.real!);
    if (isZero) return realNode(type, left.real!.isNegative ? negateReal(right.real!) : right.real!);
    return pair(op, type, left, right);
  }
  const isDivision = op === Op.Divide || op === Op.Modulo;
  if (left.op === Op.Number) {
    if (right.op === Op.Number && !(isDivision && isZero64(right.number))) {
      const isShift = op === Op.ShiftLeft || op === Op.ShiftRight;
      const number = isShift && type.size < 8 ? fromInt(right.number.low & 31) : right.number;
      return numberNode(type, operate64(op, left.number, number, type.isUnsigned));
    }
    if (isCommutative(op)) return arithmetic(op, right, left, type);
  }
  if (right.op === Op.Number && type.size <= 4) return withConstant(op, left, right, type);
  return pair(op, type, left, right);
}

/** left op a constant, in 32 bits: offsets are added up, so that they become those of members. */
function withConstant(op: Op, left: Node, right: Node, type: Type): Node {
  const value = right.number.low;
  if (op === Op.Subtract) return withConstant(Op.Add, left, intNode(-value | 0), type);
  if (op === Op.Add) {
    if (left.op === Op.AddressOfVariable) return addressOfSymbol(left.symbol!, type, left.offset + value | 0);
    if (left.op === Op.Add && left.right!.op === Op.Number) {
      return withConstant(Op.Add, left.left!, intNode(left.right!.number.low + value | 0), type);
    }
    if (value === 0) return relabel(left, type);
  }
  const power = powerOfTwo(value);
  if (op === Op.Multiply && power === 0) return relabel(left, type);
  if (op === Op.Multiply && power > 0) return pair(Op.ShiftLeft, type, left, intNode(power));
  return pair(op, type, left, right);
}

/** left op right, both of one arithmetic or pointer type: an int. */
export function comparison(op: Op, left: Node, right: Node): Node {
  if (left.op === Op.Number && right.op === Op.Number) {
    return numberNode(intType, operate64(op, left.number, right.number, left.type.isUnsigned));
  }
  return pair(op, intType, left, right);
}

/** -1 when a condition is not constant, else its truth. */
export function constantTruth(node: Node): number {
  if (node.op === Op.Number) return isZero64(node.number) ? 0 : 1;
  if (node.op === Op.Real) return isZeroReal(node.real!) ? 0 : 1;
  return -1;
}

/** The address of a function or object is never null. */
export function not(node: Node): Node {
  const truth = constantTruth(node);
  if (truth >= 0) return intNode(1 - truth);
  if (isComparison(node.op) && !isFloatingType(node.left!.type)) {
    node.op = invertedOp(node.op);
    // a cast may have given the comparison another type
    node.type = intType;
    return node;
  }
  return unary(Op.Not, node, intType);
}

/** The comparison that is true where this one is false (of integers). */
function invertedOp(op: Op): Op { return op ^ 1; }

export function logical(op: Op, left: Node, right: Node): Node {
  const leftTruth = constantTruth(left);
  if (leftTruth >= 0) {
    if ((leftTruth === 1) === (op === Op.LogicalOr)) return intNode(leftTruth);
    const rightTruth = constantTruth(right);
    if (rightTruth >= 0) return intNode(rightTruth);
  }
  return pair(op, intType, left, right);
}

export function negate(node: Node): Node {
  if (node.op === Op.Number) return numberNode(node.type, negate64(node.number));
  if (node.op === Op.Real) return realNode(node.type, negateReal(node.real!));
  return unary(Op.Negate, node, node.type);
}

export function complement(node: Node): Node {
  if (node.op === Op.Number) return numberNode(node.type, new Int64(~node.number.low, ~node.number.high));
  return unary(Op.Complement, node, node.type);
}

export function conditional(condition: Node, yes: Node, no: Node, type: Type): Node {
  const truth = constantTruth(condition);
  if (truth >= 0) {
    const chosen = truth === 1 ? yes : no;
    chosen.isValue = true;
    return chosen;
  }
  const node = pair(Op.Conditional, type, condition, yes);
  node.third = no;
  noteDepth(node, no);
  return node;
}

export function comma(left: Node, right: Node): Node { return pair(Op.Comma, right.type, left, right); }

export function assign(target: Node, value: Node): Node { return pair(Op.Assign, target.type, target, value); }

/** A second node for the same object; only for those that canDuplicate accepts, and pointers held in a local. */
export function duplicate(target: Node): Node {
  const node = newNode(target.op, target.type);
  if (target.left !== null) node.left = duplicate(target.left);
  node.symbol = target.symbol;
  node.offset = target.offset;
  node.bitShift = target.bitShift;
  node.bitWidth = target.bitWidth;
  return node;
}

/** The whole unit of which an lvalue may be a bit-field. */
export function wholeUnit(target: Node): Node {
  target.bitWidth = 0;
  target.bitShift = 0;
  return target;
}

/** A bit-field (or all, for width 0) of the unit. */
export function bitField(unit: Node, shift: number, width: number): Node {
  unit.bitShift = shift;
  unit.bitWidth = width;
  return unit;
}

/** Calls a function; the arguments are linked by `next` from the last to the first. */
export function call(callee: Node, lastArgument: Node | null, type: Type): Node {
  const node = newNode(Op.Call, type);
  node.left = callee;
  node.right = lastArgument;
  noteDepth(node, callee);
  let argument = lastArgument;
  while (argument !== null) {
    noteDepth(node, argument);
    argument = argument.next;
  }
  return node;
}

// ---- statements ----

export function statementNode(op: Op, left: Node | null, right: Node | null): Node {
  const node = newNode(op, voidType);
  node.left = left;
  node.right = right;
  return node;
}

/** A list of nodes linked by `next`. */
export class NodeList {
  first: Node | null = null;
  last: Node | null = null;
  /** Appends a node with all that follow it, or nothing. */
  append(nodes: Node | null): void {
    if (nodes === null) return;
    if (this.last === null) this.first = nodes;
    else this.last.next = nodes;
    let last: Node = nodes;
    while (last.next !== null) last = last.next;
    this.last = last;
  }
}

/** Can the expression be the value of a static object: a number, or the address of one plus a number? */
export function isConstant(node: Node): boolean {
  if (node.op === Op.Number || node.op === Op.Real) return true;
  return node.op === Op.AddressOfVariable && node.symbol!.storage === Storage.Static;
}

export function isIntegerConstant(node: Node): boolean { return node.op === Op.Number && isInteger(node.type); }
