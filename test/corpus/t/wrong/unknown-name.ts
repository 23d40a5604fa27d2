// stops at line 4: ;
function f(): number {
  const x = 1;
  return x + missing;
}
