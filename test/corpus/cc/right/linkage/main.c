// Several files: the same static names, extern objects and functions, a struct that each file declares for itself.
#include <stdio.h>
#include "shared.h"
#include "shared.h"
static int value = 1;
static int get(void) { return value; }
int common;
int main(void) {
  struct item item = { 3, "item" };
  value += 10;
  common = 5;
  printf("%d %d %d %s\n", get(), otherValue(), total(&item, 2), describe(&item)->name);
  printf("%d %d %d\n", numbers[2], (int)sizeof(struct item), callback(get));
  return 0;
}
