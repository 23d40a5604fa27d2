/* Floating values from text, correctly rounded (half to even), and ldexpl.
   The text becomes an exact decimal number, which is doubled or halved until its integer part has as many bits as the
   format has room for: that is the significand, and the count of halvings the exponent. No floating instruction takes
   part, so that the result is the same on every processor and emulator. The text is digits, as TinyCC's scanner
   leaves them: decimal, without blanks or a sign. */
#include "decimal.h"
#include <math.h>
#include <stdlib.h>

/* Formats of IEEE 754 and of the x87: bits of the significand, the exponent of the least one in the smallest value,
   and the exponent field of infinity. */
struct format {
  int precision, smallest, infinity;
};

static const struct format single_format = {24, -149, 255};
static const struct format double_format = {53, -1074, 2047};
static const struct format extended_format = {64, -16445, 32767};

static struct decimal number;

static int is_digit(char c) {
  return c >= '0' && c <= '9';
}

/* Reads `text` into `number`; returns its end. */
static const char *parse(const char *text) {
  const char *at = text, *digits;
  int integers = 0, exponent = 0;
  decimal_clear(&number);
  for (; is_digit(*at); at++) integers++;
  if (*at == '.') at++;
  while (is_digit(*at)) at++;
  if (at - text == (*text == '.')) return text;
  digits = at + 1 + (at[1] == '-' || at[1] == '+');
  if ((*at == 'e' || *at == 'E') && is_digit(*digits)) {
    char sign = at[1];
    for (at = digits; is_digit(*at); at++)
      if (exponent < 99999) exponent = exponent * 10 + *at - '0';
    if (sign == '-') exponent = -exponent;
  }
  exponent += integers;
  for (digits = text; is_digit(*digits) || *digits == '.'; digits++)
    if (*digits != '.') decimal_add(&number, --exponent, *digits - '0');
  return at;
}

/* Rounds the number at `text`: the significand, and in *field the exponent field (0: denormal or zero). */
static unsigned long long convert(const char *text, char **end, const struct format *format, int *field) {
  unsigned long long lowest = 1ULL << (format->precision - 1), significand;
  int exponent = 0;
  text = parse(text);
  if (end) *end = (char *)text;
  for (; number.first < POINT - 4; exponent += 16) decimal_halve(&number, 16);
  for (; decimal_integer(&number) >> 1 >= lowest; exponent++) decimal_halve(&number, 1);
  while (number.first < number.last && exponent > format->smallest && decimal_integer(&number) < lowest) {
    int times = number.first < POINT || exponent - format->smallest < 16 ? 1 : 16;
    decimal_double(&number, times);
    exponent -= times;
  }
  significand = decimal_integer(&number) + decimal_rounds_up(&number);
  if (significand >> 1 == lowest || (significand == 0 && number.first < POINT)) {
    significand = lowest;
    exponent++;
  }
  *field = significand < lowest ? 0 : exponent - format->smallest + 1;
  if (*field >= format->infinity) {
    *field = format->infinity;
    significand = lowest;
  }
  return significand;
}

float strtof(const char *text, char **end) {
  union {
    unsigned bits;
    float value;
  } made;
  int field;
  made.bits = convert(text, end, &single_format, &field) & 0x7fffff;
  made.bits |= field << 23;
  return made.value;
}

double strtod(const char *text, char **end) {
  union {
    unsigned long long bits;
    double value;
  } made;
  int field;
  made.bits = convert(text, end, &double_format, &field) & 0xfffffffffffffULL;
  made.bits |= (unsigned long long)field << 52;
  return made.value;
}

long double strtold(const char *text, char **end) {
  union {
    struct {
      unsigned long long significand;
      int field;
    } parts;
    long double value;
  } made;
  made.parts.significand = convert(text, end, &extended_format, &made.parts.field);
  return made.value;
}

/* value * 2^exponent. */
long double ldexpl(long double value, int exponent) {
  for (; exponent > 0; exponent--) value *= 2;
  for (; exponent < 0; exponent++) value *= 0.5L;
  return value;
}
