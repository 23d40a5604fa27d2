/* A decimal number, exactly: digits in groups of four, group[POINT - 1] the ones. Wide enough for every long double
   (10^4932 .. 2^-16445). Groups outside first .. last-1 are zero. */
enum { GROUP = 10000, POINT = 1240, GROUPS = POINT + 4130 };

struct decimal {
  int first, last;
  int group[GROUPS];
};

void decimal_clear(struct decimal *number);
void decimal_add(struct decimal *number, int position, int digit);
void decimal_double(struct decimal *number, int times);
void decimal_halve(struct decimal *number, int times);
unsigned long long decimal_integer(const struct decimal *number);
int decimal_rounds_up(const struct decimal *number);
