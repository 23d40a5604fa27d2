// stops at line 3: {
function f(n: number): number {
  if (n > 1 { return 2; }
  return 1;
}
