// Labels and jumps inside a function. While a function is made all its jumps are long ones whose distance is left open;
// at its end each goes to its final target (jumps to jumps are followed), takes its short form if the distance allows,
// and the code closes up. Places of symbols and of jump tables move with it. Labels are numbers from 1 on.
import { copyBytes } from "../../runtime/node.js";
import { longerWords } from "../1-read/text.js";
import {
  code, CODE_ADDRESS, Condition, emit, emit2, emitWord, here, RELATIVE, relocationCount, relocationPlaces, setHere,
  setWordAt,
} from "./code.js";

let labelPlaces: Int32Array = new Int32Array(1024);
let labels = 0;

/** For each jump, in the order of the code: place of its distance, label, bytes saved by it and those before it. */
let jumpPlaces: Int32Array = new Int32Array(1024);
let jumpLabels: Int32Array = new Int32Array(1024);
let jumpSavings: Int32Array = new Int32Array(1024);
let jumps = 0;

/** Words of jump tables that hold the address of a label. */
let tablePlaces: Int32Array = new Int32Array(1024);
let tableLabels: Int32Array = new Int32Array(1024);
let tableWords = 0;

export function newLabel(): number {
  labels++;
  if (labels === labelPlaces.length) labelPlaces = longerWords(labelPlaces, labels * 2);
  return labels;
}

export function placeLabel(label: number): void { labelPlaces[label] = here; }

export function emitJump(label: number): void {
  emit(0xe9);
  emitDistance(label);
}

export function emitJumpIf(condition: Condition, label: number): void {
  emit2(0x0f, 0x80 | condition);
  emitDistance(label);
}

function emitDistance(label: number): void {
  if (jumps === jumpPlaces.length) {
    jumpPlaces = longerWords(jumpPlaces, jumps * 2);
    jumpLabels = longerWords(jumpLabels, jumps * 2);
    jumpSavings = longerWords(jumpSavings, jumps * 2);
  }
  jumpPlaces[jumps] = here;
  jumpLabels[jumps] = label;
  jumps++;
  emitWord(0);
}

/** Emits the address of a label: a word of a jump table, or the address of one. */
export function emitLabelAddress(label: number): void {
  if (tableWords === tablePlaces.length) {
    tablePlaces = longerWords(tablePlaces, tableWords * 2);
    tableLabels = longerWords(tableLabels, tableWords * 2);
  }
  tablePlaces[tableWords] = here;
  tableLabels[tableWords] = label;
  tableWords++;
  emitWord(0);
}

/** How many jumps have their distance before a place. */
function jumpsBefore(place: number): number {
  let low = 0;
  let end = jumps;
  while (low < end) {
    const middle = low + end >> 1;
    if (jumpPlaces[middle] < place) low = middle + 1;
    else end = middle;
  }
  return low;
}

/** Where a place lies after the code has closed up. */
function moved(place: number): number {
  const before = jumpsBefore(place);
  return before === 0 ? place : place - jumpSavings[before - 1];
}

function isUnconditional(jump: number): boolean { return code[jumpPlaces[jump] - 1] === 0xe9; }

const MOST_HOPS = 8;

/** The label to which control comes in the end. */
function finalLabel(first: number): number {
  let label = first;
  for (let hops = 0; hops < MOST_HOPS; hops++) {
    const place = labelPlaces[label] + 1;
    const jump = jumpsBefore(place);
    if (jump === jumps || jumpPlaces[jump] !== place || !isUnconditional(jump)) return label;
    label = jumpLabels[jump];
  }
  return label;
}

/** Decides which jumps are short. A jump to the next instruction vanishes. */
function measureJumps(): void {
  let saved = 0;
  for (let i = 0; i < jumps; i++) jumpLabels[i] = finalLabel(jumpLabels[i]);
  for (let i = 0; i < jumps; i++) {
    const distance = labelPlaces[jumpLabels[i]] - jumpPlaces[i] - 4;
    if (distance >= -128 && distance < 128) saved += !isUnconditional(i) ? 4 : distance === 0 ? 5 : 3;
    jumpSavings[i] = saved;
  }
}

/** Moves the code together, from its start on, and writes the jumps. */
function closeUp(start: number): void {
  let from = start;
  let to = start;
  for (let i = 0; i < jumps; i++) {
    const place = jumpPlaces[i];
    const opcodeBytes = isUnconditional(i) ? 1 : 2;
    const saved = i === 0 ? jumpSavings[0] : jumpSavings[i] - jumpSavings[i - 1];
    const target = moved(labelPlaces[jumpLabels[i]]);
    const kept = place - from - (saved === 0 ? 0 : opcodeBytes);
    const opcode = code[place - 1];
    copyBytes(code, to, code, from, kept);
    to += kept;
    from = place + 4;
    if (saved === 0) {
      setWordAt(code, to, target - to - 4);
      to += 4;
    } else if (saved < 5) {
      code[to] = opcodeBytes === 1 ? 0xeb : opcode - 0x10;
      code[to + 1] = target - to - 2 & 255;
      to += 2;
    }
  }
  copyBytes(code, to, code, from, here - from);
  setHere(to + here - from);
}

/** Finishes the jumps of the function from `start` on, whose relocations begin with `firstRelocation`. */
export function finishJumps(start: number, firstRelocation: number): void {
  measureJumps();
  closeUp(start);
  for (let i = firstRelocation; i < relocationCount; i++) {
    const place = relocationPlaces[i];
    relocationPlaces[i] = place >= RELATIVE ? moved(place - RELATIVE) + RELATIVE : moved(place);
  }
  for (let i = 0; i < tableWords; i++) {
    setWordAt(code, moved(tablePlaces[i]), CODE_ADDRESS + moved(labelPlaces[tableLabels[i]]));
  }
  jumps = 0;
  tableWords = 0;
  labels = 0;
}
