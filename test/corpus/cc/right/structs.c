// Structs and unions by value: arguments, results, assignment, nesting, pointers to members, arrays inside.
#include <stdio.h>
#include <string.h>
struct point { int x, y; };
struct tiny { char c; };
struct odd { char bytes[7]; };
struct big { int values[30]; struct point corner; };
union number { int i; float f; unsigned char bytes[4]; };
struct outer { int kind; union { int i; struct { short low, high; }; }; struct point points[2]; };
struct list { struct list *next; int value; };
static struct point make(int x, int y) { struct point p = { x, y }; return p; }
static struct point sum(struct point a, struct point b) { return make(a.x + b.x, a.y + b.y); }
static struct tiny upper(struct tiny t) { t.c -= 32; return t; }
static struct odd fill(char c) { struct odd o; memset(o.bytes, c, 7); return o; }
static struct big grow(struct big b, int by) {
  for (int i = 0; i < 30; i++) b.values[i] += by;
  b.corner = sum(b.corner, (struct point){ by, by });
  return b;
}
static int total(struct big b) { int t = 0; for (int i = 0; i < 30; i++) t += b.values[i]; return t + b.corner.x; }
struct big global;
int main(void) {
  struct point p = make(1, 2), q = sum(p, make(10, 20)), *pp = &q;
  printf("%d %d %d\n", q.x, pp->y, sum(q, q).y);
  struct tiny t = { 'a' };
  struct odd o = fill('z'), copy;
  copy = o;
  copy.bytes[3] = upper(t).c;
  printf("%c %.7s %.7s\n", upper(t).c, o.bytes, copy.bytes);
  struct big b = { { 1, 2, 3 }, { 4, 5 } };
  global = grow(grow(b, 1), 2);
  printf("%d %d %d %d\n", total(b), total(global), total(grow(global, 1)), global.corner.y);
  union number n = { .f = 1.5f };
  printf("%x %d %d\n", n.i, n.bytes[3], n.bytes[0]);
  struct outer out = { 1, { 0x00050007 }, { { 1, 2 }, { 3, 4 } } };
  out.points[1] = out.points[0];
  out.high++;
  printf("%d %d %x %d\n", out.low, out.high, out.i, out.points[1].y);
  struct list c = { 0, 3 }, d = { &c, 2 }, a = { &d, 1 };
  int sumOfList = 0;
  for (struct list *l = &a; l; l = l->next) sumOfList = sumOfList * 10 + l->value;
  printf("%d\n", sumOfList);
  struct point array[3] = { { 1, 1 }, { 2, 2 } }, *end = array + 3;
  int turn = 1;
  array[2] = turn ? array[1] : array[0];
  (turn ? &array[0] : &array[1])->x = 50;
  for (pp = array; pp < end; pp++) printf("%d,%d ", pp->x, pp->y);
  p = q = array[0];
  printf("\n%d %d\n", p.x, (p = make(7, 8)).y);
  struct { struct point where; const char *name; } local[] = { { { 1, 2 }, "one" }, { { 3, 4 }, "two" } };
  printf("%s %d %d\n", local[1].name, local[1].where.x, (int)(sizeof local / sizeof local[0]));
  return 0;
}
