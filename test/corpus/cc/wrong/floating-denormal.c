double x = 0x1p-1074;
