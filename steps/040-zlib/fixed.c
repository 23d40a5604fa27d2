void makefixed(void);

/* Prints inffixed.h. */
int main(void) { makefixed(); return 0; }
