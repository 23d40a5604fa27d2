// stops at line 2: 5
1 + 2 = 5;
