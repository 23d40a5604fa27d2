int f(void) { goto out; out: __attribute__((unused)); return 0; }
