// stops at line 3: class
function f(): void {
  class C { x: number = 0; }
}
