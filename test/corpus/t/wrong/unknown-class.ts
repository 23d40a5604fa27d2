// stops at line 2: x
alloc(3).x = 5;
