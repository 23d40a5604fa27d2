// An escape that T has not.
import { b } from "../../../../chain/2-runtime/node.js";
const a = b("\x41");                                    // expect: the escapes are
