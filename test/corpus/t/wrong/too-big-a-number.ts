// stops at line 2: 4294967296
const x = 4294967296;
