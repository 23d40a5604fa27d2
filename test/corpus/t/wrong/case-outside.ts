// stops at line 3: 1
function f(): void {
  case 1: return;
}
