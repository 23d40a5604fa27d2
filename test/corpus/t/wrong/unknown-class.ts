// stops at line 2: =
alloc(3).x = 5;
