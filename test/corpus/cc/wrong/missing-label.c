int f(int x) { goto nowhere; }
