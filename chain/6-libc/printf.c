/* printf and its kin: %% %c %s %d %i %u %x %X %p %f, with the flags `-` and `0`, width, precision, and the lengths
   h l ll L z. %e and %g print as %f does. An unknown conversion prints itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where the output goes: to a file, or to `size` bytes at `to`. `count` is what there would be without that limit. */
struct sink {
  FILE *file;
  char *to;
  size_t size, count;
};

struct conversion {
  int left, zero, width, precision; /* precision -1: none given */
};

static void put(struct sink *sink, const char *text, size_t n) {
  size_t room = sink->count < sink->size ? sink->size - sink->count : 0;
  if (sink->file) fwrite(text, 1, n, sink->file);
  else memcpy(sink->to + sink->count, text, n < room ? n : room);
  sink->count += n;
}

static void repeat(struct sink *sink, char c, int n) {
  for (; n > 0; n--) put(sink, &c, 1);
}

/* The prefix, `zeros` zeros and the text, filled up to the width. */
static void put_field(struct sink *sink, const struct conversion *conversion, const char *prefix, int zeros,
                      const char *text, int length) {
  int fill = conversion->width - strlen(prefix) - zeros - length;
  if (!conversion->left && !conversion->zero) repeat(sink, ' ', fill);
  put(sink, prefix, strlen(prefix));
  if (!conversion->left && conversion->zero) repeat(sink, '0', fill);
  repeat(sink, '0', zeros);
  put(sink, text, length);
  if (conversion->left) repeat(sink, ' ', fill);
}

/* Writes the digits of `value` before `end`; returns the first. */
static char *digits_before(char *end, unsigned long long value, unsigned base, const char *digits) {
  for (; value; value /= base) *--end = digits[value % base];
  return end;
}

static void put_integer(struct sink *sink, struct conversion *conversion, unsigned long long value,
                        const char *prefix, unsigned base, const char *digits) {
  char text[24], *end = text + sizeof text, *start = digits_before(end, value, base, digits);
  int count = end - start, least = conversion->precision < 0 ? 1 : conversion->precision;
  if (conversion->precision >= 0) conversion->zero = 0;
  put_field(sink, conversion, prefix, least > count ? least - count : 0, start, count);
}

/* For reports only: up to nine decimals, and 18 digits in all. */
static void put_floating(struct sink *sink, struct conversion *conversion, long double value) {
  char text[32], *end = text + sizeof text, *start;
  int decimals = conversion->precision < 0 ? 6 : conversion->precision > 9 ? 9 : conversion->precision, i;
  long double magnitude = value < 0 ? -value : value;
  for (i = 0; i < decimals; i++) magnitude *= 10;
  start = digits_before(end, (long long)(magnitude + 0.5L), 10, "0123456789");
  while (end - start <= decimals) *--start = '0';
  if (decimals > 0) {
    start = memmove(start - 1, start, end - start - decimals);
    end[-decimals - 1] = '.';
  }
  put_field(sink, conversion, value < 0 ? "-" : "", 0, start, end - start);
}

/* Reads a decimal number or a `*` of a format. */
static int parse_number(const char **format, va_list *list) {
  int value = 0;
  if (**format == '*') {
    ++*format;
    return va_arg(*list, int);
  }
  for (; **format >= '0' && **format <= '9'; ++*format) value = value * 10 + **format - '0';
  return value;
}

static const char *parse_conversion(const char *format, struct conversion *conversion, va_list *list) {
  conversion->left = conversion->zero = 0;
  for (; *format == '-' || *format == '0'; format++) {
    if (*format == '-') conversion->left = 1;
    else conversion->zero = 1;
  }
  conversion->width = parse_number(&format, list);
  conversion->precision = -1;
  if (*format == '.') {
    format++;
    conversion->precision = parse_number(&format, list);
  }
  return format;
}

/* An integer argument, widened: of 64 bits when the length has two `l`. */
static unsigned long long argument(va_list *list, int longs, int is_signed) {
  if (longs == 2) return va_arg(*list, unsigned long long);
  return is_signed ? (unsigned long long)va_arg(*list, int) : va_arg(*list, unsigned);
}

/* Prints one conversion; returns what follows it in the format. */
static const char *convert(struct sink *sink, const char *format, va_list *list) {
  static const char lower[] = "0123456789abcdef", upper[] = "0123456789ABCDEF";
  struct conversion conversion;
  unsigned long long value;
  int longs = 0, extended = 0;
  const char *text;
  char c;
  format = parse_conversion(format, &conversion, list);
  for (; *format && strchr("hlLz", *format); format++) {
    longs += *format == 'l';
    extended |= *format == 'L';
  }
  switch (*format) {
    case 'd': case 'i':
      value = argument(list, longs, 1);
      c = value >> 63;
      put_integer(sink, &conversion, c ? -value : value, c ? "-" : "", 10, lower);
      break;
    case 'u':
      put_integer(sink, &conversion, argument(list, longs, 0), "", 10, lower);
      break;
    case 'x': case 'X': case 'p':
      text = *format == 'X' ? upper : lower;
      put_integer(sink, &conversion, argument(list, longs, 0), *format == 'p' ? "0x" : "", 16, text);
      break;
    case 'c':
      c = va_arg(*list, int);
      put_field(sink, &conversion, "", 0, &c, 1);
      break;
    case 's':
      text = va_arg(*list, const char *);
      text = text ? text : "(null)";
      for (longs = 0; longs != conversion.precision && text[longs]; ) longs++;
      put_field(sink, &conversion, "", 0, text, longs);
      break;
    case 'e': case 'f': case 'g':
      put_floating(sink, &conversion, extended ? va_arg(*list, long double) : va_arg(*list, double));
      break;
    default:
      put(sink, format, *format ? 1 : 0);
  }
  return *format ? format + 1 : format;
}

static int print(FILE *file, char *to, size_t size, const char *format, va_list *list) {
  struct sink sink = {file, to, size, 0};
  while (*format) {
    const char *end = format;
    while (*end && *end != '%') end++;
    put(&sink, format, end - format);
    format = *end ? convert(&sink, end + 1, list) : end;
  }
  if (size) to[sink.count < size ? sink.count : size - 1] = 0;
  return sink.count;
}

int vsnprintf(char *to, size_t size, const char *format, va_list list) {
  va_list rest;
  va_copy(rest, list);
  return print(NULL, to, size, format, &rest);
}

int printf(const char *format, ...) {
  va_list list;
  va_start(list, format);
  return print(stdout, NULL, 0, format, &list);
}

int fprintf(FILE *file, const char *format, ...) {
  va_list list;
  va_start(list, format);
  return print(file, NULL, 0, format, &list);
}

int snprintf(char *to, size_t size, const char *format, ...) {
  va_list list;
  va_start(list, format);
  return print(NULL, to, size, format, &list);
}

int sprintf(char *to, const char *format, ...) {
  va_list list;
  va_start(list, format);
  return print(NULL, to, 0x7fffffff, format, &list);
}

/* Only what TinyCC asks for: %d between literal characters. */
int sscanf(const char *text, const char *format, ...) {
  va_list list;
  int count = 0;
  char *end = (char *)text;
  va_start(list, format);
  for (; *format; text = end, format++) {
    if (*format != '%') {
      if (*end++ != *format) break;
    } else {
      int value = strtol(text, &end, 10);
      if (end == text) break;
      *va_arg(list, int *) = value;
      count++;
      format++;
    }
  }
  return count;
}
