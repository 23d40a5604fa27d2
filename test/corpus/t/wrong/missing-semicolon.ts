// stops at line 4: }
function f(): number {
  return 1
}
