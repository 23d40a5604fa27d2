#include "shared.h"
static int value = 2;
static int get(void) { return value * 2; }
extern int common;
int numbers[] = { 7, 8, 9 };
#ifdef value
#error macros of another file
#endif
int otherValue(void) { return get(); }
int total(const struct item *item, int factor) { return helper(item->count) * factor + common; }
struct item *describe(struct item *item) { item->name = "described"; return item; }
int callback(int (*f)(void)) { return f() + get(); }
