int (__attribute__((noinline)) *p)(void);
