struct list { int n; int v[]; };
struct list x = { 2, { 11, 22 } };
