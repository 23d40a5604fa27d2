// stops at line 3: break
function f(): void {
  break;
}
