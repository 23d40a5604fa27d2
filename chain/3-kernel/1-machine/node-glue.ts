// kernel.t and long.t under Node: the same names, for the types and for tests that drive the kernel's upper half on
// simulated memory. Ports answer as if nothing were there; what only a processor can do fails.
import { copyMemory, fillMemory, load8 } from "../../2-runtime/node.js";

function onlyInTheChain(name: string): never { throw new Error(`${name} exists only in the chain`); }

/** Under Node objects have no address. */
export function addr(_object: object): number { return 0; }
export function inb(_port: number): number { return 0xff; }
export function outb(_port: number, _value: number): void { /* nothing is there */ }
/** Bytes sent to ports by sendBytes, for tests to look at. */
export const sentBytes = new Map<number, number[]>();
export function sendBytes(port: number, address: number, n: number): void {
  const bytes = sentBytes.get(port) ?? [];
  for (let i = 0; i < n; i++) bytes.push(load8(address + i));
  sentBytes.set(port, bytes);
}
export function loadGdt(_at: number): void { onlyInTheChain("loadGdt"); }
export function loadIdt(_at: number): void { onlyInTheChain("loadIdt"); }
export function loadTask(_selector: number): void { onlyInTheChain("loadTask"); }
export function faultAddress(_zero: number): number { return 0; }
export function setPageTable(_address: number): void { /* no paging */ }
export function switchPaging(_table: number, _efer: number): void { /* no paging */ }
export function flushPage(_address: number): void { /* no paging */ }
export function getControl0(_zero: number): number { return 0; }
export function setControl0(_value: number): void { /* no control registers */ }
export function getControl4(_zero: number): number { return 0; }
export function setControl4(_value: number): void { /* no control registers */ }
export function getGs(_zero: number): number { return 0; }
export function setGs(_selector: number): void { /* no segments */ }
export function features(_leaf: number): number { return 0; }
export function resetFpu(_zero: number): void { /* no FPU */ }
export function saveX87(_at: number): void { /* no FPU */ }
export function restoreX87(_at: number): void { /* no FPU */ }
export function saveFpu(_at: number): void { /* no FPU */ }
export function restoreFpu(_at: number): void { /* no FPU */ }
export function waitInterrupt(_zero: number): void { onlyInTheChain("waitInterrupt"); }
export function halt(_zero: number): void { throw new Error("the machine has stopped"); }
export function raiseStack(_distance: number): void { onlyInTheChain("raiseStack"); }
export function jumpWithStack(_to: number, _stack: number): void { onlyInTheChain("jumpWithStack"); }
export function switchStack(_save: number, _stack: number): void { onlyInTheChain("switchStack"); }
export function jumpToTrampoline(_list: number, _longMode: boolean, _address: number): void {
  onlyInTheChain("jumpToTrampoline");
}
export function trampolineCode(_zero: number): number { return onlyInTheChain("trampolineCode"); }
export function trapCode(_zero: number): number { return onlyInTheChain("trapCode"); }
export function longCode(_zero: number): number { return onlyInTheChain("longCode"); }
export function saveLongFpu(_at: number): void { /* no FPU */ }
export function restoreLongFpu(_at: number): void { /* no FPU */ }
export function writeMsr(_number: number, _high: number, _low: number): void { onlyInTheChain("writeMsr"); }
export function largestLeaf(_leaf: number): number { return 0; }

export function pageOf(address: number): number { return address >>> 12; }
export function addressOf(page: number): number { return page << 12; }
export function offsetInPage(address: number): number { return address & 4095; }
export function pagesFor(bytes: number): number { return bytes + 4095 >>> 12; }
export function copyWords(to: number, from: number, n: number): void { copyMemory(to, from, n * 4); }
export function copyBlock(to: number, from: number, bytes: number): void { copyMemory(to, from, bytes); }
export function clearWords(at: number, n: number): void { fillMemory(at, 0, n * 4); }
export function sameMemory(a: number, c: number, n: number): boolean {
  for (let i = 0; i < n; i++) if (load8(a + i) !== load8(c + i)) return false;
  return true;
}
export function findByte(address: number, byte: number, n: number): number {
  for (let i = 0; i < n; i++) if (load8(address + i) === byte) return i;
  return n;
}
export function hashMemory(hash: number, address: number, n: number): number {
  let result = hash;
  for (let i = 0; i < n; i++) result = Math.imul(result, 31) + load8(address + i) | 0;
  return result;
}
