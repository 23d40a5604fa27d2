// Scopes and linkage inside one file: shadowing, static locals, tentative definitions, tags, typedef names as members.
#include <stdio.h>
extern int later;
int tentative;
int tentative;
int tentative = 4;
static int hidden;
static int hidden;
extern int sized[];
int sized[3] = { 1, 2, 3 };
int unsized[];
typedef int number;
struct tag { number number; };
enum { LIMIT = 3 };
static int use(void);
int once(void) { static int times; return ++times; }
static int twice(void) { static int times = 10; return ++times; }
int shadow(int x) {
  int r = x;
  { int x = 2; r += x; { int x = 3; r += x; } r += x; }
  for (int x = 0; x < LIMIT; x++) r += x;
  { struct tag { char c[9]; }; r += sizeof(struct tag); }
  { enum { LIMIT = 100 }; r += LIMIT; }
  { typedef char number; r += sizeof(number); }
  { int once(void), later; later = 7; r += later + sizeof once; }
  r += sizeof(struct tag) + sizeof(number);
  return r;
}
int later = 1000;
static int use(void) { number number = 5; struct tag tag = { number }; return tag.number + hidden; }
int *const pointer = &later;
const unsigned long int odd = 3;
long unsigned int reversed = 4;
int main(void) {
  int main = 1;
  once(); twice();
  printf("%d %d %d %d\n", tentative, hidden, sized[2], unsized[0]);
  printf("%d %d %d\n", shadow(1), once(), twice());
  printf("%d %d %lu %lu %d\n", use(), *pointer, odd, reversed, main);
  label: { int label = 2; printf("%d\n", label); if (main-- > 0) goto label; }
}
