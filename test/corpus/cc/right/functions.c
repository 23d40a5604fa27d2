// Calls: variable arguments, pointers to functions, recursion, parameters of all types, longjmp.
#include <stdio.h>
#include <stdarg.h>
#include <stdlib.h>
#include <setjmp.h>
struct pair { int a; char b; };
static long long add(int count, ...) {
  va_list list, again;
  long long total = 0;
  va_start(list, count);
  va_copy(again, list);
  for (int i = 0; i < count; i++) total += va_arg(list, int);
  for (int i = 0; i < count; i++) total += va_arg(again, int);
  va_end(again);
  total += va_arg(list, long long);
  total += (int)(va_arg(list, double) * 4);
  struct pair *p = va_arg(list, struct pair *);
  total += p->a + p->b + *va_arg(list, char *);
  va_end(list);
  return total;
}
static int apply(int (*f)(int, int), int x, int y) { return f(x, y); }
static int plus(int x, int y) { return x + y; }
static int minus(int x, int y) { return x - y; }
static int (*choose(int which))(int, int) { return which ? plus : &minus; }
static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
static int many(char a, unsigned char b, short c, long long d, float e, double f, long double g, long h) {
  return a + b + c + (int)d + (int)(e * 2) + (int)(f * 2) + (int)(g * 2) + h;
}
static unsigned ackermann(unsigned m, unsigned n) {
  return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
}
static long long factorial(int n) { if (n < 2) return 1; return n * factorial(n - 1); }
static void nothing(void) { return; }
static int even(int n);
static int odd(int n) { return n == 0 ? 0 : even(n - 1); }
static int even(int n) { return n == 0 ? 1 : odd(n - 1); }
static inline signed char narrow(int x) { return x; }
static jmp_buf place;
static void leap(int n) { if (n == 0) longjmp(place, 7); leap(n - 1); }
int main(int argc, char **argv) {
  struct pair p = { 1000, 'x' };
  printf("%d\n", (int)add(3, 1, 2, 3, 1LL << 33 >> 30, 2.5, &p, "A"));
  printf("%d %d %d\n", apply(plus, 5, 3), apply(choose(0), 5, 3), (*choose(1))(1, 1));
  int (*table[])(int, int) = { plus, minus }, sorted[] = { 5, -3, 9, 0, 2 };
  printf("%d %d\n", table[0](1, 2), (**table[1])(1, 2));
  qsort(sorted, 5, sizeof(int), compare);
  for (int i = 0; i < 5; i++) printf("%d ", sorted[i]);
  printf("\n%d\n", many(-1, 255, -300, 1LL << 32 | 5, 1.5f, 2.5, 3.5L, 77));
  printf("%u %lld %d %d\n", ackermann(2, 3), factorial(20), even(10), odd(10));
  nothing();
  (void)argc;
  printf("%d %s\n", narrow(200), argv[argc] == 0 ? "argv ends" : "no end");
  int before = 1, *known = &before;
  int result = setjmp(place);
  if (result == 0) { *known = 2; leap(5); }
  printf("%d %d\n", result, before);
  return 0;
}
