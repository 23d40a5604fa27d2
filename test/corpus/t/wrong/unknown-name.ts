// stops at line 4: missing
function f(): number {
  const x = 1;
  return x + missing;
}
