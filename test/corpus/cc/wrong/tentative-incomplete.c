struct X x;
struct X { int v; };
