long double ldexpl(long double value, int exponent);
