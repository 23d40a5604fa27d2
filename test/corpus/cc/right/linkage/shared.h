#ifndef SHARED_H
#define SHARED_H
struct item { int count; const char *name; };
extern int common, numbers[];
int otherValue(void);
int total(const struct item *item, int factor);
struct item *describe(struct item *item);
int callback(int (*f)(void));
static inline int helper(int x) { return x * 3; }
#endif
