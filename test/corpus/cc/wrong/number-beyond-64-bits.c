unsigned long long n = 18446744073709551616ull;
