// Structs and unions: assignment, nesting, pointers to members, arrays inside, unnamed members.
#include <stdio.h>
#include <string.h>
struct point { int x, y; };
struct tiny { char c; };
struct odd { char bytes[7]; };
struct big { int values[30]; struct point corner; };
union number { int i; float f; unsigned char bytes[4]; };
struct outer { int kind; union { int i; struct { short low, high; }; }; struct point points[2]; };
struct list { struct list *next; int value; };
static void add(struct point *sum, const struct point *a, const struct point *b) { sum->x = a->x + b->x; sum->y = a->y + b->y; }
static struct point *second(struct point *list) { return list + 1; }
static int total(struct big *b) { int t = 0; for (int i = 0; i < 30; i++) t += b->values[i]; return t + b->corner.x; }
struct big global;
int main(void) {
  struct point p = { 1, 2 }, q = { 10, 20 }, *pp = &q;
  add(&q, &p, &q);
  printf("%d %d\n", q.x, pp->y);
  struct tiny t = { 'a' }, s;
  struct odd o = { { 'z', 'z', 'z', 'z', 'z', 'z', 'z' } }, copy;
  s = t;
  copy = o;
  copy.bytes[3] = s.c - 32;
  printf("%c %.7s %.7s\n", s.c, o.bytes, copy.bytes);
  struct big b = { { 1, 2, 3 }, { 4, 5 } }, *to = &b;
  global = *to;
  to->values[29] = 100;
  to->corner = *second(&q - 1);
  printf("%d %d %d\n", total(&b), total(&global), global.corner.y);
  union number n;
  n.f = 1.5f;
  printf("%x %d %d\n", n.i, n.bytes[3], n.bytes[0]);
  struct outer out = { 1, { 0x00050007 }, { { 1, 2 }, { 3, 4 } } };
  out.points[1] = out.points[0];
  out.high++;
  printf("%d %d %x %d\n", out.low, out.high, out.i, out.points[1].y);
  struct list c = { 0, 3 }, d = { &c, 2 }, a = { &d, 1 };
  int sumOfList = 0;
  for (struct list *l = &a; l; l = l->next) sumOfList = sumOfList * 10 + l->value;
  printf("%d\n", sumOfList);
  struct point array[3] = { { 1, 1 }, { 2, 2 }, p }, *end = array + 3;
  int turn = 1;
  array[2] = *(turn ? &array[1] : array);
  (turn ? &array[0] : &array[1])->x = 50;
  for (pp = array; pp < end; pp++) printf("%d,%d ", pp->x, pp->y);
  p = q = array[0];
  *second(array) = array[2] = q;
  printf("\n%d %d %d\n", p.x, q.x, array[1].x);
  struct { struct point where; const char *name; } local[] = { { { 1, 2 }, "one" }, { { 3, 4 }, "two" } };
  printf("%s %d %d\n", local[1].name, local[1].where.x, (int)(sizeof local / sizeof local[0]));
  return 0;
}
