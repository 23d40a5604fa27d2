int f(int x) { break; }
