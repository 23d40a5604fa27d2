struct a { int x; };
union a b;
