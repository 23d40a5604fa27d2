// Loops, switch in all its forms, goto, break and continue, short circuit evaluation, comma, conditional.
#include <stdio.h>
static int count;
static int note(int value) { count++; return value; }
static int dense(int n) {
  switch (n) {
    case 0: return 10;
    case 1: return 11;
    case 2: case 3: n += 100;
    case 4: return n;
    case 5: break;
    case 6: { int n = 3; return n; }
    case 7: return 17;
    case -1: return -10;
    default: return 99;
  }
  return 55;
}
static int sparse(unsigned n) {
  switch (n) {
    case 1: return 1;
    case 1000: return 2;
    case 1000000: return 3;
    case 0x80000000: return 4;
    case 0xffffffff: return 5;
    case 77: return 6;
    case 78: return 7;
    case 4000000000: return 8;
  }
  return 0;
}
static int wide(long long n) {
  switch (n) {
    case 5: return 1;
    case 5 + (1LL << 32): return 2;
    case -1: return 3;
    default: return 4;
  }
}
static int duff(int n) {
  int total = 0, rounds = (n + 3) / 4;
  switch (n % 4) {
    case 0: do { total += 1;
    case 3: total += 10;
    case 2: total += 100;
    case 1: total += 1000;
    } while (--rounds > 0);
  }
  return total;
}
static int jumps(int n) {
  int i = 0;
again:
  if (i++ < n) goto again;
  for (;;) {
    if (i > 20) goto out;
    i += 3;
    continue;
  }
out:
  return i;
}
int main(void) {
  for (int i = -2; i < 9; i++) printf("%d ", dense(i));
  printf("\n%d %d %d %d %d %d %d %d %d\n", sparse(1), sparse(1000), sparse(1000000), sparse(0x80000000),
    sparse(-1), sparse(77), sparse(78), sparse(4000000000u), sparse(79));
  printf("%d %d %d %d\n", wide(5), wide(5 + (1LL << 32)), wide(-1), wide(6));
  for (int n = 1; n < 10; n++) printf("%d ", duff(n));
  printf("\n%d %d\n", jumps(3), jumps(15));
  int total = 0;
  for (int i = 0, j = 10; i < j; i++, j--) {
    if (i == 2) continue;
    total = total * 10 + j;
  }
  do total++; while (total % 10 != 5);
  while (total > 100) { total /= 2; if (total < 300) break; }
  printf("%d\n", total);
  int r = note(0) && note(1);
  r += note(1) || note(0);
  r += (note(0) || note(2)) && !note(0);
  printf("%d %d\n", r, count);
  r = (note(1), note(2), 3);
  r = r > 2 ? r < 4 ? 10 : 20 : 30;
  printf("%d %d %d\n", r, count, note(5) ? 5 : 0);
  if (0) { unreachable: printf("label in dead code\n"); count = -1; }
  if (count > 0) goto unreachable;
  for (;;) { switch (1) { case 1: break; } break; }
  return 0;
}
