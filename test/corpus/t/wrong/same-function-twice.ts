// stops at line 2: (
function f(): number { return 1; }
function f(): number { return 2; }
