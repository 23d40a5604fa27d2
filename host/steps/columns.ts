// Tables in text files, for people and programs alike: one row a line, columns separated by blanks, `-` where there is
// nothing to say; empty lines and lines that begin with # are for people. What is wrong is named with file and line.
import { UserError } from "../common/errors.js";

export interface Row {
  fields: string[];
  /** FILE:LINE, for messages. */
  place: string;
}

/** The rows of a table; each has as many fields as there are titles. */
export function parseRows(text: string, path: string, titles: string[]): Row[] {
  if (text !== "" && !text.endsWith("\n")) {
    throw new UserError(`${path}: its last line has no end`);
  }
  return text.split("\n").flatMap((line, index) => {
    if (line === "" || line.startsWith("#")) {
      return [];
    }
    const row = { fields: line.split(/ +/), place: `${path}:${index + 1}` };
    if (row.fields.length !== titles.length) {
      throw wrongRow(row, `expected ${titles.length} columns (${titles.join(", ")}; - for nothing), ` +
        `found ${row.fields.length}`);
    }
    return [row];
  });
}

/** An error about a row. */
export function wrongRow({ place }: Pick<Row, "place">, message: string): UserError {
  return new UserError(`${place}: ${message}`);
}

/** The words of a field: with commas between them, each once; none for `-`. */
export function parseWords(row: Row, field: string, form: RegExp, what: string): string[] {
  if (field === "-") {
    return [];
  }
  const words = field.split(",");
  words.forEach((word, index) => {
    if (!form.test(word)) {
      throw wrongRow(row, `expected ${what}, found ${JSON.stringify(word)}`);
    }
    if (words.indexOf(word) < index) {
      throw wrongRow(row, `${word} is there twice`);
    }
  });
  return words;
}
