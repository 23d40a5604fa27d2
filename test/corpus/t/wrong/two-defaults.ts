// stops at line 5: :
function f(n: number): number {
  switch (n) {
    default: return 0;
    default: return 1;
  }
}
