// Arrays of words and bytes: literals, nesting, elements as operands and targets, length, and for-of.
import { b, exit } from "../../../../chain/2-runtime/node.js";
import { end, number, say, say3, text } from "../print.js";

class Cell {
  row: number[] = [];
  id: number = 0;
}

function fill(array: Int32Array): void {
  for (let i = 0; i < array.length; i++) array[i] = i * i - 10;
}

function sum(array: Int32Array): number {
  let total = 0;
  for (const value of array) {
    if (value === 6) continue;
    if (value > 100) break;
    total += value;
  }
  return total;
}

function main(): void {
  const words = new Int32Array(20);
  fill(words);
  say3(b("words"), words[0], words[19], sum(words));
  words[3] = -5;
  words[3] -= 1;
  words[4] = words[3] * 2;
  words[words[4] + 14] += words[3] & 0xff;
  say3(b("changed"), words[2], words[3], words[4]);
  words[5]++;
  words[5] ^= 3;
  words[5] <<= 2;
  say(b("element"), words[5]);

  const bytes = new Uint8Array(4);
  bytes[0] = 300;
  bytes[1] = -1;
  bytes[2] = bytes[0] + bytes[1];
  bytes[3] |= 0x1ff;
  say3(b("bytes"), bytes[0], bytes[1], bytes[2]);
  say(b("bytes"), bytes[3]);

  const grid: number[][] = [[1, 2], [3, 4, 5], []];
  say3(b("grid"), grid[1][2], grid[0].length * 10 + grid[2].length, grid.length);
  grid[2] = grid[0];
  grid[2][1] = 99;
  say(b("shared"), grid[0][1]);

  const cells = new Array<Cell | null>(3);
  for (let i = 0; i < cells.length; i++) cells[i] = null;
  const cell = new Cell();
  cell.row = [7, 8, 9];
  cells[1] = cell;
  cells[1].id = cells[1].row[2];
  let empty = 0;
  for (const one of cells) {
    if (one === null) empty++;
    else say3(b("cell"), one.id, one.row.length, one.row[0]);
  }
  say(b("empty"), empty);

  const names: Uint8Array[] = [b("zero"), b("one"), b("")];
  for (const name of names) {
    text(name);
    number(name.length);
    end();
  }
  let product = 1;
  for (const factor of [2, 3, 7]) for (const letter of b("\t\n")) product = product * factor + letter;
  say(b("product"), product);
}

main();
exit(0);
