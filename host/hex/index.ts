// What other parts of the host, and the tests, use of the hex tool.
export { assemble, assembleLines, scopedLookup, type Assembled, type Program } from "./assemble.js";
export { encodeInstruction, littleEndian } from "./encode.js";
export { evaluate, hash, token, type Lookup } from "./expression.js";
export { firmwareImage } from "./firmware.js";
export { decodeHex, formatHexFile, HexError, parseHexFile, stripHex, type CodeLine, type HexLine } from "./format.js";
export { parseOperand, splitInstruction, type Operand, type Parts } from "./operand.js";
export { checkHex, type Check, type Difference } from "./step.js";
