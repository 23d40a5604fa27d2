void f(double x) { x++; }
