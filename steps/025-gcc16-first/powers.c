/* Prints rows of a table of powers of five or ten, for numbers between binary and decimal: powers TABLE. By these,
   libstdc++ reads and prints numbers with a fraction (Lemire's method, Adams' Ryu): an integer in 64-bit words, as many
   of its bits as the table's reader wants. Exact, by GMP; upstream's programs for them are not in the archive. */
#include <gmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The lowest words of a number, the first one last. */
static void print_words(mpz_t number, int words) {
  mpz_t rest;
  mpz_init(rest);
  printf("  { ");
  for (int i = 0; i < words; i++) {
    mpz_tdiv_q_2exp(rest, number, 64 * i);
    printf("%luu%s", mpz_get_ui(rest), i + 1 < words ? ", " : " },\n");
  }
  mpz_clear(rest);
}

/* number * 2^places, without what is after the point. */
static void shift(mpz_t number, long places) {
  if (places >= 0)
    mpz_mul_2exp(number, number, places);
  else
    mpz_tdiv_q_2exp(number, number, -places);
}

static void power_of_five(mpz_t power, long exponent) { mpz_ui_pow_ui(power, 5, exponent); }

/* How many bits 5^exponent has; and how many its words are to be shifted by, so that `wanted` are left. */
static long bits_of_power(long exponent) {
  mpz_t power;
  mpz_init(power);
  power_of_five(power, exponent);
  long bits = mpz_sizeinbase(power, 2);
  mpz_clear(power);
  return bits;
}

/* The first `wanted` bits of 5^exponent, or of its inverse, 2^(wanted + bits - 1) / 5^exponent. */
static void first_bits(mpz_t result, long exponent, long wanted, int is_inverse) {
  long bits = bits_of_power(exponent);
  power_of_five(result, exponent);
  if (is_inverse) {
    mpz_t one;
    mpz_init_set_ui(one, 1);
    shift(one, bits - 1 + wanted);
    mpz_tdiv_q(result, one, result);
    mpz_clear(one);
  } else
    shift(result, wanted - bits);
}

/* Ryu, double: 125 bits; an inverse is rounded up. */
static void print_double(int is_inverse, int rows) {
  mpz_t number;
  mpz_init(number);
  for (int i = 0; i < rows; i++) {
    first_bits(number, i, 125, is_inverse);
    if (is_inverse)
      mpz_add_ui(number, number, 1);
    print_words(number, 2);
  }
}

/* Ryu, fixed: of 2^(16 index + 120) / 10^(9 block), or of 10^(9 block) * 2^(120 - 16 index), nine decimal digits before
   the point and 136 bits after it. */
static void print_block(mpz_t number) {
  mpz_t limit;
  mpz_init_set_ui(limit, 1000000000);
  shift(limit, 136);
  mpz_tdiv_r(number, number, limit);
  print_words(number, 3);
  mpz_clear(limit);
}

static void print_fixed(void) {
  mpz_t number, power;
  mpz_inits(number, power, NULL);
  for (int index = 0; index < 64; index++) {
    /* As many blocks as 2^(16 index + 53) needs. */
    int blocks = ((16 * index * 78913L >> 18) + 1 + 16 + 8) / 9;
    for (int block = 0; block < blocks; block++) {
      mpz_ui_pow_ui(power, 10, 9 * block);
      mpz_set_ui(number, 1);
      shift(number, 16 * index + 120);
      mpz_tdiv_q(number, number, power);
      mpz_add_ui(number, number, 1);
      print_block(number);
    }
  }
}

/* The offsets and the first blocks are in tables by themselves, for people to read. */
static void print_fraction(void) {
  static const int begin[] = {
    0, 2, 6, 12, 20, 29, 40, 52, 66, 80, 95, 112, 130, 150, 170, 192, 215, 240, 265, 292, 320, 350, 381, 413, 446, 480,
    516, 552, 590, 629, 670, 712, 755, 799, 845, 892, 940, 989, 1040, 1092, 1145, 1199, 1254, 1311, 1369, 1428, 1488,
    1550, 1613, 1678, 1743, 1810, 1878, 1947, 2017, 2088, 2161, 2235, 2311, 2387, 2465, 2544, 2625, 2706, 2789, 2873,
    2959, 3046, 3133 };
  static const int first[] = {
    0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15, 16,
    16, 17, 17, 18, 19, 19, 20, 20, 21, 21, 22, 22, 23, 23, 24, 24, 25, 26, 26, 27, 27, 28, 28, 29, 29, 30, 30, 31, 31,
    32, 32, 33, 34 };
  mpz_t number;
  mpz_init(number);
  for (int index = 0; index < 68; index++)
    for (int row = begin[index]; row < begin[index + 1]; row++) {
      int block = row - begin[index] + first[index] + 1;
      mpz_ui_pow_ui(number, 10, 9 * block);
      shift(number, 120 - 16 * index);
      print_block(number);
    }
}

/* Ryu, long double: the first 56 powers; of every 56th one 249 bits; how far their products are from the rest. */
static void print_generic(void) {
  mpz_t number;
  mpz_init(number);
  for (int i = 0; i < 56; i++) {
    power_of_five(number, i);
    print_words(number, 2);
  }
}

static void print_generic_split(int is_inverse) {
  mpz_t number;
  mpz_init(number);
  for (int i = 0; i < 89; i++) {
    first_bits(number, 56 * i, 249, is_inverse);
    print_words(number, 4);
  }
}

static unsigned long error_of(int i, int is_inverse) {
  mpz_t exact, product, factor;
  mpz_inits(exact, product, factor, NULL);
  int base = is_inverse ? (i + 55) / 56 * 56 : i / 56 * 56;
  first_bits(exact, i, 249, is_inverse);
  first_bits(product, base, 249, is_inverse);
  power_of_five(factor, is_inverse ? base - i : i - base);
  mpz_mul(product, product, factor);
  shift(product, is_inverse ? bits_of_power(i) - bits_of_power(base) : bits_of_power(base) - bits_of_power(i));
  mpz_sub(exact, exact, product);
  unsigned long error = mpz_get_ui(exact);
  mpz_clears(exact, product, factor, NULL);
  return error;
}

/* No long double wants powers beyond the last one. */
static void print_errors(int is_inverse, int words, int last) {
  for (int word = 0; word < words; word++) {
    unsigned long packed = 0;
    for (int i = 0; i < 32 && 32 * word + i <= last; i++)
      packed |= error_of(32 * word + i, is_inverse) << 2 * i;
    printf("  0x%016lxu,\n", packed);
  }
}

/* Lemire: the first 128 bits of 5^-342 to 5^308. Inverses from 5^-27 on, where these bits decide, are rounded up. */
static void print_lemire(void) {
  mpz_t number, high;
  mpz_inits(number, high, NULL);
  for (int exponent = -342; exponent <= 308; exponent++) {
    first_bits(number, abs(exponent), 128, exponent < 0);
    if (exponent < 0 && exponent >= -27)
      mpz_add_ui(number, number, 1);
    mpz_tdiv_q_2exp(high, number, 64);
    printf("  0x%lx, 0x%lx,\n", mpz_get_ui(high), mpz_get_ui(number));
  }
}

int main(int argc, char **argv) {
  const char *table = argc > 1 ? argv[1] : "";
  if (!strcmp(table, "DOUBLE_POW5_INV_SPLIT")) print_double(1, 342);
  else if (!strcmp(table, "DOUBLE_POW5_SPLIT")) print_double(0, 326);
  else if (!strcmp(table, "POW10_SPLIT")) print_fixed();
  else if (!strcmp(table, "POW10_SPLIT_2")) print_fraction();
  else if (!strcmp(table, "GENERIC_POW5_TABLE")) print_generic();
  else if (!strcmp(table, "GENERIC_POW5_SPLIT")) print_generic_split(0);
  else if (!strcmp(table, "GENERIC_POW5_INV_SPLIT")) print_generic_split(1);
  else if (!strcmp(table, "POW5_ERRORS")) print_errors(0, 156, 4989);
  else if (!strcmp(table, "POW5_INV_ERRORS")) print_errors(1, 154, 4897);
  else if (!strcmp(table, "power_of_five_128")) print_lemire();
  else {
    fprintf(stderr, "powers: there is no table %s\n", table);
    return 1;
  }
  return 0;
}
