// stops at line 2: ;
let x = 1;
let x = 2;
