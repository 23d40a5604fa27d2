/* What the processor has no instruction for: division of 64-bit integers, and conversion between unsigned 64-bit
   integers and floating values. chain/5-cc calls the divisions, TinyCC the conversions too, by the names that other
   compilers use. */
#include <inttypes.h>

static uint64_t rest; /* of the last division */

/* Schoolbook division in base 2, unless 32 bits suffice. Division by zero faults, as in hardware. */
static uint64_t divide(uint64_t dividend, uint64_t divisor) {
  uint64_t quotient = 0, bit = 1;
  if (divisor == 0 || !((dividend | divisor) >> 32)) {
    rest = (uint32_t)dividend % (uint32_t)divisor;
    return (uint32_t)dividend / (uint32_t)divisor;
  }
  while (divisor < dividend && !(divisor >> 63)) {
    divisor <<= 1;
    bit <<= 1;
  }
  for (; bit; bit >>= 1, divisor >>= 1) {
    if (dividend >= divisor) {
      dividend -= divisor;
      quotient |= bit;
    }
  }
  rest = dividend;
  return quotient;
}

static uint64_t magnitude(int64_t value) {
  return value < 0 ? -(uint64_t)value : (uint64_t)value;
}

uint64_t __udivdi3(uint64_t dividend, uint64_t divisor) {
  return divide(dividend, divisor);
}

uint64_t __umoddi3(uint64_t dividend, uint64_t divisor) {
  divide(dividend, divisor);
  return rest;
}

int64_t __divdi3(int64_t dividend, int64_t divisor) {
  uint64_t quotient = divide(magnitude(dividend), magnitude(divisor));
  return (dividend < 0) != (divisor < 0) ? -quotient : quotient;
}

int64_t __moddi3(int64_t dividend, int64_t divisor) {
  divide(magnitude(dividend), magnitude(divisor));
  return dividend < 0 ? -rest : rest;
}

/* Both halves are exact, and so is their sum in 64 bits of precision. */
long double __floatundixf(uint64_t value) {
  return (long double)(int64_t)(value >> 1) * 2 + (int)(value & 1);
}

uint64_t __fixunsxfdi(long double value) {
  const long double half = 9223372036854775808.0L;
  return value < half ? (uint64_t)(int64_t)value : (uint64_t)(int64_t)(value - half) + ((uint64_t)1 << 63);
}
