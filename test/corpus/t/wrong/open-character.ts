// stops at line 2: 'x
const x = ch('xy');
