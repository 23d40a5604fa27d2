// A member of a class whose hash is that of a plain name: the hash of newTableNew plus the place of Pair.
import { exit } from "../../../../chain/2-runtime/node.js";

class Pair {
  newTableNew: number = 1;                              // expect: Pair.newTableNew has the same hash as byteMakeFree
}
const byteMakeFree = 5;
exit(new Pair().newTableNew + byteMakeFree);
