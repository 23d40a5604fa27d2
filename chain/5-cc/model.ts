// The data of the compiler, on one page: what is read (names, tokens, macros), what is declared (types, symbols), and
// the tree of a function that the parser hands to the code generator. Every structure has its own fields for its own
// use. Nothing here does anything.

// ---- reading ----

/** A spelling, and all that it means at this moment. */
export class Name {
  text: Uint8Array;
  hash: number;
  index: number;
  next: Name | null = null;
  /** Token of the keyword, or 0. */
  keyword: number = 0;
  macro: Macro | null = null;
  /** Innermost declaration in scope. */
  symbol: Symbol | null = null;
  /** Innermost struct, union or enum tag in scope. */
  tag: Type | null = null;
  /** What the name means with external linkage, in all files. */
  external: Symbol | null = null;
  /** Jump label of this name in the current function. */
  label: Label | null = null;
  /** For strings: the object that holds the characters. */
  literal: Symbol | null = null;

  constructor(text: Uint8Array, hash: number, index: number) {
    this.text = text;
    this.hash = hash;
    this.index = index;
  }
}

export enum Token {
  End, Name, Number, String, Character, Newline,
  /** In a macro's body: a parameter, and # parameter; the index is its number. */
  Parameter, Stringize,
  Other,
  // from 33 to 126: punctuation of one character is its own code
  Arrow = 128, Increment, Decrement, LessEqual, GreaterEqual, Equal, NotEqual, AndAnd, OrOr, Ellipsis, HashHash,
  ShiftLeft, ShiftRight,
  // op= : in the order of the operators in Op
  AddAssign, SubtractAssign, MultiplyAssign, DivideAssign, ModuloAssign, AndAssign, OrAssign, XorAssign,
  ShiftLeftAssign, ShiftRightAssign,
  // keywords: made from names for the parser only
  Auto, Break, Case, Char, Const, Continue, Default, Do, Double, Else, Enum, Extern, Float, For, Goto, If, Inline,
  Int, Long, Register, Restrict, Return, Short, Signed, Sizeof, Static, Struct, Switch, Typedef, Union, Unsigned,
  Void, Volatile, While, Attribute, BuiltinVaList, BuiltinVaStart, BuiltinVaArg, BuiltinVaEnd, BuiltinVaCopy,
}

export enum Flag { Kind = 0xff, SpaceBefore = 0x100, NoExpand = 0x200, IndexShift = 10 }

export class SourceFile {
  path: Uint8Array;
  /** The path up to the file's own name: where #include "..." looks first. */
  folder: Uint8Array;
  text: Uint8Array;
  /** Were lines joined, so that places must be looked up in the file itself? */
  hasJoints: boolean = false;
  next: SourceFile | null = null;
  constructor(path: Uint8Array, folder: Uint8Array, text: Uint8Array) {
    this.path = path;
    this.folder = folder;
    this.text = text;
  }
}

export class Macro {
  body: Int32Array;
  /** -1 when the macro takes no argument list. */
  parameters: number = -1;
  isDisabled: boolean = false;
  hasPaste: boolean = false;
  /** It exists in C, but not here: its use is an error. */
  isRefused: boolean = false;
  constructor(body: Int32Array) { this.body = body; }
}

// ---- constants ----

export class Int64 {
  low: number;
  high: number;
  constructor(low: number, high: number) {
    this.low = low;
    this.high = high;
  }
}

export const zero64 = new Int64(0, 0);

/** mantissa * 2^exponent, the mantissa's top bit is set; or all 0. */
export class Real {
  isNegative: boolean;
  mantissa: Int64;
  exponent: number;
  constructor(isNegative: boolean, mantissa: Int64, exponent: number) {
    this.isNegative = isNegative;
    this.mantissa = mantissa;
    this.exponent = exponent;
  }
}

/** Bits of the mantissa of the three formats. */
export enum Precision { Float = 24, Double = 53, Extended = 64 }

// ---- types and declared things ----

export enum TypeKind {
  Void, Char, SignedChar, UnsignedChar, Short, UnsignedShort, Int, UnsignedInt, Long, UnsignedLong, LongLong,
  UnsignedLongLong, Float, Double, LongDouble, Pointer, Array, Function, Struct, Union, Enum,
}

export class Type {
  kind: TypeKind;
  /** Bytes; for an array that of one element counts (see sizeOf), for an unfinished struct 0. */
  size: number;
  align: number;
  isUnsigned: boolean = false;
  isComplete: boolean = true;
  /** What a pointer points to, an array is made of, a function returns, an enum is stored as. */
  base: Type | null = null;
  /** Elements of an array; -1 while unknown. */
  count: number = -1;
  fields: Field | null = null;
  tag: Name | null = null;
  /** Of a struct, union or enum: the scope in which its tag is declared. */
  tagScope: number = 0;
  parameters: Parameter | null = null;
  isVariadic: boolean = false;
  /** Is the parameter list of a function known? */
  hasPrototype: boolean = false;
  /** The pointer to this type, once it has been used. */
  pointer: Type | null = null;
  /** How deeply pointers, arrays and functions nest: bounds every recursion over types. */
  depth: number = 0;

  constructor(kind: TypeKind, size: number, align: number) {
    this.kind = kind;
    this.size = size;
    this.align = align;
  }
}

/** A member of a struct or union. An unnamed struct's members are found through it. */
export class Field {
  name: Name | null;
  type: Type;
  offset: number;
  /** For bit-fields: place of the lowest bit in the unit of `type` at `offset`, and the number of bits. */
  bitShift: number = 0;
  bitWidth: number = 0;
  next: Field | null = null;
  constructor(name: Name | null, type: Type, offset: number) {
    this.name = name;
    this.type = type;
    this.offset = offset;
  }
}

export class Parameter {
  name: Name | null;
  type: Type;
  next: Parameter | null = null;
  constructor(name: Name | null, type: Type) {
    this.name = name;
    this.type = type;
  }
}

export enum Storage {
  Typedef, EnumConstant,
  /** An object or function with a fixed address. */
  Static,
  /** On the stack. */
  Local, Parameter,
}

export class Symbol {
  name: Name | null;
  type: Type;
  storage: Storage;
  /** Value of an enumeration constant. */
  value: number = 0;
  scope: number = 0;
  isDefined: boolean = false;
  /** Defined without initializer at file scope: another file or declaration may still initialize it. */
  isTentative: boolean = false;
  hasInternalLinkage: boolean = false;
  /** Bytes of a defined static object (the type of an external one changes from file to file). */
  size: number = 0;
  /** First bytes of a static object; null for zeros. */
  data: Uint8Array | null = null;
  /** Static: address in the image once laid out. Local: distance from ebp. */
  address: number = 0;
  /** Is it used? Then it is in a list of all that are. */
  isReferenced: boolean = false;
  nextReferenced: Symbol | null = null;
  /** Static: the words of `data` to which addresses are added. */
  relocations: Relocation | null = null;
  /** Next of the list of statics, or of a function's locals. */
  next: Symbol | null = null;

  constructor(name: Name | null, type: Type, storage: Storage) {
    this.name = name;
    this.type = type;
    this.storage = storage;
  }
}

/** A word, in code or in an object's data, to which the address of a symbol is added. */
export class Relocation {
  place: number;
  symbol: Symbol;
  /** The word counts from its own place, not from 0. */
  isRelative: boolean;
  next: Relocation | null;
  constructor(place: number, symbol: Symbol, isRelative: boolean, next: Relocation | null) {
    this.place = place;
    this.symbol = symbol;
    this.isRelative = isRelative;
    this.next = next;
  }
}

// ---- the tree ----

/** Where jumps of a function go. */
export class Label {
  /** Of a label that has one: its name, whether it has been seen in its place, the function's label before it. */
  name: Name | null = null;
  isDefined: boolean = false;
  next: Label | null = null;
  /** Where it is in the code, or -1. */
  place: number = -1;
  /** Where the last jump that waits for the place has its distance, or 0: the word there says the same of another. */
  waiting: number = 0;
}

/** What a node of the expression tree does. The binary operators come first, in the order of the op= tokens. */
export enum Op {
  Add, Subtract, Multiply, Divide, Modulo, And, Or, Xor, ShiftLeft, ShiftRight,
  Equal, NotEqual, Less, GreaterEqual, LessEqual, Greater,
  LogicalAnd, LogicalOr, Conditional, Comma,
  /** Leaves: an integer, a floating constant, an object, the address of an object or function. */
  Number, Real, Variable, AddressOfVariable,
  /** Unary: what lies at an address; - ~ ! and conversions. */
  Indirect, Negate, Complement, Not, Cast,
  Assign, Call,
  // statements; an expression is one too
  Block, If, Loop, Switch, Case, Goto, Label, Return, Clear, Function,
}

export class Node {
  op: Op;
  type: Type;
  /**
   * The operands in their order. Call: callee, last argument. Block: first statement. If, Conditional: condition, yes,
   * no. Loop: condition, body, step. Switch: value, body, case of the lowest value. Case: `third` is the next case.
   * Return: value. Clear: object. Function: body.
   */
  left: Node | null = null;
  right: Node | null = null;
  third: Node | null = null;
  /** Next statement of a block, next argument (from the last to the first) of a call. */
  next: Node | null = null;
  /** Number, Case: the value, extended to 64 bits. */
  number: Int64 = zero64;
  /** Variable, AddressOfVariable: bytes from the start of the symbol. Indirect: bytes from where the pointer points. */
  offset: number = 0;
  symbol: Symbol | null = null;
  real: Real | null = null;
  /** Goto, Label, Case: a label. */
  label: Label | null = null;
  /** Loop, Switch: where break goes. */
  breakLabel: Label | null = null;
  /** Loop: where continue goes. */
  continueLabel: Label | null = null;
  /** Switch: the label of its default. */
  defaultLabel: Label | null = null;
  /** Loop: the condition is tested after the body. */
  isDo: boolean = false;
  /** Function: its objects on the stack, the last one first. */
  locals: Symbol | null = null;
  /** Height of the tree below: bounds the recursion of the code generator. */
  depth: number = 0;
  bitShift: number = 0;
  /** Bits of a bit-field, 0 for all other objects. */
  bitWidth: number = 0;
  /** Not an lvalue, though it has the form of one. */
  isValue: boolean = false;
  constructor(op: Op, type: Type) {
    this.op = op;
    this.type = type;
  }
}
