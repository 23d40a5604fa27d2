// stops at line 5: 1
function f(n: number): number {
  switch (n) {
    default: return 0;
    case 1: return 1;
  }
}
