// stops at line 3: ;
function f(n: number): number {
  return n ? 1 + 2;
}
