// stops at line 2: ;
const x = 1 + ;
