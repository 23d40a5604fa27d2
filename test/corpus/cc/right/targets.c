/* Targets of assignments: each is evaluated once, whatever the value does; what was assigned is the value. */
#include <stdio.h>

struct small { char a, b, c; };
struct inner { int n; unsigned low : 3; int high : 5; };
struct outer { struct inner *to; struct inner own[3]; double real; long long wide; };

int calls;
int numbers[4] = { 10, 20, 30, 40 };
int *cursor = numbers;
struct outer object;

int next(void) { calls++; return calls; }

int move(void) {
  cursor = &numbers[3];
  return 5;
}

int *place(int i) {
  calls++;
  return &numbers[i];
}

struct outer *where(void) {
  calls++;
  return &object;
}

int main(void) {
  struct small one = { 1, 2, 3 }, two, three, list[3];
  struct small *p = list, *q = &list[2];
  int i = 1;
  double nan = 0.0;
  nan = nan / nan;

  calls = 0;
  *place(1) += 2;
  numbers[next()] -= 5;
  printf("%d %d %d %d, %d calls\n", numbers[0], numbers[1], numbers[2], numbers[3], calls);
  numbers[i++] <<= 2;
  numbers[--i + 1] ^= 255;
  printf("%d %d %d %d %d\n", i, numbers[0], numbers[1], numbers[2], numbers[3]);
  (*cursor++)++;
  printf("%d %d\n", (int)(cursor - numbers), numbers[0]);
  *place(2) = move();
  printf("%d %d\n", (int)(cursor - numbers), numbers[2]);

  object.to = object.own;
  object.to->n = object.own[1].n = next();
  where()->to++->n += 7;
  where()->own[where()->to - object.own].low = where()->own[0].high = 29;
  printf("%d %d %d %d, %d calls\n", object.own[0].n, object.own[1].n, object.own[1].low, object.own[0].high, calls);
  where()->wide = where()->real = 3000000000.0;
  where()->wide *= where()->own[0].n;
  ++where()->real;
  printf("%lld %d, %d calls\n", object.wide, (int)(object.real / 1000000000), calls);

  two = three = one;
  *p++ = *q = two;
  p->a = (q->b = 300, q->b) + 1;
  printf("%d %d %d, %d %d, %d %d\n", three.a, list[0].b, list[2].c, p->a, q->b, (int)sizeof one, (int)(p - list));

  printf("%d%d%d%d%d%d\n", nan == nan, nan != nan, nan < 1, nan >= 1, !(nan < 1), !nan);
  printf("%d\n", (nan < 1 || nan > 1 || !(nan == nan)) && !(nan <= 1 && nan >= 1) ? 4 : 5);
  return 0;
}
