// The operators of T with their precedence and their machine code. Left operand in eax, right one in ecx, result in
// eax; a comparison leaves its result in the flags. The order of the table does not matter.

import { Kind } from "./symbols.js";
import { operatorToken, Token } from "./tokens.js";

/** Precedences of the operators that are compiled in their own way; the others have 5 to 12. */
export enum Precedence {
  Assignment = 1,
  Conditional = 2,
  LogicalOr = 3,
  LogicalAnd = 4,
  Unary = 12,
  Increment = 13,
}

export interface Operator {
  precedence: number;
  code: number[];
  /** For comparisons: the kind of pending value that they leave. */
  condition?: number;
  /** For && and ||: when the right operand is jumped over, 84 if the left is 0, 85 if not. */
  jump?: number;
  /** The same on constants; missing where the result is not defined for all of them (/ and %). */
  evaluate?: (a: number, c: number) => number;
}

const operators = new Map<number, Operator>();

function add(text: string, operator: Operator): void {
  operators.set(operatorToken(text), operator);
}

/** cmp eax, ecx, and which condition code is true. */
function addComparison(text: string, precedence: number, conditionCode: number, holds: Operator["evaluate"]): void {
  add(text, { precedence, code: [0x3b, 0xc1], condition: Kind.Flags + conditionCode, evaluate: holds });
}

add("*", { precedence: 12, code: [0x0f, 0xaf, 0xc1], evaluate: Math.imul });        // imul eax, ecx
add("/", { precedence: 12, code: [0x99, 0xf7, 0xf9] });                             // cdq; idiv ecx
add("%", { precedence: 12, code: [0x99, 0xf7, 0xf9, 0x92] });                       // cdq; idiv ecx; xchg eax, edx
add("+", { precedence: 11, code: [0x03, 0xc1], evaluate: (a, c) => a + c | 0 });    // add eax, ecx
add("-", { precedence: 11, code: [0x2b, 0xc1], evaluate: (a, c) => a - c | 0 });    // sub eax, ecx
add("<<", { precedence: 10, code: [0xd3, 0xe0], evaluate: (a, c) => a << c });      // shl eax, cl
add(">>", { precedence: 10, code: [0xd3, 0xf8], evaluate: (a, c) => a >> c });      // sar eax, cl
add(">>>", { precedence: 10, code: [0xd3, 0xe8], evaluate: (a, c) => a >>> c | 0 });  // shr eax, cl
addComparison("<", 9, 0xc, (a, c) => Number(a < c));
addComparison(">", 9, 0xf, (a, c) => Number(a > c));
addComparison("<=", 9, 0xe, (a, c) => Number(a <= c));
addComparison(">=", 9, 0xd, (a, c) => Number(a >= c));
addComparison("===", 8, 0x4, (a, c) => Number(a === c));
addComparison("!==", 8, 0x5, (a, c) => Number(a !== c));
add("&", { precedence: 7, code: [0x23, 0xc1], evaluate: (a, c) => a & c });         // and eax, ecx
add("^", { precedence: 6, code: [0x33, 0xc1], evaluate: (a, c) => a ^ c });         // xor eax, ecx
add("|", { precedence: 5, code: [0x0b, 0xc1], evaluate: (a, c) => a | c });         // or eax, ecx
add("&&", { precedence: Precedence.LogicalAnd, code: [], jump: 0x84 });
add("||", { precedence: Precedence.LogicalOr, code: [], jump: 0x85 });
add("?", { precedence: Precedence.Conditional, code: [] });
add("=", { precedence: Precedence.Assignment, code: [] });
add("++", { precedence: Precedence.Increment, code: [0x03, 0xc1], evaluate: (a, c) => a + c | 0 });
add("--", { precedence: Precedence.Increment, code: [0x2b, 0xc1], evaluate: (a, c) => a - c | 0 });

/** The operator that a token is, if it may follow an operand. */
export function operatorOf(token: number): Operator | undefined {
  return operators.get(token);
}

/** -x is 0 - x, !x is 0 === x, ~x is -1 ^ x. */
export function unaryOf(token: number): { left: number; operator: Operator } | undefined {
  if (token === Token.Minus) return { left: 0, operator: operators.get(Token.Minus)! };
  if (token === Token.Not) return { left: 0, operator: operators.get(operatorToken("==="))! };
  if (token === Token.Tilde) return { left: -1, operator: operators.get(operatorToken("^"))! };
  return undefined;
}
