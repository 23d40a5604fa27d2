// stops at line 2: :
const f = (n: number) => n + 1;
