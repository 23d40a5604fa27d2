// JSON from others, read only when every program reads the same in it. JSON.parse takes the last of two fields with the
// same name, other readers the first: the signer of such a text tells two people two things.
//
// How it thinks: what was read is written again and compared with the text without its blanks. So a name that is there
// twice, an escape where none is needed, or 1.0 for 1 is found without a parser of our own.
import { Refusal } from "./refusal.js";

/** The value of a text in UTF-8; throws a Refusal for what is not JSON, or not plain. */
export function parsePlainJson(bytes: Uint8Array): unknown {
  let value: unknown;
  let isPlain: boolean;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
    isPlain = JSON.stringify(value) === text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|\s+/g,
      (piece) => piece.startsWith('"') ? piece : "");
  } catch {
    throw new Refusal("is no JSON in UTF-8");
  }
  if (!isPlain) {
    throw new Refusal("its JSON can be read in two ways: a name is there twice, or something is written as " +
      "programs do not write it");
  }
  return value;
}
