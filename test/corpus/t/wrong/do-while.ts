// stops at line 4: {
function f(): void {
  let n = 3;
  do { n--; } while (n > 0);
}
