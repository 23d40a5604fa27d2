// stops at line 2: ;
const f = imul;
