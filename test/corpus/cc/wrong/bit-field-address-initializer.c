int x;
struct { int a : 8, b : 24; } s = { (int)&x + 1, 5 };
