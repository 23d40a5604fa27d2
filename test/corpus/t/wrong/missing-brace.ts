// stops at line 6: end
function f(n: number): number {
  if (n > 1) { return 2;
  return 1;
}
