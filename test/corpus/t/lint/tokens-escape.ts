// An escape that T has not.
import { b } from "../../../../chain/runtime/node.js";
const a = b("\x41");                                    // expect: the escapes are
