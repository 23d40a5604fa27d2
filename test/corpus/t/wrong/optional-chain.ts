// stops at line 5: .
class A { x: number = 0; }
function f(a: A | null): number {
  let n = 1;
  n = a?.x;
  return n;
}
