enum { LAST = 0x7fffffff, BEYOND };
