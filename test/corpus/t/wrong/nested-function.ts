// stops at line 3: function
function f(): void {
  function g(): void { return; }
  g();
}
