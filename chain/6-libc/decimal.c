/* Arithmetic on exact decimal numbers: doubling and halving, with which floating values are read without any rounding
   but the last. A position counts digits from the point: 0 the ones, 1 the tens, -1 the tenths. */
#include "decimal.h"

void decimal_clear(struct decimal *number) {
  while (number->first < number->last) number->group[--number->last] = 0;
  number->first = number->last = POINT;
}

/* Adds `digit` at `position`; one beyond the last group is dropped, one before the first makes the number huge. */
void decimal_add(struct decimal *number, int position, int digit) {
  static const int power[4] = {1, 10, 100, 1000};
  int index = POINT - 1 - (position >> 2);
  if (digit == 0 || index >= GROUPS) return;
  if (index < 0) index = 0;
  number->group[index] += digit * power[position & 3];
  if (number->first == number->last) number->first = number->last = index;
  if (index < number->first) number->first = index;
  if (index >= number->last) number->last = index + 1;
}

/* Multiplies by 2^times; times <= 17. The result must stay below 10^(4 POINT). */
void decimal_double(struct decimal *number, int times) {
  unsigned carry = 0;
  int i;
  for (i = number->last - 1; i >= number->first || carry; i--) {
    unsigned value = ((unsigned)number->group[i] << times) + carry;
    number->group[i] = value % GROUP;
    carry = value / GROUP;
  }
  if (i + 1 < number->first) number->first = i + 1;
  while (number->last > number->first && number->group[number->last - 1] == 0) number->last--;
}

/* Divides by 2^times; times <= 17. Digits after the last possible group are lost. */
void decimal_halve(struct decimal *number, int times) {
  int carry = 0;
  int i;
  for (i = number->first; i < number->last || (carry && i < GROUPS); i++) {
    int value = number->group[i] + carry * GROUP;
    number->group[i] = value >> times;
    carry = value & ((1 << times) - 1);
  }
  number->last = i;
  while (number->first < number->last && number->group[number->first] == 0) number->first++;
}

/* The integer part, which must be less than 2^64. */
unsigned long long decimal_integer(const struct decimal *number) {
  unsigned long long value = 0;
  int i;
  for (i = number->first; i < POINT; i++) value = value * GROUP + number->group[i];
  return value;
}

/* Whether the integer part goes up when the number is rounded to it, half to even. */
int decimal_rounds_up(const struct decimal *number) {
  int fraction = number->group[POINT];
  if (fraction != GROUP / 2) return fraction > GROUP / 2;
  return number->last > POINT + 1 || number->group[POINT - 1] % 2;
}
