// Initializers: nesting, what is left out, unknown lengths, strings, addresses, trailing commas.
#include <stdio.h>
struct pair { int a, b; };
struct deep { struct pair p; int list[3]; struct { char c; struct pair q[2]; } inner; const char *text; };
int plain = 1 + 2 * 3, zero, table[] = { 1, 2, 3, 0, 0, 6, 7, };
char word[] = "word", padded[8] = "abc", exact[3] = "xyz", braces[] = { "in braces" }, letters[] = { 'a', 'b', 0 };
const char *words[] = { "first", "second" "half", 0, 0, "fifth" };
int matrix[2][3] = { { 1, 2, 3 }, { 4 } }, flat[2][2] = { { 1, 2 }, { 3, 4 }, };
struct deep deep = { { 1, 2 }, { 3, 4 }, { 'c', { { 5 }, { 6, 7 } } }, "text" };
struct deep chosen = { { 0, 2 }, { 0, 4 }, { 0, { { 0 }, { 8, 9 } } }, { "chosen" } };
struct pair pairs[] = { { 7 }, { 0, 2 }, { 3, 4 } };
int *pointer = &table[3], *second = table + 1, **indirect = &pointer;
char *middle = padded + 1;
struct pair *to = &pairs[1];
int *member = &pairs[2].b;
int (*function)(const char *, ...) = printf;
union { int i; char c[4]; } both = { 513 };
double fractions[] = { 0.5, 1, -2.25, .25e0, 35e-1f };
long long wide = 1LL << 40, minus = -1;
struct pair other = { 11, 12 }, *literal = &other;
int three[] = { 1, 2, 3 }, *numbers = three;
unsigned distance = (unsigned)&((struct deep *)0)->text;
static int counter(void) { static int n = 5, seen[2] = { 1 }; seen[1] += n; return n++ + seen[1]; }
int main(void) {
  printf("%d %d %d %d %d %d %d\n", plain, zero, (int)sizeof table, table[2], table[3], table[5], table[6]);
  printf("%s %d %d %s %.3s %s %s\n", word, (int)sizeof word, (int)sizeof padded, padded, exact, braces, letters);
  printf("%s %s %s %d\n", words[0], words[1], words[4], words[2] == 0);
  printf("%d %d %d %d\n", matrix[0][2], matrix[1][0], matrix[1][1], flat[1][0]);
  printf("%d %d %d %d %c %d %d %d %s\n", deep.p.a, deep.p.b, deep.list[1], deep.list[2], deep.inner.c,
    deep.inner.q[0].a, deep.inner.q[1].a, deep.inner.q[1].b, deep.text);
  printf("%s %d %d %d %d\n", chosen.text, chosen.inner.q[1].a, chosen.inner.q[1].b, chosen.list[1], chosen.p.b);
  printf("%d %d %d %d %d\n", (int)sizeof pairs, pairs[0].a, pairs[1].b, pairs[2].a, pairs[2].b);
  printf("%d %d %d %s %d %d\n", *pointer, *second, **indirect, middle, to->b, *member);
  function("%d %d %f %f %f\n", both.c[0], both.i, fractions[0], fractions[3], fractions[4]);
  printf("%lld %lld %d %d %d %u\n", wide, minus, literal->b, numbers[2], (int)sizeof fractions, distance);
  int n = 3, local[4] = { n, n + 1 }, more[] = { 0, 0, n };
  struct deep here = { { n, n }, { 0 }, { 0, { { 0 }, { n, 2 } } } };
  struct pair made = { n, 2 * n }, filled[2] = { made, { 1 } };
  char text[6] = "hi", copy[] = { 'o', 'k', '\0' };
  printf("%d %d %d %d %d\n", local[1], local[3], (int)sizeof more, more[1], more[2]);
  printf("%d %d %d %d\n", here.p.b, here.list[0], here.inner.q[1].a, here.inner.q[0].b);
  printf("%d %d %d %s %d %s\n", filled[0].b, filled[1].a, filled[1].b, text, text[5], copy);
  for (int i = 0; i < 3; i++) { int fresh[3] = { i }; fresh[1] += i; printf("%d%d%d ", fresh[0], fresh[1], fresh[2]); }
  printf("%d %d %d\n", counter(), counter(), three[1]);
  return 0;
}
