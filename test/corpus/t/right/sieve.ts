// A small whole program: primes by the sieve of Eratosthenes, sorted by their last digits with a heap, and a hash of
// the result in 32-bit arithmetic.
import { b, exit, imul } from "../../../../chain/2-runtime/node.js";
import { say, say3 } from "../print.js";

const LIMIT = 2000;

/** A heap of numbers, the one with the smallest key on top. */
class Heap {
  items: Int32Array = new Int32Array(LIMIT);
  size: number = 0;

  key(i: number): number {
    const item = this.items[i];
    return (item % 10) * LIMIT + item;
  }
  swap(i: number, j: number): void {
    const item = this.items[i];
    this.items[i] = this.items[j];
    this.items[j] = item;
  }
  add(item: number): void {
    let i = this.size;
    this.items[i] = item;
    this.size++;
    while (i > 0 && this.key(i) < this.key(i - 1 >> 1)) {
      this.swap(i, i - 1 >> 1);
      i = i - 1 >> 1;
    }
  }
  take(): number {
    const first = this.items[0];
    this.size--;
    this.swap(0, this.size);
    let i = 0;
    while (true) {
      let child = i * 2 + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && this.key(child + 1) < this.key(child)) child++;
      if (this.key(i) <= this.key(child)) break;
      this.swap(i, child);
      i = child;
    }
    return first;
  }
}

function main(): void {
  const composite = new Uint8Array(LIMIT);
  const heap = new Heap();
  for (let n = 2; n < LIMIT; n++) {
    if (composite[n] !== 0) continue;
    heap.add(n);
    for (let multiple = n * n; multiple < LIMIT; multiple += n) composite[multiple] = 1;
  }
  say(b("primes"), heap.size);
  const first = heap.take();
  const second = heap.take();
  let hash = 0;
  let last = 0;
  while (heap.size > 0) {
    last = heap.take();
    hash = imul(hash, 31) + last | 0;
  }
  say3(b("ends"), first, second, last);
  say(b("hash"), hash);
}

main();
exit(0);
