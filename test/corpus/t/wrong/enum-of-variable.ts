// stops at line 3: }
let x = 1;
enum E { A = x }
