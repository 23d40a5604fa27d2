double ldexp(double value, int exponent);
