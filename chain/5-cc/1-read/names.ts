// The table that makes equal spellings one Name. Everything that the compiler reads as a word (identifiers, numbers,
// strings) becomes a Name once; from then on two spellings are compared by identity.
import { b } from "../../2-runtime/node.js";
import { slice } from "../../2-runtime/text.js";
import { Name } from "../model.js";
import { fatal } from "./fatal.js";

/** The number of a name must fit a token word beside its kind and flags. */
const MOST_NAMES = 1 << 20;
const HASH_SIZE = 1 << 14;

function emptyTable(): Array<Name | null> {
  const table = new Array<Name | null>(HASH_SIZE);
  for (let i = 0; i < HASH_SIZE; i++) table[i] = null;
  return table;
}

/** The table itself: one for the whole program, so that equal spellings are one Name everywhere. */
const hashTable = emptyTable();
export let names = new Array<Name>(4096);
let nameCount = 0;

/** The Name of the bytes from..to, whose hash (h = h * 31 + byte, from 0) the caller has computed. */
export function internHashed(bytes: Uint8Array, from: number, to: number, hash: number): Name {
  const slot = hash & HASH_SIZE - 1;
  let name = hashTable[slot];
  const length = to - from;
  while (name !== null) {
    const text = name.text;
    if (name.hash === hash && text.length === length) {
      let i = 0;
      while (i < length && text[i] === bytes[from + i]) i++;
      if (i === length) return name;
    }
    name = name.next;
  }
  if (nameCount === MOST_NAMES) fatal(b("too many different names"), b(""));
  if (nameCount === names.length) {
    const longer = new Array<Name>(nameCount * 2);
    for (let i = 0; i < nameCount; i++) longer[i] = names[i];
    names = longer;
  }
  const fresh = new Name(slice(bytes, from, to), hash, nameCount);
  fresh.next = hashTable[slot];
  hashTable[slot] = fresh;
  names[nameCount] = fresh;
  nameCount++;
  return fresh;
}

function intern(bytes: Uint8Array, from: number, to: number): Name {
  let hash = 0;
  for (let i = from; i < to; i++) hash = hash * 31 + bytes[i] | 0;
  return internHashed(bytes, from, to, hash);
}

export function internText(text: Uint8Array): Name { return intern(text, 0, text.length); }

/** How many names exist: all are names[0] ... names[count - 1]. */
export function countNames(): number { return nameCount; }
