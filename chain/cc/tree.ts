// The tree of a function's statements and expressions, and the functions that build it. Every builder gives a node
// whose type is right, with conversions made explicit and constants folded, in the form that the code generator
// likes best: constant on the right, offsets in the addressing node, multiplication by powers of two as a shift.
// Checks that C asks for are made by the callers in expressions.ts; here everything has been checked.
// Nodes come from a pool that is emptied after each function.
import { b } from "../runtime/node.js";
import { Precision, Real, fitsReal, isZeroReal, negateReal, realFromWide, wideFromReal } from "./floating.js";
import { Op, foldWide, isComparison, mirrored } from "./operators.js";
import { Storage, Symbol } from "./symbols.js";
import { error } from "./tokens.js";
import {
  Type, TypeKind, intType, isArray, isFloatingType, isFunction, isInteger, isRecord, isVoid, isWide,
  pointerTo, promoted, unsignedIntType, voidType,
} from "./types.js";
import { high, powerOfTwo } from "./wide.js";

export class Node {
  op: Op = Op.Number;
  type: Type = voidType;
  left: Node | null = null;
  right: Node | null = null;
  third: Node | null = null;
  /** Next statement of a block, next argument (from the last to the first) of a call. */
  next: Node | null = null;
  /** Number: low word. Variable, Indirect: offset. AssignOperation: the operator. */
  value: number = 0;
  /** Number: high word (as if extended to 64 bits). */
  high: number = 0;
  symbol: Symbol | null = null;
  real: Real | null = null;
  /** How many registers evaluating it takes; HEAVY: it may use any. */
  weight: number = 1;
  /** Height of the tree below: bounds the recursion of the code generator. */
  depth: number = 0;
  bitShift: number = 0;
  /** Bits of a bit-field, 0 for all other objects. */
  bitWidth: number = 0;
  /** Not an lvalue, though it has the form of one. */
  isValue: boolean = false;
}

export const HEAVY = 4;

let nodes: Node[] = new Array<Node>(0);
let used = 0;

function newNode(op: Op, type: Type): Node {
  if (used === nodes.length) {
    const longer = new Array<Node>(used * 2 + 1000);
    for (let i = 0; i < used; i++) longer[i] = nodes[i];
    for (let i = used; i < longer.length; i++) longer[i] = new Node();
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
  node.value = 0;
  node.high = 0;
  node.symbol = null;
  node.weight = 1;
  node.depth = 0;
  node.bitShift = 0;
  node.bitWidth = 0;
  node.isValue = false;
  return node;
}

const MOST_DEPTH = 1000;

/** Notes that a node stands above another one. */
function above(node: Node, below: Node): void {
  if (below.depth < node.depth) return;
  node.depth = below.depth + 1;
  if (node.depth > MOST_DEPTH) error(b("the expression is too long"));
}

/** Gives all nodes back. */
export function forgetNodes(): void { used = 0; }

/** What one use of a variable counts: more inside loops. */
let useWeight = 1;
export function setUseWeight(weight: number): number {
  const old = useWeight;
  useWeight = weight;
  return old;
}

// ---- leaves ----

/** Cuts a 64-bit number down to an integer type and extends it again. */
function setNumber(node: Node, low: number, highWord: number): void {
  const type = node.type;
  let value = low;
  if (type.size === 1) value = type.isUnsigned ? low & 255 : low << 24 >> 24;
  else if (type.size === 2) value = type.isUnsigned ? low & 0xffff : low << 16 >> 16;
  node.value = value;
  if (type.size === 8) node.high = highWord;
  else node.high = type.isUnsigned || value >= 0 ? 0 : -1;
}

export function numberNode(type: Type, low: number, highWord: number): Node {
  const node = newNode(Op.Number, type);
  setNumber(node, low, highWord);
  return node;
}

export function intNode(value: number): Node { return numberNode(intType, value, 0); }

export function realNode(type: Type, real: Real): Node {
  const node = newNode(Op.Real, type);
  node.real = real;
  node.weight = HEAVY;
  return node;
}

export function precisionOf(type: Type): Precision {
  if (type.kind === TypeKind.Float) return Precision.Float;
  return type.kind === TypeKind.Double ? Precision.Double : Precision.Extended;
}

function objectNode(symbol: Symbol, type: Type, offset: number): Node {
  const node = newNode(Op.Variable, type);
  node.symbol = symbol;
  node.value = offset;
  if (isHeavyType(type)) node.weight = HEAVY;
  symbol.uses += useWeight;
  return node;
}

export function variable(symbol: Symbol): Node { return objectNode(symbol, symbol.type, 0); }

/** Are values of this type kept elsewhere than in one register? */
function isHeavyType(type: Type): boolean { return isWide(type) || isFloatingType(type) || isRecord(type); }

// ---- addresses ----

export function isLvalue(node: Node): boolean {
  return (node.op === Op.Variable || node.op === Op.Indirect) && !node.isValue;
}

/** The same pointer or 4-byte integer as another type. */
function retyped(node: Node, type: Type): Node {
  node.type = type;
  node.isValue = true;
  return node;
}

function addressOfSymbol(symbol: Symbol, type: Type, offset: number): Node {
  const node = newNode(Op.AddressOfVariable, type);
  node.symbol = symbol;
  node.value = offset;
  symbol.isAddressTaken = true;
  return node;
}

/** The address of an object, as a pointer to `target`. */
export function addressOf(node: Node, target: Type): Node {
  const type = pointerTo(target);
  if (node.op === Op.Variable) return addressOfSymbol(node.symbol!, type, node.value);
  if (node.value === 0) return retyped(node.left!, type);
  return arithmetic(Op.Add, retyped(node.left!, type), intNode(node.value), type);
}

/** The object of a type at pointer + offset. */
export function indirect(pointer: Node, type: Type, offset: number): Node {
  if (pointer.op === Op.AddressOfVariable) return objectNode(pointer.symbol!, type, pointer.value + offset | 0);
  const node = newNode(Op.Indirect, type);
  node.left = pointer;
  node.value = offset;
  if (pointer.op === Op.Add && pointer.right!.op === Op.Number) {
    node.left = pointer.left;
    node.value = offset + pointer.right!.value | 0;
  }
  above(node, pointer);
  node.weight = isHeavyType(type) ? HEAVY : node.left!.weight;
  return node;
}

/** Member at an offset of a struct object, which may be only a value. */
export function member(record: Node, type: Type, offset: number): Node {
  if (record.op === Op.Variable) {
    const node = objectNode(record.symbol!, type, record.value + offset | 0);
    node.isValue = record.isValue;
    return node;
  }
  const node = indirect(record.left!, type, record.value + offset | 0);
  node.isValue = record.isValue;
  return node;
}

/** Arrays and functions become pointers where their value is wanted (6.3.2.1). */
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
    if (from.size === 4 && type.size === 4 && !dependsOnType(node)) return retyped(node, type);
    // the lower bytes of an object come first
    const isObject = node.op === Op.Variable || node.op === Op.Indirect;
    if (isObject && type.size < from.size) {
      retyped(node, type);
      node.weight = node.op === Op.Variable ? 1 : node.left!.weight;
      return node;
    }
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
  if (!isFloatingType(type)) return numberNode(type, node.value, node.high);
  const real = realFromWide(node.value, node.high, node.type.isUnsigned);
  return fitsReal(real, precisionOf(type)) ? realNode(type, real) : unary(Op.Cast, node, type);
}

function castReal(node: Node, type: Type): Node {
  const real = node.real!;
  if (isFloatingType(type)) {
    return fitsReal(real, precisionOf(type)) ? realNode(type, real) : unary(Op.Cast, node, type);
  }
  const low = wideFromReal(real);
  return numberNode(type, low, high);
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
  above(node, operand);
  node.weight = isHeavyType(type) || isHeavyType(operand.type) ? HEAVY : operand.weight;
  return node;
}

/** Can the node be an operand of an instruction as it stands? */
export function isDirect(node: Node): boolean {
  if (node.op === Op.Variable) return node.type.size === 4 && node.bitWidth === 0 && node.weight === 1;
  return node.op === Op.Number && node.type.size <= 4 ||
    node.op === Op.AddressOfVariable && node.symbol!.storage === Storage.Static;
}

/** Weight of a node that evaluates both operands to registers. */
function weightOfPair(left: Node, right: Node): number {
  if (left.weight >= HEAVY || right.weight >= HEAVY) return HEAVY;
  if (isDirect(right)) return left.weight;
  if (left.weight === right.weight) return left.weight + 1;
  return left.weight > right.weight ? left.weight : right.weight;
}

/** A node above two others that may use any register. */
function heavyPair(op: Op, type: Type, left: Node, right: Node): Node {
  const node = newNode(op, type);
  node.left = left;
  node.right = right;
  above(node, left);
  above(node, right);
  node.weight = HEAVY;
  return node;
}

function pair(op: Op, type: Type, left: Node, right: Node): Node {
  const node = heavyPair(op, type, left, right);
  if (!isHeavyType(type)) node.weight = weightOfPair(left, right);
  return node;
}

function isCommutative(op: Op): boolean {
  return op === Op.Add || op === Op.Multiply || op === Op.And || op === Op.Or || op === Op.Xor;
}

/** left op right, both already of the type (but for shift counts and offsets added to a pointer: int). */
export function arithmetic(op: Op, left: Node, right: Node, type: Type): Node {
  if (isFloatingType(type)) {
    // -1.0 * 0.0 is how a constant is written that is a negative zero; all else is left to the machine
    const isZero = op === Op.Multiply && left.op === Op.Real && right.op === Op.Real && isZeroReal(right.real!);
    if (isZero) return realNode(type, left.real!.negative ? negateReal(right.real!) : right.real!);
    return pair(op, type, left, right);
  }
  const isDivision = op === Op.Divide || op === Op.Modulo;
  if (left.op === Op.Number) {
    if (right.op === Op.Number && !(isDivision && (right.value | right.high) === 0)) {
      const isShift = op === Op.ShiftLeft || op === Op.ShiftRight;
      const count = isShift ? right.value & (type.size === 8 ? 63 : 31) : right.value;
      const low = foldWide(op, left.value, left.high, count, right.high, type.isUnsigned);
      return numberNode(type, low, high);
    }
    if (isCommutative(op)) return arithmetic(op, right, left, type);
  }
  if (right.op === Op.Number && type.size <= 4) return withConstant(op, left, right, type);
  const node = pair(op, type, left, right);
  if (isDivision || op === Op.ShiftLeft || op === Op.ShiftRight) node.weight = HEAVY;
  return node;
}

/** left op a constant, in 32 bits. */
function withConstant(op: Op, left: Node, right: Node, type: Type): Node {
  const value = right.value;
  if (op === Op.Subtract) return withConstant(Op.Add, left, intNode(-value | 0), type);
  if (op === Op.Add) {
    if (left.op === Op.AddressOfVariable) return addressOfSymbol(left.symbol!, type, left.value + value | 0);
    if (left.op === Op.Add && left.right!.op === Op.Number) {
      return withConstant(Op.Add, left.left!, intNode(left.right!.value + value | 0), type);
    }
    if (value === 0) return retyped(left, type);
  }
  const power = powerOfTwo(value);
  if (power >= 0) {
    if (op === Op.Multiply) {
      if (power === 0) return retyped(left, type);
      return withConstant(Op.ShiftLeft, left, intNode(power), type);
    }
    if (op === Op.Divide && power === 0) return retyped(left, type);
    if (op === Op.Divide && type.isUnsigned) return withConstant(Op.ShiftRight, left, intNode(power), type);
    if (op === Op.Modulo && type.isUnsigned) return withConstant(Op.And, left, numberNode(type, value - 1, 0), type);
  }
  if ((op === Op.ShiftLeft || op === Op.ShiftRight) && value === 0) return retyped(left, type);
  const node = pair(op, type, left, right);
  if (op === Op.Divide || op === Op.Modulo) node.weight = HEAVY;
  return node;
}

/** Exact signed division of a difference of pointers. */
export function divideExactly(node: Node, size: number): Node {
  const power = powerOfTwo(size);
  if (power === 0) return node;
  if (power > 0) return arithmetic(Op.ShiftRight, node, intNode(power), intType);
  return arithmetic(Op.Divide, node, intNode(size), intType);
}

/** left op right, both of one arithmetic or pointer type: an int. */
export function comparison(op: Op, left: Node, right: Node): Node {
  if (left.op === Op.Number && right.op === Op.Number) {
    return intNode(foldWide(op, left.value, left.high, right.value, right.high, left.type.isUnsigned));
  }
  if (left.op === Op.Number && left.type.size <= 4) return pair(mirrored(op), intType, right, left);
  return pair(op, intType, left, right);
}

/** -1 when a condition is not constant, else its truth. */
export function constantTruth(node: Node): number {
  if (node.op === Op.Number) return (node.value | node.high) !== 0 ? 1 : 0;
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
export function invertedOp(op: Op): Op { return op ^ 1; }

export function logical(op: Op, left: Node, right: Node): Node {
  const leftTruth = constantTruth(left);
  if (leftTruth >= 0) {
    if ((leftTruth === 1) === (op === Op.LogicalOr)) return intNode(leftTruth);
    const rightTruth = constantTruth(right);
    if (rightTruth >= 0) return intNode(rightTruth);
  }
  return heavyPair(op, intType, left, right);
}

export function negate(node: Node): Node {
  if (node.op === Op.Number) return arithmetic(Op.Subtract, numberNode(node.type, 0, 0), node, node.type);
  if (node.op === Op.Real) return realNode(node.type, negateReal(node.real!));
  return unary(Op.Negate, node, node.type);
}

export function complement(node: Node): Node {
  if (node.op === Op.Number) return numberNode(node.type, ~node.value, ~node.high);
  return unary(Op.Complement, node, node.type);
}

export function conditional(condition: Node, yes: Node, no: Node, type: Type): Node {
  const truth = constantTruth(condition);
  if (truth >= 0) {
    const chosen = truth === 1 ? yes : no;
    chosen.isValue = true;
    return chosen;
  }
  const node = heavyPair(Op.Conditional, type, condition, yes);
  node.third = no;
  above(node, no);
  return node;
}

export function comma(left: Node, right: Node): Node { return heavyPair(Op.Comma, right.type, left, right); }

export function assign(target: Node, value: Node): Node { return heavyPair(Op.Assign, target.type, target, value); }

/** target op= value in place, for 4-byte integers and pointers and the operators + - & | ^. */
export function assignOperation(op: Op, target: Node, value: Node): Node {
  const node = heavyPair(Op.AssignOperation, target.type, target, value);
  node.value = op;
  return node;
}

/** A second node for the same object; only for those that isStable accepts, and pointers held in a local. */
export function again(target: Node): Node {
  const node = newNode(target.op, target.type);
  if (target.left !== null) node.left = again(target.left);
  node.symbol = target.symbol;
  if (target.symbol !== null) target.symbol.uses += useWeight;
  node.value = target.value;
  node.weight = target.weight;
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
  above(node, callee);
  let argument = lastArgument;
  while (argument !== null) {
    above(node, argument);
    argument = argument.next;
  }
  node.weight = HEAVY;
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
  /** Appends a node with all that are linked behind it, or nothing. */
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
