// Nothing is checked at run time.
#define assert(x) ((void)0)
