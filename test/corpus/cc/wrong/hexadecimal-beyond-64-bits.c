unsigned long long n = 0x10000000000000000;
