// Initializers (C99 6.7.8), with designators and with inner braces left out. The same walk over type and tokens
// serves static objects, whose bytes are made at once, and locals, for which it makes assignments.
import { b, ch } from "../runtime/node.js";
import {
  assignmentExpression, constantExpression, converted, enterNesting, isInFunction, leaveNesting, stringSymbol,
} from "./expressions.js";
import { encodeReal, encoded } from "./floating.js";
import { addDataRelocation, dropDataRelocation } from "./image.js";
import { Token } from "./lexer.js";
import { Op } from "./operators.js";
import { Storage, Symbol, newLocal, newStatic } from "./symbols.js";
import { longerBytes } from "./text.js";
import {
  accept, error, errorAbout, expect, isWideString, next, peek, stringText, token, tokenName, unexpected,
} from "./tokens.js";
import {
  Node, NodeList, addressOf, assign, bitField, comma, indirect, isConstant, member, precisionOf, statementNode,
  variable,
} from "./tree.js";
import {
  Field, Type, TypeKind, arrayOf, findField, isArray, isCompleteType, isInteger, isRecord, sizeOf,
} from "./types.js";

const LARGEST_OBJECT = 0x4000000;

/** An object that is being initialized. */
class Target {
  object: Symbol;
  isStatic: boolean;
  /** Static: its bytes so far, and the end of what has been written. */
  bytes: Uint8Array;
  written: number = 0;
  /** Local: the assignments. */
  list: NodeList = new NodeList();
  /** Elements of the outermost array, when its length is not known. */
  counted: number = 0;
  constructor(object: Symbol, isStatic: boolean, size: number) {
    this.object = object;
    this.isStatic = isStatic;
    this.bytes = new Uint8Array(size);
  }
}

let target: Target | null = null;

/** Parses an initializer, and completes the type of its object. */
function initialize(symbol: Symbol, isStatic: boolean): Target {
  const outer = target;
  const size = sizeOf(symbol.type);
  if (size > LARGEST_OBJECT || size < 0) error(b("the object is too large"));
  const inner = new Target(symbol, isStatic, isStatic ? size : 0);
  target = inner;
  const needsClearing = isArray(symbol.type) || isRecord(symbol.type) && token === ch('{');
  if (!isStatic && needsClearing) inner.list.append(statementNode(Op.Clear, variable(symbol), null));
  element(symbol.type, 0, null, null);
  if (isArray(symbol.type) && symbol.type.count < 0) symbol.type = arrayOf(symbol.type.base!, inner.counted);
  target = outer;
  return inner;
}

/** The initializer of a static object gives it its bytes. */
export function initializeStatic(symbol: Symbol): void {
  symbol.data = initialize(symbol, true).bytes;
  symbol.size = sizeOf(symbol.type);
}

/** The initializer of a local gives the assignments, linked by `next`. */
export function initializeLocal(symbol: Symbol): Node {
  const nodes = initialize(symbol, false).list.first!;
  if (nodes.op === Op.Clear) nodes.left!.type = symbol.type;
  return nodes;
}

/** (type){ ... }: an object without a name. The current token is the '{'. */
export function compoundLiteral(type: Type): Node {
  if (!isInFunction() || target !== null && target.isStatic) {
    const symbol = newStatic(null, type);
    symbol.isDefined = true;
    initializeStatic(symbol);
    return variable(symbol);
  }
  const local = newLocal(null, type, Storage.Local);
  let nodes: Node | null = initializeLocal(local);
  if (!isCompleteType(local.type)) error(b("the object has an incomplete type"));
  // the assignments happen where the object's address is taken
  let chain: Node | null = null;
  while (nodes !== null) {
    const following: Node | null = nodes.next;
    nodes.next = null;
    chain = chain === null ? nodes : comma(chain, nodes);
    nodes = following;
  }
  return indirect(comma(chain!, addressOf(variable(local), local.type)), local.type, 0);
}

// ---- writing one scalar ----

function ensureRoom(end: number): void {
  if (end > LARGEST_OBJECT || end < 0) error(b("the object is too large"));
  if (end > target!.bytes.length) target!.bytes = longerBytes(target!.bytes, end * 2);
}

function putBytes(offset: number, value: number, size: number): void {
  for (let i = 0; i < size; i++) target!.bytes[offset + i] = value >> i * 8 & 255;
}

function store(type: Type, offset: number, field: Field | null, value: Node): void {
  const node = converted(value, type);
  if (!target!.isStatic) {
    const place = member(variable(target!.object), type, offset);
    if (field !== null) bitField(place, field.bitShift, field.bitWidth);
    target!.list.append(assign(place, node));
    return;
  }
  if (!isConstant(node)) error(b("the initializer of a static object must be constant"));
  ensureRoom(offset + type.size);
  if (offset < target!.written) dropDataRelocation(target!.object, offset);
  if (node.op === Op.Real) {
    encodeReal(node.real!, precisionOf(type));
    putBytes(offset, encoded[0], 4);
    if (type.size > 4) putBytes(offset + 4, encoded[1], 4);
    if (type.size > 8) putBytes(offset + 8, encoded[2], 2);
  } else if (node.op === Op.AddressOfVariable) {
    if (type.size !== 4) error(b("an address needs four target!.bytes"));
    putBytes(offset, node.value, 4);
    addDataRelocation(target!.object, offset, node.symbol!);
  } else if (field !== null && field.bitWidth > 0) {
    storeBits(offset, field, node);
  } else {
    putBytes(offset, node.value, type.size > 4 ? 4 : type.size);
    if (type.size === 8) putBytes(offset + 4, node.high, 4);
  }
  if (offset + type.size > target!.written) target!.written = offset + type.size;
}

function storeBits(offset: number, field: Field, node: Node): void {
  for (let i = 0; i < field.bitWidth; i++) {
    const bit = i < 32 ? node.value >> i & 1 : node.high >> i - 32 & 1;
    const at = field.bitShift + i;
    const place = offset + (at >> 3);
    target!.bytes[place] = target!.bytes[place] & ~(1 << (at & 7)) | bit << (at & 7);
  }
}

// ---- walking ----

function isAggregate(type: Type): boolean { return isArray(type) || isRecord(type); }

/** An array that a string can fill? */
function isStringArray(type: Type): boolean {
  if (!isArray(type) || !isInteger(type.base!)) return false;
  return isWideString ? type.base!.size === 4 : type.base!.size === 1;
}

/** Fills an array with the current string. */
function fromString(type: Type, offset: number): void {
  const unit = isWideString ? 4 : 1;
  const length = ((stringText.count / unit) | 0) + 1;
  if (type.count < 0) target!.counted = length;
  const count = type.count < 0 || length < type.count ? length : type.count;
  if (length - 1 > count) error(b("the string is longer than the array"));
  const size = count * unit;
  if (target!.isStatic) {
    ensureRoom(offset + size);
    for (let i = 0; i < size; i++) target!.bytes[offset + i] = i < stringText.count ? stringText.bytes[i] : 0;
  } else {
    const part = arrayOf(type.base!, count);
    const source = member(variable(stringSymbol()), part, 0);
    target!.list.append(assign(member(variable(target!.object), part, offset), source));
  }
  next();
}

/**
 * Initializes one object at an offset from the current tokens; `given` is its first expression when that has been
 * read already.
 */
function element(type: Type, offset: number, field: Field | null, given: Node | null): void {
  enterNesting();
  if (given === null && token === ch('{')) {
    next();
    if (isArray(type) && token === Token.String && isStringArray(type)) {
      fromString(type, offset);
      accept(ch(','));
      expect(ch('}'));
    } else if (isAggregate(type)) {
      members(type, offset, true, null, false);
    } else {
      element(type, offset, field, null);
      accept(ch(','));
      expect(ch('}'));
    }
  } else if (given === null && token === Token.String && isStringArray(type)) {
    fromString(type, offset);
  } else if (isAggregate(type)) {
    const value = given !== null ? given : assignmentExpression();
    if (isRecord(type) && value.type === type && !target!.isStatic) {
      target!.list.append(assign(member(variable(target!.object), type, offset), value));
    } else if (offset === 0 && type === target!.object.type) {
      error(b("braces are missing around the initializer"));
    } else members(type, offset, false, value, false);
  } else store(type, offset, field, given !== null ? given : assignmentExpression());
  leaveNesting();
}

/** Unnamed bit-fields are never initialized. */
function firstNamed(field: Field | null): Field | null {
  let found = field;
  while (found !== null && found.name === null && !isRecord(found.type)) found = found.next;
  return found;
}

/** The direct member that holds the member of this name (itself, or an unnamed struct around it). */
function memberHolding(type: Type): Field {
  let field = type.fields;
  while (field !== null) {
    if (field.name === tokenName) return field;
    if (field.name === null && isRecord(field.type) && findField(field.type, tokenName) !== null) return field;
    field = field.next;
  }
  errorAbout(b("no member is called "), tokenName.text);
  return type.fields!;
}

/**
 * Initializes the members of an aggregate: all that follow up to '}' when it has braces of its own, else as many as
 * it takes. `given` is the first value when it has been read already; with isDesignated the first thing is a
 * designator that belongs to this aggregate.
 */
function members(type: Type, offset: number, isBraced: boolean, given: Node | null, isDesignated: boolean): void {
  const isList = isArray(type);
  let field: Field | null = isList ? null : firstNamed(type.fields);
  let index = 0;
  let value = given;
  let takesDesignator = isBraced || isDesignated;
  if (!isList && !type.isComplete) error(b("the struct or union is not defined"));
  while (token !== ch('}') || value !== null) {
    let isNested = false;
    if (value === null && (token === ch('.') || token === ch('['))) {
      if (!takesDesignator) return;
      if (isList) {
        if (token !== ch('[')) unexpected(b("[index]"));
        next();
        const chosen = constantExpression();
        if (chosen.high !== 0 || chosen.value < 0) error(b("index out of range"));
        index = chosen.value;
        expect(ch(']'));
      } else {
        if (token !== ch('.')) unexpected(b(".member"));
        next();
        if (token !== Token.Name) unexpected(b("the name of a member"));
        field = memberHolding(type);
        if (field.name !== null) next();
        else isNested = true;
      }
      if (token === ch('.') || token === ch('[')) isNested = true;
      else if (!isNested) expect(ch('='));
    }
    const isFull = isList ? type.count >= 0 && index >= type.count : field === null;
    if (isFull) {
      if (!isBraced) return;
      error(b("more values than members"));
    }
    const memberType: Type = isList ? type.base! : field!.type;
    const memberOffset: number = offset + (isList ? index * sizeOf(memberType) : field!.offset) | 0;
    if (isNested) {
      if (!isAggregate(memberType)) error(b("the designated member has no members"));
      if (field !== null && field.name === null) designatedInside(memberType, memberOffset);
      else members(memberType, memberOffset, false, null, true);
    } else element(memberType, memberOffset, field, value);
    value = null;
    index++;
    if (isList && type.count < 0 && index > target!.counted) {
      target!.counted = index;
      if (target!.isStatic) ensureRoom(offset + index * sizeOf(memberType) | 0);
    }
    if (field !== null) field = type.kind === TypeKind.Union ? null : firstNamed(field.next);
    takesDesignator = isBraced;
    if (isBraced) {
      if (!accept(ch(','))) break;
    } else {
      if (token !== ch(',')) return;
      const following = peek();
      if (following === ch('}') || following === ch('.') || following === ch('[')) return;
      const hasMore = isList ? type.count < 0 || index < type.count : field !== null;
      if (!hasMore) return;
      next();
    }
  }
  if (isBraced) expect(ch('}'));
}

/** .name where the name is a member of an unnamed struct: the current token is the name. */
function designatedInside(type: Type, offset: number): void {
  const field = memberHolding(type);
  if (field.name === null) return designatedInside(field.type, offset + field.offset);
  next();
  if (token === ch('.') || token === ch('[')) return members(field.type, offset + field.offset, false, null, true);
  expect(ch('='));
  element(field.type, offset + field.offset, field, null);
}
