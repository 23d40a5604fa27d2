// stops at line 2: 5
const x = 1.5;
