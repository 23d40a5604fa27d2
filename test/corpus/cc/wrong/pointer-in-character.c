void f(char *p) { char c = p; }
