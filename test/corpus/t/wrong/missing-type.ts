// stops at line 2: )
function f(n): number { return n; }
