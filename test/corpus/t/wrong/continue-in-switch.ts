// stops at line 4: ;
function f(n: number): void {
  switch (n) {
    case 1: continue;
  }
}
