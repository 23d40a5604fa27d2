// Initializers (C99 6.7.8): every array, struct and union with braces of its own, the values in the order of its
// members. The same walk over type and tokens serves static objects, whose bytes are made at once, and locals, for
// which it makes assignments. Designators are refused, and so is a brace left out: no value's place is looked for.
import { b, ch } from "../../2-runtime/node.js";
import { longerBytes } from "../../2-runtime/text.js";
import { encodeReal } from "../1-read/floating.js";
import { accept, enterNesting, error, expect, leaveNesting, next, stringText, token } from "../1-read/tokens.js";
import { Field, Node, Op, Relocation, Symbol, Token, Type, TypeKind } from "../model.js";
import { assignmentExpression, stringSymbol } from "./expressions.js";
import { converted } from "./operands.js";
import { assign, bitField, isConstant, member, NodeList, precisionOf, statementNode, variable } from "./tree.js";
import { arrayOf, isArray, isInteger, isRecord, sizeOf } from "./types.js";

const LARGEST_INITIALIZED = 0x4000000;

/** Unnamed bit-fields are never initialized. */
function firstNamed(field: Field | null): Field | null {
  let found = field;
  while (found !== null && found.name === null && !isRecord(found.type)) found = found.next;
  return found;
}

/** An object that is being initialized. */
class Initializer {
  object: Symbol;
  isStatic: boolean;
  /** Static: its bytes so far. */
  bytes: Uint8Array;
  /** Local: the assignments. */
  list: NodeList = new NodeList();
  /** Elements of the outermost array, when its length is not known. */
  counted: number = 0;
  constructor(object: Symbol, isStatic: boolean) {
    const size = sizeOf(object.type);
    if (size > LARGEST_INITIALIZED) error(b("the object is too large"));
    this.object = object;
    this.isStatic = isStatic;
    this.bytes = new Uint8Array(isStatic ? size : 0);
  }

  /** Parses the initializer, and completes the type of its object. */
  parse(): void {
    const object = this.object, type = object.type;
    const needsClearing = isArray(type) || isRecord(type) && token === ch('{');
    if (!this.isStatic && needsClearing) this.list.append(statementNode(Op.Clear, variable(object), null));
    this.element(type, 0, null);
    if (isArray(type) && type.count < 0) object.type = arrayOf(type.base!, this.counted);
  }

  ensureRoom(end: number): void {
    if (end > LARGEST_INITIALIZED) error(b("the object is too large"));
    if (end > this.bytes.length) this.bytes = longerBytes(this.bytes, end * 2);
  }

  putBytes(offset: number, value: number, size: number): void {
    for (let i = 0; i < size; i++) this.bytes[offset + i] = value >> i * 8 & 255;
  }

  /** The member of the local object at an offset. */
  placeAt(type: Type, offset: number): Node { return member(variable(this.object), type, offset); }

  store(type: Type, offset: number, field: Field | null, value: Node): void {
    const node = converted(value, type);
    const width = field !== null ? field.bitWidth : 0;
    if (!this.isStatic) {
      const object = this.placeAt(type, offset);
      if (field !== null) bitField(object, field.bitShift, width);
      this.list.append(assign(object, node));
      return;
    }
    const isNumber = node.op === Op.Number || node.op === Op.Real;
    if (!isConstant(node) || width > 0 && !isNumber) error(b("initializer of a static object is not constant"));
    this.ensureRoom(offset + type.size);
    if (node.op === Op.Real) {
      const words = encodeReal(node.real!, precisionOf(type));
      for (let i = 0; i < words.length; i++) this.putBytes(offset + i * 4, words[i], 4);
    } else if (node.op === Op.AddressOfVariable) {
      this.putBytes(offset, node.offset, 4);
      const holder = this.object;
      holder.relocations = new Relocation(offset, node.symbol!, false, holder.relocations);
    } else if (width > 0) {
      this.storeBits(offset, field!, node.number.low);
    } else {
      this.putBytes(offset, node.number.low, type.size > 4 ? 4 : type.size);
      if (type.size === 8) this.putBytes(offset + 4, node.number.high, 4);
    }
  }

  storeBits(offset: number, field: Field, value: number): void {
    for (let i = 0; i < field.bitWidth; i++) {
      const at = field.bitShift + i, byte = offset + (at >> 3);
      this.bytes[byte] = this.bytes[byte] & ~(1 << (at & 7)) | (value >> i & 1) << (at & 7);
    }
  }

  // string-literal, for an array of characters
  /** Fills the array with the current string. */
  fromString(type: Type, offset: number): void {
    const length = stringText.size + 1;
    if (type.count < 0) this.counted = length;
    const count = type.count < 0 || length < type.count ? length : type.count;
    if (length - 1 > count) error(b("string longer than the array"));
    if (this.isStatic) {
      this.ensureRoom(offset + count);
      for (let i = 0; i < count && i < stringText.size; i++) this.bytes[offset + i] = stringText.bytes[i];
    } else {
      const part = arrayOf(type.base!, count);
      this.list.append(assign(this.placeAt(part, offset), member(variable(stringSymbol()), part, 0)));
    }
    next();
  }

  // initializer: assignment-expression | { initializer-list ,? }
  /** Initializes one object at an offset from the current tokens. */
  element(type: Type, offset: number, field: Field | null): void {
    enterNesting();
    const isStringArray = isArray(type) && isInteger(type.base!) && type.base!.size === 1;
    if (isArray(type) && type.count < 0 && type !== this.object.type) error(b("an array without a length"));
    if (isStringArray && token === Token.String) this.fromString(type, offset);
    else if (accept(ch('{'))) {
      if (isStringArray && token === Token.String) this.fromString(type, offset);
      else if (isArray(type) || isRecord(type)) this.members(type, offset);
      else this.store(type, offset, field, assignmentExpression());
      accept(ch(','));
      expect(ch('}'));
    } else if (isArray(type) || isRecord(type) && this.isStatic) {
      error(b("missing braces around the initializer"));
    } else if (isRecord(type)) {
      const value = assignmentExpression();
      if (value.type !== type) error(b("missing braces around the initializer"));
      this.list.append(assign(this.placeAt(type, offset), converted(value, type)));
    } else this.store(type, offset, field, assignmentExpression());
    leaveNesting();
  }

  // initializer-list: initializer | initializer-list , initializer
  /** Initializes the members of an aggregate up to its '}', or to a comma before that. */
  members(type: Type, offset: number): void {
    let field: Field | null = isArray(type) ? null : firstNamed(type.fields);
    let index = 0, isMore = true;
    while (isMore) {
      if (field !== null) {
        this.element(field.type, offset + field.offset, field);
        field = type.kind === TypeKind.Union ? null : firstNamed(field.next);
      } else {
        if (!isArray(type) || index === type.count) error(b("too many initializers"));
        this.element(type.base!, offset + index * sizeOf(type.base!), null);
        index++;
      }
      isMore = token === ch(',');
      if (isMore) next();
      if (token === ch('}')) isMore = false;
    }
    if (isArray(type) && type.count < 0) this.counted = index;
  }
}

/** The initializer of a static object gives it its bytes. */
export function initializeStatic(symbol: Symbol): void {
  const initializer = new Initializer(symbol, true);
  initializer.parse();
  symbol.data = initializer.bytes;
  symbol.size = sizeOf(symbol.type);
}

/** The initializer of a local gives the assignments, linked by `next`. */
export function initializeLocal(symbol: Symbol): Node {
  const initializer = new Initializer(symbol, false);
  initializer.parse();
  const nodes = initializer.list.first!;
  if (nodes.op === Op.Clear) nodes.left!.type = symbol.type;
  return nodes;
}
