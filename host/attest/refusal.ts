// Why a statement does not count, in one line for a person. Such lines quote what others have written, so nothing of
// it may reach a terminal that is not plain text.
import { UserError } from "../common/errors.js";

/** Thrown where a statement, or the file that should hold one, is refused. */
export class Refusal extends UserError {}

/** The most characters of others' words in a message. */
const mostCharacters = 160;

/** Words of others as a message may have them: no control characters, and not too many. */
export function harmless(text: string): string {
  const plain = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?");
  return plain.length > mostCharacters ? `${plain.slice(0, mostCharacters)}…` : plain;
}
