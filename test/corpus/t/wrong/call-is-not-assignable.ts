// stops at line 3: 5
function f(): number { return 1; }
f() = 5;
