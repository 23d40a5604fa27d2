struct { int x : 33; } s;
