// The types of C (C99 6.2.5) with their sizes and alignments on i386 Linux (System V ABI, i386 supplement, 3-2).
// Basic types are single objects; struct, union and enum types are identical only to themselves; all others are
// compared by structure. Qualifiers are not part of a type. What may be done with values of a type is not decided here.
import { imul } from "../../2-runtime/node.js";
import { Field, Name, Type, TypeKind } from "../model.js";

function basic(kind: TypeKind, size: number, isUnsigned: boolean): Type {
  const type = new Type(kind, size, size > 4 ? 4 : size);
  type.isUnsigned = isUnsigned;
  return type;
}

export const voidType = basic(TypeKind.Void, 1, false);
export const charType = basic(TypeKind.Char, 1, false);
export const signedCharType = basic(TypeKind.SignedChar, 1, false);
export const unsignedCharType = basic(TypeKind.UnsignedChar, 1, true);
export const shortType = basic(TypeKind.Short, 2, false);
export const unsignedShortType = basic(TypeKind.UnsignedShort, 2, true);
export const intType = basic(TypeKind.Int, 4, false);
export const unsignedIntType = basic(TypeKind.UnsignedInt, 4, true);
export const longType = basic(TypeKind.Long, 4, false);
export const unsignedLongType = basic(TypeKind.UnsignedLong, 4, true);
export const longLongType = basic(TypeKind.LongLong, 8, false);
export const unsignedLongLongType = basic(TypeKind.UnsignedLongLong, 8, true);
export const floatType = basic(TypeKind.Float, 4, false);
export const doubleType = basic(TypeKind.Double, 8, false);
export const longDoubleType = basic(TypeKind.LongDouble, 12, false);
export const charPointerType = pointerTo(charType);
export const voidPointerType = pointerTo(voidType);

function derived(kind: TypeKind, size: number, align: number, base: Type): Type {
  const type = new Type(kind, size, align);
  type.base = base;
  type.depth = base.depth + 1;
  return type;
}

export function pointerTo(base: Type): Type {
  const known = base.pointer;
  if (known !== null) return known;
  const type = derived(TypeKind.Pointer, 4, 4, base);
  type.isUnsigned = true;
  base.pointer = type;
  return type;
}

export function arrayOf(base: Type, count: number): Type {
  const type = derived(TypeKind.Array, 0, 1, base);
  type.count = count;
  return type;
}

export function functionReturning(base: Type): Type { return derived(TypeKind.Function, 1, 1, base); }

/** Bytes of an object; 0 for an array of unknown length. */
export function sizeOf(type: Type): number {
  if (type.kind !== TypeKind.Array) return type.size;
  return type.count < 0 ? 0 : imul(type.count, sizeOf(type.base!));
}

export function alignOf(type: Type): number {
  return type.kind === TypeKind.Array ? alignOf(type.base!) : type.align;
}

export function isInteger(type: Type): boolean {
  return type.kind >= TypeKind.Char && type.kind <= TypeKind.UnsignedLongLong;
}
export function isFloatingType(type: Type): boolean {
  return type.kind >= TypeKind.Float && type.kind <= TypeKind.LongDouble;
}
export function isArithmetic(type: Type): boolean {
  return type.kind >= TypeKind.Char && type.kind <= TypeKind.LongDouble;
}
export function isPointer(type: Type): boolean { return type.kind === TypeKind.Pointer; }
export function isScalar(type: Type): boolean { return type.kind >= TypeKind.Char && type.kind <= TypeKind.Pointer; }
/** A 64-bit integer. */
export function isInt64(type: Type): boolean {
  return type.kind === TypeKind.LongLong || type.kind === TypeKind.UnsignedLongLong;
}
/** Struct or union. */
export function isRecord(type: Type): boolean {
  return type.kind === TypeKind.Struct || type.kind === TypeKind.Union;
}
export function isArray(type: Type): boolean { return type.kind === TypeKind.Array; }
export function isFunction(type: Type): boolean { return type.kind === TypeKind.Function; }
export function isVoid(type: Type): boolean { return type.kind === TypeKind.Void; }

/** Can an object have this type? */
export function isCompleteType(type: Type): boolean {
  if (isArray(type)) return type.count >= 0 && isCompleteType(type.base!);
  return type.isComplete && !isVoid(type) && !isFunction(type);
}

/** Integer promotion (6.3.1.1). */
export function promoted(type: Type): Type { return isInteger(type) && type.kind < TypeKind.Int ? intType : type; }

/** The common type of two arithmetic operands (6.3.1.8). */
export function commonType(a: Type, c: Type): Type {
  if (isFloatingType(a) || isFloatingType(c)) {
    if (!isFloatingType(a)) return c;
    if (!isFloatingType(c)) return a;
    return a.kind > c.kind ? a : c;
  }
  // the later kind has the higher rank, or is the unsigned one of the same rank; where sizes are equal (int and
  // long) an unsigned operand makes the result unsigned
  const left = promoted(a);
  const right = promoted(c);
  const higher = left.kind > right.kind ? left : right;
  if (higher.kind === TypeKind.Long && (left.isUnsigned || right.isUnsigned)) return unsignedLongType;
  return higher;
}

/** Do two declarations agree (6.2.7)? Unknown lengths and parameter lists agree with all. */
export function areCompatible(a: Type, c: Type): boolean {
  if (a === c) return true;
  if (a.kind !== c.kind) return false;
  switch (a.kind) {
    case TypeKind.Pointer: return areCompatible(a.base!, c.base!);
    case TypeKind.Array:
      return (a.count < 0 || c.count < 0 || a.count === c.count) && areCompatible(a.base!, c.base!);
    case TypeKind.Function: return areCompatible(a.base!, c.base!) && haveSameParameters(a, c);
    default: return false;
  }
}

function haveSameParameters(a: Type, c: Type): boolean {
  if (!a.hasPrototype || !c.hasPrototype) return true;
  let left = a.parameters, right = c.parameters;
  while (left !== null && right !== null) {
    if (!areCompatible(left.type, right.type)) return false;
    left = left.next;
    right = right.next;
  }
  return left === null && right === null && a.isVariadic === c.isVariadic;
}

/** A member, and its offset in the whole struct. */
export class FoundField {
  field: Field;
  offset: number;
  constructor(field: Field, offset: number) {
    this.field = field;
    this.offset = offset;
  }
}

/** The member of this name, also inside unnamed members. */
export function findField(type: Type, name: Name): FoundField | null {
  let field = type.fields;
  while (field !== null) {
    if (field.name === name) return new FoundField(field, field.offset);
    if (field.name === null && isRecord(field.type)) {
      const inner = findField(field.type, name);
      if (inner !== null) return new FoundField(inner.field, inner.offset + field.offset);
    }
    field = field.next;
  }
  return null;
}
