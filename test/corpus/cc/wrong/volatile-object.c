int f(volatile int *p) { return *p; }
