int x;
long long wide(void) { return &x; }
