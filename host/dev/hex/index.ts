// What the tests use of the hex tool, with the text format that the host itself reads (host/tape/hex.ts).
export { assemble, assembleLines, scopedLookup, type Assembled, type Program } from "./assemble.js";
export { encodeInstruction, littleEndian } from "./encode.js";
export { evaluate, hash, token, type Lookup } from "./expression.js";
export {
  decodeHex, formatHexFile, HexError, parseHexFile, stripHex, type CodeLine, type HexLine,
} from "../../tape/hex.js";
export { parseOperand, splitInstruction, type Operand, type Parts } from "./operand.js";
export { checkHex, type Check, type Difference } from "./step.js";
